import type { Block } from '@docmill/document';
import type { PictureStore } from '../../building/picture-store.ts';
import type { OfficePackage } from '../package/office-package.ts';
import type { XmlElement } from '../package/xml.ts';
import type { Chunks } from './chunks.ts';
import type { FieldStack } from './fields.ts';
import type { Notes } from './notes.ts';
import type { Numbering } from './numbering.ts';
import type { Styles } from './styles.ts';

/** DocxContext is what holds for a whole document. */
export interface DocxContext {
  readonly file: OfficePackage;
  readonly styles: Styles;
  readonly numbering: Numbering;
  readonly pictures: PictureStore;
  readonly notes: Notes;
  /** Files of other formats that stand in the text. */
  readonly chunks: Pick<Chunks, 'take'>;
  /** Bookmarks that links of the document point to. */
  readonly targets: ReadonlySet<string>;
}

/** Place is where reading is: in which part, whose relations count there, and in which fields. */
export interface Place {
  readonly context: DocxContext;
  readonly part: string;
  readonly fields: FieldStack;
  /** Tables and text boxes around this place. */
  readonly depth: number;
  /** Reads the paragraphs and tables of a cell, a text box or a note. */
  readonly read: (elements: readonly XmlElement[], place: Place) => readonly Block[];
}

/** Tables and text boxes nested deeper are left out. */
export const maxDepth = 30;

/** placeInside gives a place one step deeper, with fields of its own. */
export function placeInside(place: Place, fields: FieldStack): Place {
  return { ...place, fields, depth: place.depth + 1 };
}
