import type { CellNode, Inline, RowNode, TableBlock } from '@docmill/document';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf } from '../package/xml-query.ts';
import { extendedSeries } from './chart-extended.ts';
import { formatValue } from './chart-values.ts';
import { paragraphsText } from './text.ts';

/** Cells that the table of one chart may have: a hostile file names points far apart in many series. */
const maxCells = 200_000;

/** Series is one row of values of a chart, by the index of their points. */
export interface Series {
  readonly name: string;
  readonly categories: ReadonlyMap<number, string>;
  readonly values: ReadonlyMap<number, string>;
}

/** CellRanges gives what the cells of a range such as `Sheet1!$B$2:$B$5` show, empty ones included; empty for an unknown range. */
export type CellRanges = (range: string) => readonly string[];

const noRanges: CellRanges = () => [];

/**
 * chartTable makes a table of a chart: a column a series, a row a category, the title as caption; undefined for a chart without data.
 * Most programs keep in the chart what its cells showed; where one did not, `ranges` are asked.
 */
export function chartTable(root: XmlElement | undefined, ranges: CellRanges = noRanges): TableBlock | undefined {
  if (root === undefined) return undefined;
  const series = root.name.startsWith('cx:') ? extendedSeries(root) : seriesOf(root, ranges);
  if (series.every(({ values }) => values.size === 0)) return undefined;
  const title = titleOf(root, series);
  const captions = title === '' ? {} : { captions: [{ type: 'caption' as const, content: inlines(title) }] };
  const rows = rowsOf(series, axisTitle(root));
  return { type: 'table', rows, ...captions };
}

function titleOf(root: XmlElement, series: readonly Series[]): string {
  const chart = childOf(root, root.name.startsWith('cx:') ? 'cx:chart' : 'c:chart');
  const title = childOf(chart, 'c:title') ?? childOf(chart, 'cx:title');
  if (title === undefined) return '';
  const said = paragraphsText(title) || cachedText(childOf(title, 'c:tx'));
  if (said !== '') return said.replace(/\s+/g, ' ');
  // A title without words of its own is the name of the only series.
  return series.length === 1 ? (series[0]?.name ?? '') : '';
}

/** The title of the axis that the categories stand along heads their column. */
function axisTitle(root: XmlElement): string {
  const plot = childOf(root, 'c:chart', 'c:plotArea');
  const axis = childOf(plot, 'c:catAx') ?? childOf(plot, 'c:dateAx') ?? childOf(plot, 'c:valAx');
  return paragraphsText(childOf(axis, 'c:title')).replace(/\s+/g, ' ');
}

function seriesOf(root: XmlElement, ranges: CellRanges): readonly Series[] {
  const plots = elementsOf(childOf(root, 'c:chart', 'c:plotArea'));
  return plots
    .flatMap((plot) => childrenOf(plot, 'c:ser'))
    .slice(0, maxCells / 2)
    .map((one) => ({
      name: cachedText(childOf(one, 'c:tx'), ranges),
      categories: points(childOf(one, 'c:cat') ?? childOf(one, 'c:xVal'), ranges),
      values: points(childOf(one, 'c:val') ?? childOf(one, 'c:yVal'), ranges),
    }));
}

function cachedText(source: XmlElement | undefined, ranges: CellRanges = noRanges): string {
  const direct = childOf(source, 'c:v');
  if (direct !== undefined) return ownText(direct);
  return [...points(source, ranges).values()].join(' ');
}

/** The points of a reference as they were last calculated. Categories in several levels read from the outside in: `2025 Q1`. */
function points(source: XmlElement | undefined, ranges: CellRanges): ReadonlyMap<number, string> {
  const [reference] = elementsOf(source);
  const cache = elementsOf(reference).find(({ name }) => name.endsWith('Cache')) ?? reference;
  const levels = childrenOf(cache, 'c:lvl');
  if (levels.length > 0) return joinLevels(levels.map((level) => pointsIn(level)));
  const range = cache === reference ? ownText(childOf(reference, 'c:f')) : '';
  if (range === '') return pointsIn(cache);
  return new Map([...ranges(range).entries()].filter(([, text]) => text !== ''));
}

function pointsIn(cache: XmlElement | undefined): Map<number, string> {
  const common = ownText(childOf(cache, 'c:formatCode'));
  return new Map(
    childrenOf(cache, 'c:pt').map((point) => [
      Number(point.attributes.idx ?? 0),
      formatValue(ownText(childOf(point, 'c:v')), point.attributes.formatCode ?? common),
    ]),
  );
}

/** An outer level names its first point only; it holds until the next one. */
function joinLevels([inner = new Map<number, string>(), ...outer]: readonly Map<number, string>[]): Map<
  number,
  string
> {
  const joined = new Map([...inner].sort(([a], [b]) => a - b));
  for (const level of outer) {
    const starts = [...level].sort(([a], [b]) => a - b);
    let next = 0;
    for (const [index, text] of joined) {
      while (next < starts.length && (starts[next]?.[0] ?? 0) <= index) next += 1;
      const name = starts[next - 1]?.[1];
      if (name !== undefined) joined.set(index, `${name} ${text}`);
    }
  }
  return joined;
}

function ownText(element: XmlElement | undefined): string {
  return (element?.children ?? [])
    .filter((node) => typeof node === 'string')
    .join('')
    .trim();
}

function rowsOf(series: readonly Series[], corner: string): readonly RowNode[] {
  const head = [corner, ...series.map(({ name }, at) => name || (series.length > 1 ? `Series ${at + 1}` : ''))];
  const lines = sameCategories(series) ? linesByIndex(series) : linesByCategory(series);
  const most = Math.max(1, Math.floor(maxCells / head.length));
  return [
    { cells: head.map((text) => cell(text, true)) },
    ...lines.slice(0, most).map((line) => ({ cells: line.map((text) => cell(text)) })),
  ];
}

function sameCategories([first, ...others]: readonly Series[]): boolean {
  const named = others.filter(({ categories }) => categories.size > 0);
  return named.every(
    ({ categories }) =>
      categories.size === first?.categories.size &&
      [...categories].every(([index, text]) => first.categories.get(index) === text),
  );
}

function linesByIndex(series: readonly Series[]): readonly (readonly string[])[] {
  const categories = series.find((one) => one.categories.size > 0)?.categories ?? new Map<number, string>();
  const indexes = new Set([...categories.keys(), ...series.flatMap(({ values }) => [...values.keys()])]);
  return [...indexes]
    .sort((a, b) => a - b)
    .slice(0, maxCells / series.length)
    .map((index) => [categories.get(index) ?? '', ...series.map(({ values }) => values.get(index) ?? '')]);
}

/** Series over different categories, as in clouds of points: a row for each category of any. */
function linesByCategory(series: readonly Series[]): readonly (readonly string[])[] {
  const lines = new Map<string, string[]>();
  for (const [column, { categories, values }] of series.entries()) {
    for (const [index, value] of values) {
      const category = categories.get(index) ?? String(index + 1);
      if (!lines.has(category) && (lines.size + 1) * series.length > maxCells) continue;
      const line = lines.get(category) ?? [category, ...series.map(() => '')];
      line[column + 1] = value;
      lines.set(category, line);
    }
  }
  return [...lines.values()];
}

function cell(text: string, header = false): CellNode {
  return { ...(header ? { header } : {}), content: text === '' ? [] : inlines(text) };
}

function inlines(text: string): readonly Inline[] {
  return [{ type: 'text', text }];
}
