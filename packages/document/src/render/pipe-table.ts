import type { Block, CellNode, ListBlock, ListItemBlock, TableBlock } from '../block.ts';
import type { Inline } from '../inline.ts';
import { type InlineContext, renderInlines } from './inlines.ts';
import { unusualMarker } from './list-marker.ts';
import { plainText } from './text.ts';

/** A table whose spans spread over more cells, or whose text over more characters, is not spread out: it would swell without a limit. */
const mostCells = 1_000_000;
const mostCharacters = 16_000_000;

/** isSimple tells whether a pipe table can hold a table: it knows neither spans nor blocks in cells, and a header only in its first row. */
export function isSimple({ rows }: TableBlock): boolean {
  return rows.every((row, at) =>
    row.cells.every(
      (cell) =>
        (cell.rowSpan ?? 1) === 1 &&
        (cell.columnSpan ?? 1) === 1 &&
        (cell.blocks ?? []).length === 0 &&
        !(cell.header && at > 0 && row.cells.every((c) => c.header)),
    ),
  );
}

/** renderPipeTable writes a simple table. The first row becomes the header, which GFM demands, whether or not it was one on the page. */
export function renderPipeTable({ rows }: TableBlock, context: InlineContext): string {
  return pipeLines(rows.map(({ cells }) => cells.map((cell) => cellText(cell.content, context))));
}

/**
 * renderRepeatedTable writes any table as a pipe table: a merged cell says its text in each place that it covers, and what a cell holds
 * besides lines is written on its line. Gives undefined for a table whose spans would swell it beyond all measure.
 */
export function renderRepeatedTable({ rows }: TableBlock, context: InlineContext): string | undefined {
  const grid: string[][] = [];
  const reaching: { text: string; until: number }[] = [];
  let [cellCount, characters] = [0, 0];
  for (const [at, row] of rows.entries()) {
    const line: string[] = [];
    const put = (text: string) => {
      line.push(text);
      cellCount += 1;
      characters += text.length;
      return cellCount <= mostCells && characters <= mostCharacters;
    };
    const putReaching = () => {
      for (let above = reaching[line.length]; above !== undefined && above.until > at; above = reaching[line.length])
        if (!put(above.text)) return false;
      return true;
    };
    for (const cell of row.cells) {
      if (!putReaching()) return undefined;
      const text = cellText(inlinesOf(cell), context);
      const until = at + Math.min(cell.rowSpan ?? 1, rows.length - at);
      for (let over = cell.columnSpan ?? 1; over > 0; over -= 1) {
        reaching[line.length] = { text, until };
        if (!put(text)) return undefined;
      }
    }
    if (!putReaching()) return undefined;
    grid.push(line);
  }
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
  if (block.type === 'image' && block.asset !== undefined) return [{ type: 'image', asset: block.asset }];
  if (block.type === 'equation' && block.latex !== '') return [{ type: 'equation', latex: block.latex }];
  if (block.type === 'list') return joinedLines(block.items.map((item, at) => inlinesOfItem(item, markOf(block, at))));
  if (block.type !== 'list_item' && 'content' in block) return block.content;
  const text = plainText(block).replaceAll('\t', ' ');
  return text === '' ? [] : [{ type: 'text', text }];
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
