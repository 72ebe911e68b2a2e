import type { Warning } from '@docmill/document';
import type { EngineLimits } from './engine.ts';

/** MAX_TABLE_CELLS of a service whose settings say nothing else. A million cells take about 600 MB until they are written. */
const defaultTableCells = 1_000_000;

/** CellBudget bounds the cells of all tables of one document. */
export class CellBudget {
  readonly limit: number;
  private left: number;
  private exceeded = false;

  constructor({ maxTableCells = defaultTableCells }: Pick<EngineLimits, 'maxTableCells'>) {
    this.limit = maxTableCells;
    this.left = maxTableCells;
  }

  /** take tells whether so many further cells may be written; the first refusal ends the budget, so that no table has holes. */
  take(cells: number): boolean {
    if (cells > this.left) this.exceeded = true;
    else if (!this.exceeded) this.left -= cells;
    return !this.exceeded;
  }

  /** exhaust notes that cells were left out elsewhere. */
  exhaust(): void {
    this.exceeded = true;
  }

  /** warnings says, once, that rows are missing. */
  get warnings(): readonly Warning[] {
    if (!this.exceeded) return [];
    return [{ code: 'table_truncated', params: { limit: 'MAX_TABLE_CELLS', value: this.limit } }];
  }
}
