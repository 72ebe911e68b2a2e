import type { Bbox } from '@docmill/document';
import type { PageDraft } from '../engine.ts';
import type { MathFont } from './formulas/tex-fonts.ts';
import type { Coding } from './glyph-names/publisher-fonts.ts';
import type { TableDraft } from './tables/table-draft.ts';
import type { TagRole } from './tags.ts';
import type { TextFacts } from './text-quality.ts';

/** Font is a font as the layout tells it from others. */
export interface Font {
  readonly name: string;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Every glyph has the same width. */
  readonly mono: boolean;
  /** What it is for in formulas; absent for fonts of text. */
  readonly math?: MathFont;
  /** It is one of signs, and brackets and relations are set in it only in formulas. */
  readonly signs?: true;
  /** How its glyphs are coded, whatever they are called; absent for fonts that name them truly. */
  readonly coding?: Coding;
}

/** Run is a piece of a segment in one font and size. `rise`: above (positive) or below the baseline, in parts of the segment's size. */
export interface Run {
  readonly text: string;
  /** Index into the page's fonts. */
  readonly font: number;
  /** Points. */
  readonly size: number;
  readonly rise: number;
  /** Index into the page's links. */
  readonly link?: number;
  /** The run is a formula; `text` has its plain characters. */
  readonly latex?: string;
  /** A line runs through it. */
  readonly strike?: true;
  /** What the tags of the file call it; absent in files without tags. */
  readonly role?: TagRole;
}

/** Segment is a stretch of text on one baseline without a gap that a gutter could stand in. */
export interface Segment {
  readonly bbox: Bbox;
  /** y of the baseline. */
  readonly baseline: number;
  /** Size that most of its characters have, points. */
  readonly size: number;
  readonly runs: readonly Run[];
  /** Direction of the text: clockwise degrees on the page as shown. */
  readonly angle: 0 | 90 | 180 | 270;
}

/** FormulaText is a displayed formula as LaTeX (empty when it could not be read with confidence), and its plain characters. */
export interface FormulaText {
  readonly latex: string;
  readonly text: string;
}

/** Picture is a raster image that was taken over, a drawing, or a displayed formula. */
export interface Picture {
  readonly type: 'picture';
  readonly bbox: Bbox;
  /** Absent when no pictures are wanted. */
  readonly asset?: string;
  /** What it shows, as the tags of the file say. */
  readonly alt?: string;
  readonly formula?: FormulaText;
}

/** Solid is what stands among the text as one thing, and takes its place in reading order by its box. The text inside is not among the segments. */
export type Solid = Picture | TableDraft | ProgramDraft;

/** ProgramDraft is an algorithm: its name, which may be empty, and its steps with their indents. */
export interface ProgramDraft {
  readonly type: 'program';
  readonly bbox: Bbox;
  readonly caption: string;
  readonly text: string;
}

/** PageFacts is what is needed of a page besides its layout. Sizes in points of the page as shown. */
export interface PageFacts {
  readonly width: number;
  readonly height: number;
  readonly fonts: readonly Font[];
  /** How far its text can be trusted. */
  readonly text: TextFacts;
  /** Addresses that runs lead to. */
  readonly links: readonly string[];
}

/** PdfPageContent is what stands on one page, in no order. Boxes are points of the page as shown, top-left origin. */
export interface PdfPageContent extends PageFacts {
  readonly segments: readonly Segment[];
  readonly solids: readonly Solid[];
  /** Frames and grounds of boxes of text. */
  readonly boxes?: readonly Bbox[];
}

/** PageReading is a page as it was read, not yet laid out. */
export type PageReading = Omit<PageDraft<PdfPageContent>, 'summary'>;
