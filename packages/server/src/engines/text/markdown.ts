import type { Block, Inline, LinkInline, ListItemBlock, Page, RowNode, Style } from '@docmill/document';
import type { Nodes, PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** markdownPages makes a document of Markdown: its structure is kept, pictures keep their addresses, raw HTML stays as text. */
export function markdownPages(text: string): readonly Page[] {
  const { body, frontMatter } = splitFrontMatter(text.replace(/^\uFEFF/, ''));
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const blocks = tree.children.flatMap(blocksOf);
  const front: readonly Block[] =
    frontMatter === undefined ? [] : [{ type: 'code', text: frontMatter, language: 'yaml' }];
  return [{ index: 0, blocks: [...front, ...blocks] }];
}

function splitFrontMatter(text: string): { readonly body: string; readonly frontMatter?: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  return match === null ? { body: text } : { body: text.slice(match[0].length), frontMatter: match[1] ?? '' };
}

function blocksOf(node: RootContent): readonly Block[] {
  switch (node.type) {
    case 'heading':
      return [{ type: 'title', level: node.depth, content: inlinesOf(node.children) }];
    case 'paragraph':
      return [{ type: 'text', content: inlinesOf(node.children) }];
    case 'blockquote':
      return node.children
        .flatMap(blocksOf)
        .map((block) => (block.type === 'text' ? { ...block, quote: true } : block));
    case 'list':
      return [
        {
          type: 'list',
          ordered: node.ordered ?? false,
          ...(typeof node.start === 'number' && node.start !== 1 ? { start: node.start } : {}),
          items: node.children.map((item) => itemOf(item.children.flatMap(blocksOf), item.checked)),
        },
      ];
    case 'code':
      return [{ type: 'code', text: node.value, ...(node.lang ? { language: node.lang } : {}) }];
    case 'table':
      return [tableOf(node)];
    case 'html':
      return [{ type: 'code', text: node.value, language: 'html' }];
    case 'footnoteDefinition':
      return [
        {
          type: 'footnote',
          content: [
            { type: 'text', text: `[${node.identifier}] ` },
            ...node.children.flatMap(blocksOf).flatMap(contentOf),
          ],
        },
      ];
    case 'definition':
    case 'thematicBreak':
      return [];
    default:
      return [{ type: 'text', content: inlinesOf([node as PhrasingContent]) }];
  }
}

function contentOf(block: Block): readonly Inline[] {
  return 'content' in block ? block.content : [];
}

function itemOf(blocks: readonly Block[], checked: boolean | null | undefined): ListItemBlock {
  const [first, ...rest] = blocks;
  const lead = first?.type === 'text' ? first.content : [];
  const children = first?.type === 'text' ? rest : blocks;
  const box: readonly Inline[] =
    typeof checked === 'boolean' ? [{ type: 'text', text: checked ? '[x] ' : '[ ] ' }] : [];
  return { type: 'list_item', content: [...box, ...lead], ...(children.length === 0 ? {} : { children }) };
}

function tableOf(node: Table): Block {
  const rows = node.children.map(
    (row, at): RowNode => ({
      cells: row.children.map((cell) => ({ ...(at === 0 ? { header: true } : {}), content: inlinesOf(cell.children) })),
    }),
  );
  return { type: 'table', rows };
}

function inlinesOf(nodes: readonly PhrasingContent[], styles: readonly Style[] = []): readonly Inline[] {
  return nodes.flatMap((node) => inlineOf(node, styles));
}

function inlineOf(node: PhrasingContent, styles: readonly Style[]): readonly Inline[] {
  const text = (value: string): readonly Inline[] =>
    value === '' ? [] : [{ type: 'text', text: value, ...(styles.length === 0 ? {} : { styles }) }];
  const styled = (children: readonly PhrasingContent[], style: Style) =>
    inlinesOf(children, styles.includes(style) ? styles : [...styles, style]);
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
      return [{ type: 'link', url: node.url, children: inlinesOf(node.children, styles).filter(isNoLink) }];
    case 'image':
      return node.url === ''
        ? text(node.alt ?? '')
        : [{ type: 'image', url: node.url, ...(node.alt ? { alt: node.alt } : {}) }];
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
