import type { Block, Inline, ListItemBlock, Page, RowNode } from '@docmill/document';
import type { PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { inlinesOf, type LineContext, targetsOf } from './markdown-inlines.ts';

/** markdownPages makes a document of Markdown: its structure is kept, pictures keep their addresses, raw HTML stays as text. */
export function markdownPages(text: string): readonly Page[] {
  const { body, frontMatter } = splitFrontMatter(text.replace(/^\uFEFF/, ''));
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const context = { targets: targetsOf(tree) };
  const blocks = tree.children.flatMap((node) => blocksOf(node, context)).map(figureOf);
  const front: readonly Block[] =
    frontMatter === undefined ? [] : [{ type: 'code', text: frontMatter, language: 'yaml' }];
  return [{ index: 0, blocks: [...front, ...blocks] }];
}

function splitFrontMatter(text: string): { readonly body: string; readonly frontMatter?: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text);
  return match === null ? { body: text } : { body: text.slice(match[0].length), frontMatter: match[1] ?? '' };
}

function blocksOf(node: RootContent, context: LineContext): readonly Block[] {
  const inside = (nodes: readonly RootContent[]) => nodes.flatMap((child) => blocksOf(child, context));
  switch (node.type) {
    case 'heading':
      return [{ type: 'title', level: node.depth, content: inlinesOf(node.children, context) }];
    case 'paragraph':
      return [{ type: 'text', content: inlinesOf(node.children, context) }];
    case 'blockquote':
      return inside(node.children).map((block) => (block.type === 'text' ? { ...block, quote: true } : block));
    case 'list':
      return [
        {
          type: 'list',
          ordered: node.ordered ?? false,
          ...(typeof node.start === 'number' && node.start !== 1 ? { start: node.start } : {}),
          items: node.children.map((item) => itemOf(inside(item.children), item.checked)),
        },
      ];
    case 'code':
      return [{ type: 'code', text: node.value, ...(node.lang ? { language: node.lang } : {}) }];
    case 'table':
      return [tableOf(node, context)];
    case 'html':
      return [{ type: 'code', text: node.value, language: 'html' }];
    case 'footnoteDefinition':
      return [
        {
          type: 'footnote',
          content: [{ type: 'text', text: `[${node.identifier}] ` }, ...inside(node.children).flatMap(contentOf)],
        },
      ];
    case 'definition':
    case 'thematicBreak':
      return [];
    default:
      return [{ type: 'text', content: inlinesOf([node as PhrasingContent], context) }];
  }
}

/** A picture alone in a paragraph of the page is a figure; several, as badges, stay one line. */
function figureOf(block: Block): Block {
  const [only, ...others] = block.type === 'text' && block.quote !== true ? block.content : [];
  return only?.type === 'image' && others.length === 0 ? only : block;
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

function tableOf(node: Table, context: LineContext): Block {
  const rows = node.children.map(
    (row, at): RowNode => ({
      cells: row.children.map((cell) => ({
        ...(at === 0 ? { header: true } : {}),
        content: inlinesOf(cell.children, context),
      })),
    }),
  );
  return { type: 'table', rows };
}
