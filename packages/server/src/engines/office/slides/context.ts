import type { PictureStore } from '../../building/picture-store.ts';
import type { CellBudget } from '../../cell-budget.ts';
import type { OfficePackage } from '../package/office-package.ts';
import type { XmlElement } from '../package/xml.ts';

/** SlideContext is what the shapes of one slide need to be read. */
export interface SlideContext {
  readonly file: OfficePackage;
  /** The slide's own part, whose relations its shapes use. */
  readonly part: string;
  readonly pictures: PictureStore;
  readonly budget: CellBudget;
  /** The slide's layout, its master, and the presentation, each with what the one before does not say. */
  readonly layout: XmlElement | undefined;
  readonly master: XmlElement | undefined;
  readonly presentation: XmlElement | undefined;
}

/** Box is a rectangle on the slide, in the units of the file (EMU). */
export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
