import type { ListBlock, ListItemBlock } from '@docmill/document';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf } from '../package/xml-query.ts';
import { paragraphsText } from './text.ts';

/** Levels of a diagram that are told apart. */
const maxDepth = 12;

interface Node {
  readonly text: string;
  readonly children: string[];
}

/** diagramList makes a list of the words of a SmartArt diagram, nested as its points are; undefined for one without words. */
export function diagramList(data: XmlElement | undefined): ListBlock | undefined {
  const nodes = new Map<string, Node>();
  let root: string | undefined;
  for (const { attributes, children } of childrenOf(childOf(data, 'dgm:ptLst'), 'dgm:pt')) {
    const { modelId: id, type = 'node' } = attributes;
    if (id === undefined || !['node', 'doc', 'asst'].includes(type)) continue;
    if (type === 'doc') root = id;
    const text = children.find((child): child is XmlElement => typeof child !== 'string' && child.name === 'dgm:t');
    nodes.set(id, { text: paragraphsText(text), children: [] });
  }
  if (root === undefined) return undefined;
  connect(nodes, childrenOf(childOf(data, 'dgm:cxnLst'), 'dgm:cxn'));
  return listOf(root, { nodes, depth: 0, seen: new Set([root]) });
}

function connect(nodes: ReadonlyMap<string, Node>, connections: readonly XmlElement[]): void {
  const ordered = connections
    .filter(({ attributes }) => (attributes.type ?? 'parOf') === 'parOf')
    .toSorted((a, b) => Number(a.attributes.srcOrd ?? 0) - Number(b.attributes.srcOrd ?? 0));
  for (const { attributes } of ordered) {
    const child = attributes.destId ?? '';
    if (nodes.has(child)) nodes.get(attributes.srcId ?? '')?.children.push(child);
  }
}

interface Walk {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly depth: number;
  /** Points already written: a damaged file may run in circles. */
  readonly seen: Set<string>;
}

function listOf(id: string, { nodes, depth, seen }: Walk): ListBlock | undefined {
  const items = (nodes.get(id)?.children ?? []).flatMap((child): readonly ListItemBlock[] => {
    if (seen.has(child)) return [];
    seen.add(child);
    const text = nodes.get(child)?.text ?? '';
    const below = depth < maxDepth ? listOf(child, { nodes, depth: depth + 1, seen }) : undefined;
    if (text === '') return below?.items ?? [];
    return [
      {
        type: 'list_item',
        content: [{ type: 'text', text: text.replaceAll('\n', ' ') }],
        ...(below === undefined ? {} : { children: [below] }),
      },
    ];
  });
  return items.length === 0 ? undefined : { type: 'list', ordered: false, items };
}
