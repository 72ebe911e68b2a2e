import type { Inline, LinkInline, Style } from '@docmill/document';
import type { Nodes, PhrasingContent, Root } from 'mdast';
import { bytesOfDataUrl } from '../web/data-url.ts';
import { noteLabel } from '../web/notes.ts';
import type { Surroundings } from '../web/place.ts';
import { restoreFormulas, splitFormulas } from './markdown-math.ts';
import { untame } from './markdown-taming.ts';

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
  /** Formulas that marks stand for. */
  readonly latex: readonly string[];
  readonly surroundings: Surroundings;
  readonly styles?: readonly Style[];
}

/** inlinesOf makes the content of a line; tags of HTML in it change the style of what follows. */
export function inlinesOf(nodes: readonly PhrasingContent[], context: LineContext): readonly Inline[] {
  let styles = context.styles ?? [];
  return nodes.flatMap((node) => {
    if (node.type !== 'html') return inlineOf(node, { ...context, styles });
    const tag = tagOf(node.value);
    if (tag === undefined) return textOf(node.value, { ...context, styles });
    const style = tagStyles.get(tag.name);
    if (style !== undefined) styles = tag.closes ? styles.filter((other) => other !== style) : withStyle(styles, style);
    if (tag.name === 'br') return textOf('\n', { ...context, styles });
    return tag.name === 'img' ? pictureOf(tag.attribute('src'), tag.attribute('alt'), { ...context, styles }) : [];
  });
}

const tagStyles: ReadonlyMap<string, Style> = new Map(
  Object.entries({
    b: 'bold',
    strong: 'bold',
    i: 'italic',
    em: 'italic',
    u: 'underline',
    ins: 'underline',
    s: 'strikethrough',
    del: 'strikethrough',
    sup: 'superscript',
    sub: 'subscript',
  } as const),
);

const silentTags: ReadonlySet<string> = new Set(
  'br img a span font p div center small big kbd mark code picture source details summary wbr abbr video audio'.split(
    ' ',
  ),
);

interface Tag {
  readonly name: string;
  readonly closes: boolean;
  attribute(name: string): string;
}

/** tagOf reads one tag of HTML, or a comment, which is none to see; undefined for what only looks like a tag: `List<T>`. */
function tagOf(html: string): Tag | undefined {
  const [, closing, name = ''] = /^<(\/?)([a-z][a-z0-9]*)\b/i.exec(html) ?? [];
  const known = name.toLowerCase();
  if (!html.startsWith('<!') && !silentTags.has(known) && !tagStyles.has(known)) return undefined;
  return {
    name: known,
    closes: closing === '/',
    attribute: (wanted) =>
      new RegExp(`\\s${wanted}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(html)?.slice(1).find(Boolean) ??
      '',
  };
}

function withStyle(styles: readonly Style[], style: Style): readonly Style[] {
  const opposite = style === 'superscript' ? 'subscript' : style === 'subscript' ? 'superscript' : undefined;
  return [...styles.filter((other) => other !== style && other !== opposite), style];
}

function textOf(value: string, { styles = [] }: LineContext): readonly Inline[] {
  return value === '' ? [] : [{ type: 'text', text: untame(value), ...(styles.length === 0 ? {} : { styles }) }];
}

function pictureOf(url: string, alt: string | null | undefined, context: LineContext): readonly Inline[] {
  const { pictures, resource } = context.surroundings;
  const data = resource?.(url);
  const stored = /^data:/i.test(url)
    ? pictures.keep(bytesOfDataUrl(url))
    : data === undefined
      ? undefined
      : pictures.keep(data);
  const words = alt ? { alt } : {};
  if (stored !== undefined) return [{ type: 'image', ...stored, ...words }];
  return url === '' || /^data:/i.test(url) ? textOf(alt ?? '', context) : [{ type: 'image', url, ...words }];
}

function inlineOf(node: PhrasingContent, context: LineContext): readonly Inline[] {
  const { targets, latex, styles = [] } = context;
  const styled = (children: readonly PhrasingContent[], style: Style) =>
    inlinesOf(children, { ...context, styles: withStyle(styles, style) });
  const link = (url: string, children: readonly PhrasingContent[]): readonly Inline[] => [
    { type: 'link', url, children: inlinesOf(children, context).filter(isNoLink) },
  ];
  switch (node.type) {
    case 'text':
      // A line end inside a paragraph is a blank.
      return splitFormulas(node.value.replace(/\n/g, ' '), latex, (part) => textOf(part, context));
    case 'strong':
      return styled(node.children, 'bold');
    case 'emphasis':
      return styled(node.children, 'italic');
    case 'delete':
      return styled(node.children, 'strikethrough');
    case 'inlineCode':
      return [{ type: 'code', text: restoreFormulas(node.value, latex) }];
    case 'break':
      return textOf('\n', context);
    case 'link':
      return link(node.url, node.children);
    case 'linkReference':
      return link(targets.get(node.identifier) ?? '', node.children);
    case 'image':
      return pictureOf(node.url, node.alt, context);
    case 'imageReference':
      return pictureOf(targets.get(node.identifier) ?? '', node.alt, context);
    case 'footnoteReference':
      return [{ type: 'note', label: noteLabel(node.identifier) }];
    default:
      return textOf(restoreFormulas(plainOf(node), latex), context);
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
