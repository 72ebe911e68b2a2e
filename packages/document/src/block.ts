import type { Bbox } from './geometry.ts';
import type { Inline, PictureSource } from './inline.ts';

/**
 * Region says where a part of a block stands. A paragraph that goes on over a column or a page has several, in
 * reading order; `pageIndex` counts from 0.
 */
export interface Region {
  readonly pageIndex: number;
  readonly bbox: Bbox;
}

interface BlockBase {
  /** The block's rectangle on its own page, in points; absent in formats without a layout (Office, web, text). */
  readonly bbox?: Bbox;
  /** All places of the block, the first on its own page; present only when there is more than one. */
  readonly regions?: readonly Region[];
  /** Clockwise rotation of the text on the page: 0 (default), 90, 180 or 270 degrees. */
  readonly angle?: 0 | 90 | 180 | 270;
  /** A target for links inside the document. */
  readonly anchor?: string;
}

/** TitleBlock is a heading; level 1 is the title of the document or its highest heading. */
export interface TitleBlock extends BlockBase {
  readonly type: 'title';
  readonly level: 1 | 2 | 3 | 4 | 5 | 6;
  readonly content: readonly Inline[];
}

/** Quotations inside more others than this are not told apart: each costs a mark on every line. */
export const maxQuoteDepth = 16;

/** TextBlock is a paragraph. `quote` marks a block quotation, `quoteDepth` one inside others: how many with itself, from 2 to 16. */
export interface TextBlock extends BlockBase {
  readonly type: 'text';
  readonly content: readonly Inline[];
  readonly quote?: boolean;
  readonly quoteDepth?: number;
  /** Set by engines that cannot join it themselves: this paragraph continues the text block before it. */
  readonly continuesPrevious?: boolean;
}

/** ListItemBlock is one item; `children` holds nested lists and further paragraphs. */
export interface ListItemBlock extends BlockBase {
  readonly type: 'list_item';
  /** The mark as printed, for example `•`, `3.` or `(b)`; the renderer chooses its own for unordered lists. */
  readonly marker?: string;
  readonly content: readonly Inline[];
  readonly children?: readonly Block[];
}

/** ListBlock is a list; `start` is the number of the first item of an ordered list, default 1. */
export interface ListBlock extends BlockBase {
  readonly type: 'list';
  readonly ordered: boolean;
  readonly start?: number;
  readonly items: readonly ListItemBlock[];
}

/** CellNode is one cell of a table; spans default to 1. */
export interface CellNode {
  readonly rowSpan?: number;
  readonly columnSpan?: number;
  readonly header?: boolean;
  readonly content: readonly Inline[];
  /** Blocks inside the cell (lists, nested tables), after `content`. */
  readonly blocks?: readonly Block[];
  readonly bbox?: Bbox;
}

/** RowNode is one row; cells hidden by a span are left out, as in HTML. `pageIndex` is set in tables over several pages. */
export interface RowNode {
  readonly cells: readonly CellNode[];
  readonly pageIndex?: number;
}

/** TableBlock is a table with its captions and footnotes. */
export interface TableBlock extends BlockBase {
  readonly type: 'table';
  readonly rows: readonly RowNode[];
  /** A picture of the table: name of an asset. */
  readonly asset?: string;
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** ImageBlock is a figure, with at most one source; `description` is what is known of its content in words. */
export type ImageBlock = BlockBase & Partial<PictureSource> & ImageFields;

interface ImageFields {
  readonly type: 'image';
  readonly alt?: string;
  readonly description?: string;
  /** What kind of picture, as the engine names it, for example `natural_image`, `seal`, `flowchart`. */
  readonly kind?: string;
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** ChartBlock is a diagram of data; `data` is its content as a Markdown or HTML table. */
export interface ChartBlock extends BlockBase {
  readonly type: 'chart';
  readonly asset?: string;
  readonly data?: string;
  readonly kind?: string;
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** EquationBlock is a displayed formula, as LaTeX without delimiters; empty when only its picture is known. */
export interface EquationBlock extends BlockBase {
  readonly type: 'equation';
  readonly latex: string;
  readonly asset?: string;
  /** Its plain characters, where the LaTeX is not known. */
  readonly text?: string;
}

/** CodeBlock is program text, line breaks and indents kept, without a fence. */
export interface CodeBlock extends BlockBase {
  readonly type: 'code';
  readonly text: string;
  readonly language?: string;
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** AlgorithmBlock is pseudo code with inline formulas; line breaks are `\n`. */
export interface AlgorithmBlock extends BlockBase {
  readonly type: 'algorithm';
  readonly content: readonly Inline[];
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** CaptionBlock is the caption of the figure, table or code block that holds it, or of nothing when it stands alone. */
export interface CaptionBlock extends BlockBase {
  readonly type: 'caption';
  readonly content: readonly Inline[];
}

/** FootnoteBlock is a note to a figure or table (notes of the page are `page_footnote`). */
export interface FootnoteBlock extends BlockBase {
  readonly type: 'footnote';
  readonly content: readonly Inline[];
}

/**
 * NoteBlock is the text of a note that note inlines of the same label refer to: a footnote, an endnote or the comment of a reviewer. Notes
 * follow the blocks that refer to them; lines of `content` are paragraphs.
 */
export interface NoteBlock extends BlockBase {
  readonly type: 'note';
  /** Letters, digits and `-`; once in a document. */
  readonly label: string;
  readonly content: readonly Inline[];
}

/** IndexBlock is a table of contents or an alphabetical index: one item an entry. */
export interface IndexBlock extends BlockBase {
  readonly type: 'index';
  readonly items: readonly ListItemBlock[];
}

/** ReferenceBlock is one entry of a bibliography. */
export interface ReferenceBlock extends BlockBase {
  readonly type: 'reference';
  readonly content: readonly Inline[];
}

/** FurnitureBlock is what repeats around the body of pages; renderers leave it out unless asked. */
export interface FurnitureBlock extends BlockBase {
  readonly type: 'header' | 'footer' | 'page_number' | 'page_footnote' | 'aside_text';
  readonly content: readonly Inline[];
}

/** Block is a piece of a page in reading order. */
export type Block =
  | TitleBlock
  | TextBlock
  | ListBlock
  | ListItemBlock
  | TableBlock
  | ImageBlock
  | ChartBlock
  | EquationBlock
  | CodeBlock
  | AlgorithmBlock
  | CaptionBlock
  | FootnoteBlock
  | NoteBlock
  | IndexBlock
  | ReferenceBlock
  | FurnitureBlock;

/** BlockType is the discriminant of a Block. */
export type BlockType = Block['type'];

const furnitureTypes: ReadonlySet<string> = new Set<FurnitureBlock['type']>([
  'header',
  'footer',
  'page_number',
  'page_footnote',
  'aside_text',
]);

/** isFurniture tells whether a block is page furniture rather than body. */
export function isFurniture(block: { readonly type: string }): block is FurnitureBlock {
  return furnitureTypes.has(block.type);
}
