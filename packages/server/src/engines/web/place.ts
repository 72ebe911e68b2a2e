import type { Block } from '@docmill/document';
import type { Manner } from '../building/line.ts';
import type { PictureStore } from '../building/picture-store.ts';
import type { DomNode, Element } from './dom.ts';
import { Flow } from './flow.ts';
import type { PageSurvey } from './survey.ts';

/** Surroundings is what a page came with: nothing outside of it is ever looked at. */
export interface Surroundings {
  readonly pictures: PictureStore;
  /** The page is XHTML, whether or not it says so; default false. */
  readonly xhtml?: boolean;
  /** Only the part of the page that is its subject is wanted; default false. */
  readonly mainContent?: boolean;
  /** resource gives the bytes that an address means inside the file that the page is part of (a book, a message). */
  resource?(address: string): Uint8Array | undefined;
  /** link gives what an address means in the whole document; by default the address itself. */
  link?(address: string): string;
  /** noteLabel gives the label of the note that an address means, undefined where it means none; by default notes of this page only. */
  noteLabel?(address: string): string | undefined;
}

/** PageContext is what holds for the whole page. */
export interface PageContext extends Surroundings {
  readonly survey: PageSurvey;
  /** Where the picture before this one lies, if it is not in the page. */
  readonly last: { address?: string };
  /** walk puts nodes into the flow of a place. */
  walk(nodes: readonly DomNode[], place: Place): void;
}

/** Place is where in the page the walk is: what it writes to, and what the elements around say. */
export interface Place extends Manner {
  readonly page: PageContext;
  readonly flow: Flow;
  /** Elements around. */
  readonly depth: number;
  /** Lists and tables around. */
  readonly nesting: number;
  /** In an element that shows formulas on a line of their own. */
  readonly display: boolean;
  readonly inItem: boolean;
  readonly inTitle: boolean;
  /** In the part of the page that is its subject. */
  readonly inMain: boolean;
}

/** Handler puts one element into the flow of its place. */
export type Handler = (element: Element, place: Place) => void;

/** Lists and tables deeper than this become paragraphs: what reads documents goes down recursively. */
export const maxNesting = 24;

/** blocksOf gives the blocks of nodes as a container of their own. */
export function blocksOf(nodes: readonly DomNode[], place: Place): readonly Block[] {
  const flow = new Flow(place.page.survey.targets);
  place.page.walk(nodes, { ...place, flow });
  return flow.take();
}

/** walkInside walks the children of an element as part of the flow of its place. */
export function walkInside(element: Element, place: Place): void {
  place.page.walk(element.childNodes, place);
}

/** walkAsBlock walks an element as paragraphs of their own. */
export function walkAsBlock(element: Element, place: Place): void {
  place.flow.endParagraph();
  walkInside(element, place);
  place.flow.endParagraph();
}
