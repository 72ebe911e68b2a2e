import type { Block, CellNode, ImageBlock, ListBlock, ListItemBlock, TableBlock } from '../block.ts';
import { type Inline, pictureSourceOf } from '../inline.ts';
import { textOf } from '../visit.ts';
import { type InlineContext, renderInlines } from './inlines.ts';
import { unusualMarker } from './list-marker.ts';
import { plainText } from './text.ts';

/** A pipe table is no larger: rows are filled up to the widest, and merged cells repeat, so that few cells could make up very many. */
const mostCells = 1_000_000;
const mostCharacters = 16_000_000;

/** isSimple tells whether a pipe table can hold a table: it knows neither spans nor blocks in cells, and a header only in its first row. */
export function isSimple({ rows }: TableBlock): boolean {
  const width = rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
  return (
    rows.length * width <= mostCells &&
    rows.every((row, at) =>
      row.cells.every(
        (cell) =>
          (cell.rowSpan ?? 1) === 1 &&
          (cell.columnSpan ?? 1) === 1 &&
          (cell.blocks ?? []).length === 0 &&
          !(cell.header && at > 0 && row.cells.every((c) => c.header)),
      ),
    )
  );
}

/** renderPipeTable writes a simple table. The first row becomes the header, which GFM demands, whether or not it was one on the page. */
export function renderPipeTable({ rows }: TableBlock, context: InlineContext): string {
  return pipeLines(rows.map(({ cells }) => cells.map((cell) => cellText(cell.content, context))));
}

/** isRepeatable tells whether a table may be written with its merged cells repeated: not when that would swell it beyond all measure. */
export function isRepeatable({ rows }: TableBlock): boolean {
  // How many columns of each row cells above reach into, told by where they begin and end to do so.
  const reaching = new Map<number, number>();
  const change = (row: number, by: number) => reaching.set(row, (reaching.get(row) ?? 0) + by);
  let [covered, widest, characters] = [0, 0, 0];
  for (const [at, { cells }] of rows.entries()) {
    covered += reaching.get(at) ?? 0;
    let width = covered;
    for (const { content, blocks = [], rowSpan = 1, columnSpan = 1 } of cells) {
      const height = Math.min(rowSpan, rows.length - at);
      width += columnSpan;
      change(at + 1, columnSpan);
      change(at + height, -columnSpan);
      const length = blocks.reduce((sum, block) => sum + plainText(block).length, textOf(content).length);
      characters += length * columnSpan * height;
    }
    widest = Math.max(widest, width);
  }
  return rows.length * widest <= mostCells && characters <= mostCharacters;
}

/**
 * renderRepeatedTable writes a table that is repeatable as a pipe table: a merged cell says its text in each place that it covers, and what
 * a cell holds besides lines is written on its line.
 */
export function renderRepeatedTable({ rows }: TableBlock, context: InlineContext): string {
  const above: { text: string; until: number }[] = [];
  const grid = rows.map((row, at) => {
    const line: string[] = [];
    const putReaching = () => {
      for (let cell = above[line.length]; cell !== undefined && cell.until > at; cell = above[line.length])
        line.push(cell.text);
    };
    for (const cell of row.cells) {
      putReaching();
      const text = cellText(inlinesOf(cell), context);
      const until = at + (cell.rowSpan ?? 1);
      for (let over = cell.columnSpan ?? 1; over > 0; over -= 1) {
        above[line.length] = { text, until };
        line.push(text);
      }
    }
    putReaching();
    return line;
  });
  return pipeLines(grid);
}

function cellText(content: readonly Inline[], context: InlineContext): string {
  return renderInlines(content, { ...context, inTable: true }).trim();
}

/** Blocks of a cell follow its line, each after a break. */
function inlinesOf({ content, blocks = [] }: CellNode): readonly Inline[] {
  return joinedLines([content, ...blocks.map(inlinesOfBlock)]);
}

function joinedLines(lines: readonly (readonly Inline[])[]): readonly Inline[] {
  const parts = lines.filter((part) => part.length > 0);
  return parts.flatMap((part, at) => (at === 0 ? part : [{ type: 'text', text: '\n' } as const, ...part]));
}

function inlinesOfBlock(block: Block): readonly Inline[] {
  if (block.type === 'image') return inlinesOfPicture(block);
  if (block.type === 'equation' && block.latex !== '') return [{ type: 'equation', latex: block.latex }];
  if (block.type === 'list') return joinedLines(block.items.map((item, at) => inlinesOfItem(item, markOf(block, at))));
  if (block.type !== 'list_item' && 'content' in block) return block.content;
  const text = plainText(block).replaceAll('\t', ' ');
  return text === '' ? [] : [{ type: 'text', text }];
}

/** As in the cells of HTML, a picture has its captions below it. */
function inlinesOfPicture(block: ImageBlock): readonly Inline[] {
  const { alt = '', captions = [], footnotes = [] } = block;
  const source = pictureSourceOf(block);
  const words: readonly Inline[] = alt === '' ? [] : [{ type: 'text', text: alt }];
  const shown = source === undefined ? words : [{ type: 'image', ...source, ...(alt === '' ? {} : { alt }) } as const];
  return joinedLines([shown, ...[...captions, ...footnotes].map(({ content }) => content)]);
}

function markOf({ ordered, start = 1 }: ListBlock, at: number): string {
  return ordered ? `${start + at}.` : '•';
}

function inlinesOfItem(item: ListItemBlock, mark: string): readonly Inline[] {
  const marked: readonly Inline[] = [{ type: 'text', text: `${unusualMarker(item) || mark} ` }, ...item.content];
  return joinedLines([marked, ...(item.children ?? []).map(inlinesOfBlock)]);
}

function pipeLines(rows: readonly (readonly string[])[]): string {
  // No spread: a long table would overflow the stack.
  const width = rows.reduce((widest, cells) => Math.max(widest, cells.length), 1);
  const lines = rows.map((cells) => `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`);
  return [lines[0], `|${' --- |'.repeat(width)}`, ...lines.slice(1)].join('\n');
}
