import type { Block } from '@docmill/document';
import type { PictureStore } from '../../building/picture-store.ts';
import type { OfficePackage } from '../package/office-package.ts';
import type { XmlElement } from '../package/xml.ts';
import type { OdfNotes } from './notes.ts';
import type { OdfStyles } from './styles.ts';

/** OdfContext is what holds for a whole document. */
export interface OdfContext {
  readonly file: OfficePackage;
  readonly styles: OdfStyles;
  readonly pictures: PictureStore;
  readonly notes: OdfNotes;
  /** Bookmarks that links of the document point to. */
  readonly targets: ReadonlySet<string>;
  /** Cells that repetitions may still add: a file can ask for a thousand million in a line. */
  readonly repeats: { left: number };
}

/** mostRepeats is how many cells repetitions may add to one document. */
export const mostRepeats = 50_000;

/** OdfPlace is where reading is. */
export interface OdfPlace {
  readonly context: OdfContext;
  /** Tables and text boxes around this place. */
  readonly depth: number;
  /** Reads the paragraphs, lists and tables of a cell, a text box or a note. */
  readonly read: (elements: readonly XmlElement[], place: OdfPlace) => readonly Block[];
}

/** Tables and text boxes nested deeper are left out. */
export const maxDepth = 30;
