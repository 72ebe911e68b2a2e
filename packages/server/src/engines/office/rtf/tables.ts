import type { Block, RowNode, TableBlock } from '@docmill/document';
import { realSpans } from '../../building/spans.ts';
import { cellNode } from '../flow/cells.ts';

/** CellDefinition is what a row says of a cell before its content: where it ends, in twips, and how it is merged. */
export interface CellDefinition {
  end: number;
  readonly down: 'start' | 'continue' | undefined;
  readonly right: 'start' | 'continue' | undefined;
}

/** RowDefinition is what a row says of its cells. */
export interface RowDefinition {
  start: number;
  isHead: boolean;
  readonly cells: CellDefinition[];
}

interface Placed {
  readonly blocks: readonly Block[];
  readonly from: number;
  to: number;
  rowSpan: number;
}

/** TableBuilder gathers the rows of one table. */
export class TableBuilder {
  private cells: (readonly Block[])[] = [];
  private readonly rows: { readonly definition: RowDefinition; readonly cells: readonly (readonly Block[])[] }[] = [];

  get isEmpty(): boolean {
    return this.rows.length === 0 && this.cells.length === 0;
  }

  endCell(blocks: readonly Block[]): void {
    this.cells.push(blocks);
  }

  endRow(definition: RowDefinition): void {
    // LibreOffice writes an empty cell too many in rows with a table in a cell.
    while (this.cells.length > Math.max(1, definition.cells.length) && this.cells.at(-1)?.length === 0)
      this.cells.pop();
    if (this.cells.length > 0) this.rows.push({ definition, cells: this.cells });
    this.cells = [];
  }

  /** take gives the table; nothing for one without content, and the content of a frame of one cell. */
  take(): readonly Block[] {
    if (this.cells.length > 0) this.endRow({ start: 0, isHead: false, cells: [] });
    const placed = this.place();
    const cells = placed.flat();
    const [only] = cells;
    if (cells.length === 1 && only !== undefined) return only.blocks;
    if (cells.every(({ blocks }) => blocks.length === 0)) return [];
    return [this.tableOf(placed)];
  }

  /** Cells get the columns between their edges; those that continue another one lengthen it. */
  private place(): readonly (readonly Placed[])[] {
    const columnOf = columnsOf(this.rows.map(({ definition }) => definition));
    let above = new Map<number, Placed>();
    return this.rows.map(({ definition, cells }) => {
      const row: Placed[] = [];
      const current = new Map<number, Placed>();
      for (const [at, blocks] of cells.entries()) {
        const said = definition.cells[at];
        const from = columnOf(definition.cells[at - 1]?.end ?? (at === 0 ? definition.start : undefined)) ?? at;
        const to = Math.max(from + 1, columnOf(said?.end) ?? from + 1);
        const last = row.at(-1);
        const started = said?.down === 'continue' ? above.get(from) : undefined;
        if (said?.right === 'continue' && last !== undefined) last.to = to;
        else if (started !== undefined) {
          started.rowSpan += 1;
          current.set(from, started);
        } else {
          const placed = { blocks, from, to, rowSpan: 1 };
          row.push(placed);
          current.set(from, placed);
        }
      }
      above = current;
      return row;
    });
  }

  private tableOf(placed: readonly (readonly Placed[])[]): TableBlock {
    const spans = realSpans([
      placed.map((row) => row.map(({ from, to, rowSpan }) => ({ rowSpan, columnSpan: to - from }))),
    ]);
    const rows = placed.map(
      (row, at): RowNode => ({
        cells: row.map(({ blocks }, column) =>
          cellNode(blocks, { header: this.rows[at]?.definition.isHead === true, ...spans[at]?.[column] }),
        ),
      }),
    );
    return { type: 'table', rows: rows.filter(({ cells }) => cells.length > 0) };
  }
}

/** Edges that differ by less, in twips, are the same one drawn by hand. */
const sameEdge = 30;

function columnsOf(rows: readonly RowDefinition[]): (edge: number | undefined) => number | undefined {
  const edges = [...new Set(rows.flatMap(({ start, cells }) => [start, ...cells.map(({ end }) => end)]))].sort(
    (a, b) => a - b,
  );
  const columns = new Map<number, number>();
  let column = -1;
  let before = Number.NEGATIVE_INFINITY;
  for (const edge of edges) {
    if (edge - before > sameEdge) {
      column += 1;
      before = edge;
    }
    columns.set(edge, column);
  }
  return (edge) => (edge === undefined ? undefined : columns.get(edge));
}
