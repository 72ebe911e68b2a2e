import type { CellDefinition, RowDefinition } from './tables.ts';

/** RowWords keeps what control words say of the rows of tables: of the outer one, and of one inside a cell, which is described behind its cells. */
export class RowWords {
  private current: RowDefinition = newRow();
  private currentNested: RowDefinition = newRow();
  private merge: Pick<CellDefinition, 'down' | 'right'> = { down: undefined, right: undefined };

  get row(): RowDefinition {
    return this.current;
  }

  get nestedRow(): RowDefinition {
    return this.currentNested;
  }

  /** word takes a control word in; false for one of another kind. */
  word(name: string, value: number, isNested: boolean): boolean {
    const row = isNested ? this.currentNested : this.current;
    switch (name) {
      case 'trowd':
        if (isNested) this.currentNested = newRow();
        else this.current = newRow();
        this.merge = { down: undefined, right: undefined };
        return true;
      case 'trleft':
        row.start = value;
        return true;
      case 'trhdr':
        row.isHead = true;
        return true;
      case 'clvmgf':
      case 'clvmrg':
        this.merge = { ...this.merge, down: name === 'clvmgf' ? 'start' : 'continue' };
        return true;
      case 'clmgf':
      case 'clmrg':
        this.merge = { ...this.merge, right: name === 'clmgf' ? 'start' : 'continue' };
        return true;
      case 'cellx':
        if (row.cells.length < 1_000) row.cells.push({ end: value, ...this.merge });
        this.merge = { down: undefined, right: undefined };
        return true;
      default:
        return false;
    }
  }
}

function newRow(): RowDefinition {
  return { start: 0, isHead: false, cells: [] };
}
