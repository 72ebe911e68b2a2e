import type { Inline, LinkInline, Style } from '@docmill/document';
import type { Nodes, PhrasingContent, Root } from 'mdast';

/** Targets are the addresses that definitions give, by their identifier: `[x]: http://e.org` */
export type Targets = ReadonlyMap<string, string>;

/** targetsOf finds the definitions of a text; of several with one name the first counts (CommonMark 0.31, 4.7). */
export function targetsOf(root: Root): Targets {
  const targets = new Map<string, string>();
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'definition' && !targets.has(node.identifier)) targets.set(node.identifier, node.url);
    if ('children' in node) for (const child of node.children.toReversed()) waiting.push(child);
  }
  return targets;
}

/** LineContext is what holds for the nodes of a line. */
export interface LineContext {
  readonly targets: Targets;
  readonly styles?: readonly Style[];
}

/** inlinesOf makes the content of a line. */
export function inlinesOf(nodes: readonly PhrasingContent[], context: LineContext): readonly Inline[] {
  return nodes.flatMap((node) => inlineOf(node, context));
}

function inlineOf(node: PhrasingContent, context: LineContext): readonly Inline[] {
  const { targets, styles = [] } = context;
  const text = (value: string): readonly Inline[] =>
    value === '' ? [] : [{ type: 'text', text: value, ...(styles.length === 0 ? {} : { styles }) }];
  const styled = (children: readonly PhrasingContent[], style: Style) =>
    inlinesOf(children, { targets, styles: styles.includes(style) ? styles : [...styles, style] });
  const link = (url: string, children: readonly PhrasingContent[]): readonly Inline[] => [
    { type: 'link', url, children: inlinesOf(children, context).filter(isNoLink) },
  ];
  const picture = (url: string, alt: string | null | undefined): readonly Inline[] =>
    url === '' ? text(alt ?? '') : [{ type: 'image', url, ...(alt ? { alt } : {}) }];
  switch (node.type) {
    case 'text':
      // A line end inside a paragraph is a blank.
      return text(node.value.replace(/\n/g, ' '));
    case 'strong':
      return styled(node.children, 'bold');
    case 'emphasis':
      return styled(node.children, 'italic');
    case 'delete':
      return styled(node.children, 'strikethrough');
    case 'inlineCode':
      return [{ type: 'code', text: node.value }];
    case 'break':
      return text('\n');
    case 'link':
      return link(node.url, node.children);
    case 'linkReference':
      return link(targets.get(node.identifier) ?? '', node.children);
    case 'image':
      return picture(node.url, node.alt);
    case 'imageReference':
      return picture(targets.get(node.identifier) ?? '', node.alt);
    case 'html':
      return text(node.value);
    default:
      return text(plainOf(node));
  }
}

function isNoLink(inline: Inline): inline is Exclude<Inline, LinkInline> {
  return inline.type !== 'link';
}

function plainOf(node: Nodes): string {
  if ('value' in node) return node.value;
  if ('children' in node) return node.children.map(plainOf).join('');
  return 'identifier' in node ? `[${node.identifier}]` : '';
}
