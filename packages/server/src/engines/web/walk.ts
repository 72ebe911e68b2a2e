import { putCode } from './code.ts';
import { attributeOf, type DomNode, type Element, isElement, isText } from './dom.ts';
import { flatText } from './flat-text.ts';
import { formulaOf } from './formulas.ts';
import { furnitureOf, putFurniture } from './furniture.ts';
import { isHidden } from './hidden.ts';
import { inlineHandlers } from './inlines.ts';
import { putDefinitions, putList } from './lists.ts';
import { isNote, putNote } from './notes.ts';
import { putMedia, putPicture } from './pictures.ts';
import { type Handler, type Place, walkAsBlock, walkInside } from './place.ts';
import { isContents, isTitle, putContents, putFigure, putQuote, putTitle } from './sections.ts';
import { stylesWithin } from './style.ts';
import { isMain } from './survey.ts';
import { putTable } from './tables.ts';

/** What lies deeper is taken as plain text; browsers end at 512 as well. */
const maxDepth = 400;

const blockTags: ReadonlySet<string> = new Set(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form header hgroup hr legend li main menu nav ol optgroup option p search section summary table tbody td tfoot th thead tr caption ul html'.split(
    ' ',
  ),
);

const blockHandlers: Readonly<Record<string, Handler>> = {
  ul: putList,
  ol: putList,
  menu: putList,
  dir: putList,
  dl: putDefinitions,
  table: putTable,
  pre: putCode,
  xmp: putCode,
  listing: putCode,
  plaintext: putCode,
  blockquote: putQuote,
  figure: putFigure,
  img: putPicture,
  video: putMedia,
  audio: putMedia,
  iframe: putMedia,
  embed: putMedia,
};

/** walkNodes puts nodes into the flow of a place. */
export function walkNodes(nodes: readonly DomNode[], place: Place): void {
  for (const node of nodes) {
    if (isText(node)) place.flow.line.text(node.value, place);
    else if (isElement(node)) walkElement(node, place);
  }
}

function walkElement(element: Element, place: Place): void {
  const formula = formulaOf(element, place);
  if (formula !== undefined) putFormula(formula, place);
  else if (isHidden(element, place.page.survey)) return;
  else if (place.depth >= maxDepth) place.flow.line.text(` ${flatText(element, place.page.survey)} `, place);
  else putElement(element, place);
}

function putElement(element: Element, place: Place): void {
  offerAnchor(element, place);
  const kind = furnitureOf(element, place);
  const inside = placeWithin(element, place);
  if (isNote(element, place.page.survey)) putNote(element, inside);
  else if (isContents(element)) putContents(element, inside);
  else if (kind !== undefined) putFurniture(element, kind, inside);
  else handlerOf(element)(element, inside);
}

function handlerOf(element: Element): Handler {
  if (isTitle(element)) return putTitle;
  const handler = ownEntry(blockHandlers, element.tagName) ?? ownEntry(inlineHandlers, element.tagName);
  return handler ?? (blockTags.has(element.tagName) ? walkAsBlock : walkInside);
}

/** A tag may be called `constructor`. */
function ownEntry(handlers: Readonly<Record<string, Handler>>, tag: string): Handler | undefined {
  return Object.hasOwn(handlers, tag) ? handlers[tag] : undefined;
}

function placeWithin(element: Element, place: Place): Place {
  return {
    ...place,
    styles: stylesWithin(element, place.styles),
    depth: place.depth + 1,
    display: place.display || /\b(?:katex-display|MathJax_Display)\b/.test(attributeOf(element, 'class') ?? ''),
    inMain: place.inMain || isMain(element),
  };
}

function putFormula({ latex, display }: { readonly latex: string; readonly display: boolean }, place: Place): void {
  if (display) place.flow.add({ type: 'equation', latex });
  else place.flow.line.add({ type: 'equation', latex }, place.link);
}

/** A block gives its id to the block that it begins with, a place in a line to the paragraph. */
function offerAnchor(element: Element, { flow }: Place): void {
  const id = attributeOf(element, 'id') ?? (element.tagName === 'a' ? attributeOf(element, 'name') : undefined);
  if (id === undefined || id === '' || id.length > 1_000) return;
  if (blockTags.has(element.tagName) || isTitle(element)) flow.endParagraph();
  flow.offerAnchor(id);
}
