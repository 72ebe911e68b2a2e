import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, descendantsOf, xmlText } from '../package/xml-query.ts';
import { formatValue } from './chart-values.ts';
import type { Series } from './charts.ts';

/** extendedSeries reads the newer kinds of charts (waterfall, funnel, tree map, histogram), whose data lie apart from their series. */
export function extendedSeries(root: XmlElement): readonly Series[] {
  const data = new Map(
    childrenOf(childOf(root, 'cx:chartData'), 'cx:data').map((one) => [one.attributes.id ?? '', one] as const),
  );
  return descendantsOf(root, 'cx:series').map((series): Series => {
    const source = data.get(childOf(series, 'cx:dataId')?.attributes.val ?? '');
    return {
      name: xmlText(childOf(series, 'cx:tx', 'cx:txData', 'cx:v')).trim(),
      categories: pointsOf(childOf(source, 'cx:strDim')),
      values: pointsOf(childOf(source, 'cx:numDim')),
    };
  });
}

function pointsOf(dimension: XmlElement | undefined): ReadonlyMap<number, string> {
  const level = childOf(dimension, 'cx:lvl');
  return new Map(
    childrenOf(level, 'cx:pt').map((point) => [
      Number(point.attributes.idx ?? 0),
      formatValue(xmlText(point).trim(), level?.attributes.formatCode ?? ''),
    ]),
  );
}
