/** SourceCell is a cell of a table; a plain string covers one place. */
export type SourceCell = string | { readonly text: string; readonly columns?: number; readonly rows?: number };

/** SourceItem is an item of a list, with the lists inside it. */
export interface SourceItem {
  readonly text: string;
  readonly ordered?: boolean;
  readonly items?: readonly SourceItem[];
}

/** TableStyle says how a table is drawn. `partly`: rules between groups only. */
export type TableStyle = 'ruled' | 'booktabs' | 'zebra' | 'borderless' | 'partly';

/** SourceTable has `head` rows of headers first. Columns from `numbersFrom` on are set flush right. */
export interface SourceTable {
  readonly kind: 'table';
  readonly style: TableStyle;
  readonly head: number;
  readonly rows: readonly (readonly SourceCell[])[];
  readonly caption?: string;
  readonly numbersFrom?: number;
  /** Over all columns of the page. */
  readonly wide?: boolean;
}

/** SourceBlock is a part of a document as it was meant. */
export type SourceBlock =
  | { readonly kind: 'title'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  /** `note` is a footnote hung at the end; `front` is centred matter under the title, such as authors. */
  | { readonly kind: 'text'; readonly text: string; readonly note?: string; readonly front?: boolean }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly SourceItem[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'formula'; readonly latex: string; readonly typst: string; readonly number?: string }
  /** A drawing without words. */
  | { readonly kind: 'figure'; readonly caption: string }
  /** A framed remark. */
  | { readonly kind: 'box'; readonly text: string }
  | { readonly kind: 'pageBreak' }
  | SourceTable;

/** Layout of the pages. */
export interface Layout {
  readonly columns: 1 | 2 | 3;
  readonly landscape?: boolean;
  /** Points; default 10. */
  readonly size?: number;
  readonly font?: 'serif' | 'sans';
  readonly justified?: boolean;
  /** Running head; page numbers stand below. */
  readonly header?: string;
  /** First lines of paragraphs indented, no space between them; otherwise spaced. */
  readonly indented?: boolean;
}

/** Source is a document of the corpus: what it says, and how it is to look. */
export interface Source {
  readonly name: string;
  /** The class under which it is reported. */
  readonly kind: string;
  readonly maker: Maker;
  readonly language: Language;
  readonly layout: Layout;
  readonly blocks: readonly SourceBlock[];
}

/** Maker is the program that makes the PDF. */
export type Maker = 'chromium' | 'typst' | 'libreoffice';

/** Language of a document. */
export type Language = 'en' | 'de' | 'fr' | 'ru' | 'zh' | 'ja' | 'ko' | 'ar';

/** isRightToLeft tells the direction of a language. */
export function isRightToLeft(language: Language): boolean {
  return language === 'ar';
}

/** textOfCell and its spans, defaults filled in. */
export function cellOf(cell: SourceCell): { readonly text: string; readonly columns: number; readonly rows: number } {
  const { text, columns = 1, rows = 1 } = typeof cell === 'string' ? { text: cell } : cell;
  return { text, columns, rows };
}
