import type { PdfiumApi } from './pdfium.ts';

/** TagCell is a cell as the tags of a file tell it. */
export interface TagCell {
  readonly isHead: boolean;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** The numbers that its content on this page is marked with; none for a cell that is empty here. */
  readonly marks: readonly number[];
}

/** TagTable is a table as the tags of a file tell it. */
export interface TagTable {
  /** Its rows; those that hold nothing on this page, where they stand between others, have no cells. */
  readonly rows: readonly (readonly TagCell[])[];
  /** Headings or tables stand in its cells, as where a page is laid out by a table. */
  readonly holdsParts: boolean;
  /** Rows before these stand on an earlier page, or are empty; heads that are printed again do not count. */
  readonly continues: boolean;
  /** Its first row here goes on from an earlier page. */
  readonly isCut: boolean;
  /** Rows behind these, or the end of the last one, stand on a later page. */
  readonly goesOn: boolean;
}

/** More rows on one page, cells of a row, and deeper elements are not looked at. */
const mostRows = 1_000;
const mostCells = 200;
/** So many rows are counted that stand on another page, or are empty, between two of this one. */
const mostAbsent = 50;
const deepest = 24;
/** Attributes of one element. */
const mostAttributes = 8;

const rowGroups: ReadonlySet<string> = new Set(['THead', 'TBody', 'TFoot']);
/** What data hold none of. */
const parts: ReadonlySet<string> = new Set(['H', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'Table', 'Sect', 'Art']);

/** Elements that hold annotations. */
const annotated: ReadonlySet<string> = new Set(['Link', 'Annot', 'Form']);

/** Budget is how many elements of all tables of a page are still looked at: files may name one element any number of times. */
export interface Budget {
  left: number;
}

interface Reading {
  readonly budget: Budget;
  readonly rows: TagCell[][];
  /** A row that is none of the head was read. */
  hasBody: boolean;
  /** Rows since the last one that holds something. */
  absent: number;
  continues: boolean;
  isCut: boolean;
  isCutBelow: boolean;
  holdsParts: boolean;
}

/** readTableTags reads the rows and cells below an element of type `Table`. PDFium knows no elements that hold nothing on the page. */
export function readTableTags(api: PdfiumApi, table: number, budget: Budget): TagTable {
  const reading: Reading = {
    budget,
    rows: [],
    hasBody: false,
    absent: 0,
    continues: false,
    isCut: false,
    isCutBelow: false,
    holdsParts: false,
  };
  readRows(api, table, { reading, depth: 0 });
  const { rows, holdsParts, continues, isCut, isCutBelow, absent } = reading;
  return { rows, holdsParts, continues, isCut: continues && isCut, goesOn: absent > 0 || isCutBelow };
}

function readRows(
  api: PdfiumApi,
  parent: number,
  { reading, depth }: { readonly reading: Reading; readonly depth: number },
): void {
  for (const { element, marked } of childrenOf(api, parent, reading.budget)) {
    const type = element === 0 ? '' : typeOf(api, element);
    // What a table or a row is marked with itself is its ground.
    if (element === 0 && marked < 0) reading.absent += 1;
    else if (type === 'TR') readRow(api, element, reading);
    else if (rowGroups.has(type) && depth < deepest) readRows(api, element, { reading, depth: depth + 1 });
  }
}

function readRow(api: PdfiumApi, row: number, reading: Reading): void {
  const { rows, absent } = reading;
  if (rows.length >= mostRows) return;
  const cut = { above: false, below: false };
  const cells: TagCell[] = [];
  for (const { element, marked } of childrenOf(api, row, reading.budget)) {
    if (cells.length >= mostCells) break;
    if (element === 0) {
      if (marked < 0) cells.push({ isHead: false, rowSpan: 1, columnSpan: 1, marks: [] });
      continue;
    }
    const type = typeOf(api, element);
    if (type !== 'TD' && type !== 'TH') continue;
    const collecting = { marks: [], reading, depth: 0, absentBefore: false, absentBehind: false };
    collect(api, element, collecting);
    cut.above ||= collecting.absentBefore && type === 'TD';
    cut.below ||= collecting.absentBehind && type === 'TD';
    cells.push({ isHead: type === 'TH', ...spansOf(api, element), marks: collecting.marks });
  }
  if (!reading.hasBody) {
    reading.continues = absent > 0;
    reading.isCut = cut.above;
  }
  if (rows.length > 0) for (let at = 0; at < Math.min(absent, mostAbsent); at += 1) rows.push([]);
  reading.hasBody ||= cells.some(({ isHead }) => !isHead);
  reading.absent = 0;
  reading.isCutBelow = cut.below;
  rows.push(cells);
}

interface Collecting {
  readonly marks: number[];
  readonly reading: Reading;
  depth: number;
  /** Content that stands on another page comes before, or behind, what stands on this one. */
  absentBefore: boolean;
  absentBehind: boolean;
}

function collect(api: PdfiumApi, parent: number, collecting: Collecting): void {
  const { marks, reading, depth } = collecting;
  for (const { element, marked } of childrenOf(api, parent, reading.budget)) {
    if (element === 0 && marked >= 0) {
      marks.push(marked);
      collecting.absentBehind = false;
    } else if (element === 0) {
      if (marks.length === 0) collecting.absentBefore = true;
      else collecting.absentBehind = true;
    } else if (depth < deepest) {
      const type = typeOf(api, element);
      if (parts.has(type)) reading.holdsParts = true;
      // Links hold their annotations besides their text, which cannot be told from what stands on another page.
      const { absentBefore, absentBehind } = collecting;
      collecting.depth = depth + 1;
      collect(api, element, collecting);
      collecting.depth = depth;
      if (annotated.has(type)) Object.assign(collecting, { absentBefore, absentBehind });
    }
  }
}

interface Child {
  /** 0 for content, and for what has nothing on the page. */
  readonly element: number;
  /** Below 0 for what is no content of the page. */
  readonly marked: number;
}

function* childrenOf({ fpdf }: PdfiumApi, parent: number, budget: Budget): Generator<Child> {
  const count = fpdf.FPDF_StructElement_CountChildren(parent);
  for (let index = 0; index < count && budget.left > 0; index += 1) {
    budget.left -= 1;
    const element = fpdf.FPDF_StructElement_GetChildAtIndex(parent, index);
    yield { element, marked: element === 0 ? fpdf.FPDF_StructElement_GetChildMarkedContentID(parent, index) : -1 };
  }
}

/** typeOf gives the structure type of an element. */
export function typeOf(api: PdfiumApi, element: number): string {
  return api.utf16((address, size) => api.fpdf.FPDF_StructElement_GetType(element, address, size));
}

function spansOf({ fpdf, scratch, floats }: PdfiumApi, element: number): Pick<TagCell, 'rowSpan' | 'columnSpan'> {
  const count = Math.min(fpdf.FPDF_StructElement_GetAttributeCount(element), mostAttributes);
  const spanOf = (name: string) => {
    for (let index = 0; index < count; index += 1) {
      const attribute = fpdf.FPDF_StructElement_GetAttributeAtIndex(element, index);
      const value = attribute === 0 ? 0 : fpdf.FPDF_StructElement_Attr_GetValue(attribute, name);
      if (value === 0 || !fpdf.FPDF_StructElement_Attr_GetNumberValue(value, scratch)) continue;
      const [span = 1] = floats(scratch, 1);
      return span >= 1 && span <= mostRows ? Math.trunc(span) : 1;
    }
    return 1;
  };
  return count <= 0 ? { rowSpan: 1, columnSpan: 1 } : { rowSpan: spanOf('RowSpan'), columnSpan: spanOf('ColSpan') };
}
