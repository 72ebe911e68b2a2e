import type { Block, Inline, ListItemBlock, RowNode } from '@docmill/document';
import type { PhrasingContent, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { joinParts } from '../building/flatten.ts';
import { quoted } from '../building/quoted.ts';
import { noteLabel } from '../web/notes.ts';
import { maxNesting, type Surroundings } from '../web/place.ts';
import { readHtml } from '../web/read-html.ts';
import { inlinesOf, type LineContext, targetsOf } from './markdown-inlines.ts';
import { restoreFormulas, takeFormulas } from './markdown-math.ts';
import { type Section, sectionsOf } from './markdown-sections.ts';
import { tame, untame } from './markdown-taming.ts';
import { plainBlocks } from './plain.ts';

interface BlockContext extends LineContext {
  readonly surroundings: Surroundings;
  /** Lists around. */
  readonly nesting: number;
}

/**
 * markdownBlocks reads Markdown (GFM with dollar maths): its structure is kept, pictures keep their addresses unless they came along, and
 * HTML in it is read as HTML. What is nested without end comes as plain paragraphs.
 */
export function markdownBlocks(text: string, surroundings: Surroundings): readonly Block[] {
  const formulas = takeFormulas(tame(text));
  try {
    const blocks: Block[] = [];
    for (const section of sectionsOf(formulas.text)) {
      const read = readSection(section, { latex: formulas.latex, surroundings });
      const [first, ...others] = read;
      const last = blocks.at(-1);
      if (section.continuesList && first?.type === 'list' && last?.type === 'list' && first.ordered === last.ordered) {
        blocks[blocks.length - 1] = { ...last, items: [...last.items, ...first.items] };
        blocks.push(...others);
      } else blocks.push(...read);
    }
    return blocks;
  } catch (error) {
    // The parser goes down recursively, and lists nest by indents, too.
    if (error instanceof RangeError) return plainBlocks(text);
    throw error;
  }
}

function readSection(
  { text, definitions }: Section,
  { latex, surroundings }: Pick<BlockContext, 'latex' | 'surroundings'>,
): readonly Block[] {
  const source = definitions === '' ? text : `${text}\n\n${definitions}\n`;
  const tree = fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const context = { targets: targetsOf(tree), latex, surroundings, nesting: 0 };
  const own = tree.children.filter(({ position }) => (position?.start.offset ?? 0) < text.length || text === '');
  return joinHtml(own, text)
    .flatMap((node) => blocksOf(node, context))
    .map(figureOf);
}

/** A blank line ends HTML in Markdown; a table goes on after it. `<table>\n\n<tr>...\n\n</table>` */
function joinHtml(nodes: readonly RootContent[], source: string): readonly RootContent[] {
  const joined: RootContent[] = [];
  let open: { readonly from: number; depth: number } | undefined;
  for (const node of nodes) {
    const [from = 0, to = 0] = [node.position?.start.offset, node.position?.end.offset];
    const depth = node.type === 'html' ? tablesLeftOpen(node.value) : 0;
    if (open !== undefined) open.depth += depth;
    else if (depth > 0) open = { from, depth };
    else joined.push(node);
    if (open !== undefined && open.depth <= 0) {
      joined.push({ type: 'html', value: source.slice(open.from, to) });
      open = undefined;
    }
  }
  if (open !== undefined) joined.push({ type: 'html', value: source.slice(open.from) });
  return joined;
}

function tablesLeftOpen(html: string): number {
  return (html.match(/<table\b/gi) ?? []).length - (html.match(/<\/table\s*>/gi) ?? []).length;
}

function blocksOf(node: RootContent, context: BlockContext): readonly Block[] {
  const inside = (nodes: readonly RootContent[]) => nodes.flatMap((child) => blocksOf(child, context));
  const { latex } = context;
  switch (node.type) {
    case 'heading':
      return [{ type: 'title', level: node.depth, content: inlinesOf(node.children, context) }];
    case 'paragraph':
      return paragraph(inlinesOf(node.children, context));
    case 'blockquote':
      return inside(node.children).map(quoted);
    case 'list':
      if (context.nesting >= maxNesting) return node.children.flatMap((item) => inside(item.children));
      return [
        {
          type: 'list',
          ordered: node.ordered ?? false,
          ...(typeof node.start === 'number' && node.start !== 1 ? { start: node.start } : {}),
          items: node.children.map((item) =>
            itemOf(
              item.children.flatMap((child) => blocksOf(child, { ...context, nesting: context.nesting + 1 })),
              item.checked,
            ),
          ),
        },
      ];
    case 'code': {
      const text = restoreFormulas(node.value, latex);
      if (node.lang === 'math') return [{ type: 'equation', latex: text }];
      return [{ type: 'code', text, ...(node.lang ? { language: node.lang } : {}) }];
    }
    case 'table':
      return [tableOf(node, context)];
    case 'html':
      return readHtml(untame(restoreFormulas(node.value, latex)), context.surroundings).blocks;
    case 'footnoteDefinition': {
      const content = joinParts(inside(node.children).map(contentOf), '\n');
      return content.length === 0 ? [] : [{ type: 'note', label: noteLabel(node.identifier), content }];
    }
    case 'definition':
    case 'thematicBreak':
      return [];
    default:
      return paragraph(inlinesOf([node as PhrasingContent], context));
  }
}

/** A formula alone in a paragraph is displayed. */
function paragraph(content: readonly Inline[]): readonly Block[] {
  const [only, ...others] = content;
  if (only?.type === 'equation' && others.length === 0) return [only];
  return content.length === 0 ? [] : [{ type: 'text', content }];
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
