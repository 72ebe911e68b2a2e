import type { Warning } from '@docmill/document';
import type { EngineLimits } from './engine.ts';

/** MAX_TABLE_CELLS of a service whose settings say nothing else; so many take about half of the memory of a slot until they are written. */
const defaultTableCells = 500_000;

/** CellBudget bounds the cells of all tables of one document. */
export class CellBudget {
  readonly limit: number;
  private left: number;
  private isFull = false;
  private isShort = false;

  constructor({ maxTableCells = defaultTableCells }: Pick<EngineLimits, 'maxTableCells'>) {
    this.limit = maxTableCells;
    this.left = maxTableCells;
  }

  /** take tells whether so many further cells may be written; the first refusal ends the budget, so that no table has holes. */
  take(cells: number): boolean {
    if (cells > this.left) this.isFull = true;
    else if (!this.isFull) this.left -= cells;
    return !this.isFull;
  }

  /** noteLoss notes that a reader left out cells because they are more than the limit. */
  noteLoss(): void {
    this.isShort = true;
  }

  /** warnings says, once, that rows are missing. */
  get warnings(): readonly Warning[] {
    if (!this.isFull && !this.isShort) return [];
    return [{ code: 'table_truncated', params: { limit: 'MAX_TABLE_CELLS', value: this.limit } }];
  }
}
