/** SourceCell is a cell of a table; a plain string covers one place. */
export type SourceCell =
  | string
  | {
      readonly text: string;
      readonly columns?: number;
      readonly rows?: number;
      /** Steps by which a name stands in, below the name of its group. */
      readonly indent?: number;
    };

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
  /** Dots lead from the names to the numbers; they belong to no cell. */
  readonly leaders?: boolean;
  /** Type of the table by that of the text, default 0.92. */
  readonly scale?: number;
  /** Stands on its side (Typst only). */
  readonly rotated?: boolean;
}

/** ContentsEntry is a line of a table of contents, with dots that lead to its page; `depth` counts from 1. */
export interface ContentsEntry {
  readonly depth: number;
  readonly text: string;
  readonly page: number;
}

/** SourceBlock is a part of a document as it was meant. */
export type SourceBlock =
  | { readonly kind: 'title'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  /** `note` is a footnote hung at the end; `front` is centred matter under the title, such as authors. `\n` breaks a line. */
  | { readonly kind: 'text'; readonly text: string; readonly note?: string; readonly front?: boolean }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly SourceItem[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `mathml` is the inside of a `math` element; without it browsers print the LaTeX. */
  | {
      readonly kind: 'formula';
      readonly latex: string;
      readonly typst: string;
      readonly mathml?: string;
      readonly number?: string;
    }
  /** A drawing without words. */
  | { readonly kind: 'figure'; readonly caption: string }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'contents'; readonly entries: readonly ContentsEntry[] }
  /** A bibliography, its entries with hanging indents. */
  | { readonly kind: 'references'; readonly entries: readonly string[] }
  /** A framed remark; `round`: with round corners; `beside`: text runs around it (Chromium; a box like others elsewhere). */
  | { readonly kind: 'box'; readonly text: string; readonly round?: boolean; readonly beside?: boolean }
  /** Frames with round corners side by side (Chromium and Typst). */
  | { readonly kind: 'cards'; readonly texts: readonly string[] }
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
  /** Lines run from top to bottom (Chromium only). */
  readonly vertical?: boolean;
  /** A large pale word across each page (Chromium and Typst). */
  readonly watermark?: string;
  /** Chromium and LibreOffice write tags; Typst always does, pdfLaTeX never. */
  readonly tagged?: boolean;
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
export type Maker = 'chromium' | 'typst' | 'libreoffice' | 'latex';

/** Language of a document. */
export type Language = 'en' | 'de' | 'fr' | 'ru' | 'zh' | 'ja' | 'ko' | 'ar';

/** isRightToLeft tells the direction of a language. */
export function isRightToLeft(language: Language): boolean {
  return language === 'ar';
}

/** textOfCell and its spans, defaults filled in. */
export function cellOf(cell: SourceCell): {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
  readonly indent: number;
} {
  const { text, columns = 1, rows = 1, indent = 0 } = typeof cell === 'string' ? { text: cell } : cell;
  return { text, columns, rows, indent };
}

/** widthOf counts the columns of a table. */
export function widthOf({ rows }: SourceTable): number {
  return (rows[0] ?? []).reduce((sum, cell) => sum + cellOf(cell).columns, 0);
}
