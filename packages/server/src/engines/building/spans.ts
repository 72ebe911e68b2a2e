/** Spans are how many rows and columns a cell says it takes; a `rowSpan` of 0 goes to the end of its group of rows. */
export interface Spans {
  readonly rowSpan: number;
  readonly columnSpan: number;
}

/** Numbers that browsers allow (HTML, 4.9.11), and the fields that one table may look at before its spans are ignored. */
const mostColumns = 1_000;
const mostFields = 4_000_000;

/**
 * realSpans clamps the spans of a group of rows to the rows and columns where cells begin, so that no span says more than
 * there is:
 *
 *     [[{rowSpan: 0, columnSpan: 1000}, {1, 1}], [{1, 1}]] -> [[{2, 1}, {1, 1}], [{1, 1}]]
 *
 * A table of too many fields loses its spans.
 */
export function realSpans(groups: readonly (readonly (readonly Spans[])[])[]): readonly (readonly Spans[])[] {
  const rows = groups.flatMap((group) =>
    group.map((row, at) => row.map((spans) => withinGroup(spans, group.length - at))),
  );
  const starts = placed(rows);
  if (starts === undefined) return rows.map((row) => row.map(() => ({ rowSpan: 1, columnSpan: 1 })));
  const columnCount = numbering(starts.flat());
  const rowCount = numbering(rows.flatMap((row, at) => (row.length === 0 ? [] : [at])));
  return rows.map((row, at) =>
    row.map(({ rowSpan, columnSpan }, cell) => {
      const start = starts[at]?.[cell] ?? 0;
      return { rowSpan: rowCount(at, at + rowSpan), columnSpan: columnCount(start, start + columnSpan) };
    }),
  );
}

function withinGroup({ rowSpan, columnSpan }: Spans, left: number): Spans {
  return {
    rowSpan: rowSpan === 0 ? left : Math.min(rowSpan, left),
    columnSpan: Math.min(Math.max(1, columnSpan), mostColumns),
  };
}

/** placed gives the column where each cell begins; undefined when that takes too many steps. */
function placed(rows: readonly (readonly Spans[])[]): readonly (readonly number[])[] | undefined {
  /** For each column the row from which it is free again. */
  const takenUntil: number[] = [];
  let fields = 0;
  const starts: number[][] = [];
  for (const [at, row] of rows.entries()) {
    let column = 0;
    const places: number[] = [];
    for (const { rowSpan, columnSpan } of row) {
      while ((takenUntil[column] ?? 0) > at) {
        column += 1;
        fields += 1;
      }
      places.push(column);
      fields += columnSpan;
      if (fields > mostFields) return undefined;
      for (let over = 0; over < columnSpan; over += 1) takenUntil[column + over] = at + rowSpan;
      column += columnSpan;
    }
    starts.push(places);
  }
  return starts;
}

/** numbering counts how many of some places lie in a range, at least one. */
function numbering(places: readonly number[]): (from: number, to: number) => number {
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  const before = (place: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (from, to) => Math.max(1, before(to) - before(from));
}
