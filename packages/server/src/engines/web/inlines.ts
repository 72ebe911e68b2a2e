import { safeAddress } from './address.ts';
import { attributeOf, childElements, descendants, type Element, isElement, isText, rawText } from './dom.ts';
import { isNoteMark, putNoteMark } from './notes.ts';
import { type Handler, type Place, walkInside } from './place.ts';

/** putLink makes a link of an element with an address; without one that is safe, its text stays. */
export function putLink(element: Element, place: Place): void {
  if (isNoteMark(element) && putNoteMark(element, place)) return;
  const address = safeAddress(attributeOf(element, 'href') ?? '', place.page.survey.base);
  const url = address === undefined ? undefined : (place.page.link?.(address) ?? address);
  if (url === undefined || place.link !== undefined) walkInside(element, place);
  else if (!url.startsWith('#') || !(place.inTitle ? isMark(element) : isPermalink(element)))
    walkInside(element, { ...place, link: { url } });
}

/** Terms and paragraphs carry such links, too, but there any other sign may be meant. */
function isPermalink(element: Element): boolean {
  return /^\s*[¶§🔗⚓]\s*$/u.test(rawText(element, 5));
}

/** Headings often carry a link to themselves: `<h2>Title <a href="#title">¶</a></h2>` */
function isMark(element: Element): boolean {
  const [only, ...others] = element.childNodes;
  if (only === undefined || others.length > 0) return childElements(element).every(({ tagName }) => tagName === 'svg');
  return isText(only) && !/[\p{L}\p{N}]/u.test(only.value);
}

const putCodeText: Handler = (element, place) => walkInside(element, { ...place, code: true, styles: [] });

const putQuotation: Handler = (element, place) => around(element, place, ['“', '”']);

/** The reading of a character stands in parentheses: `<ruby>漢<rt>kan</rt></ruby>` -> 漢(kan) */
const putReading: Handler = (element, place) => around(element, place, ['(', ')']);

function around(element: Element, place: Place, [before, after]: readonly [string, string]): void {
  place.flow.line.text(before, place);
  walkInside(element, place);
  place.flow.line.text(after, place);
}

const putInput: Handler = (element, place) => {
  const type = (attributeOf(element, 'type') ?? 'text').toLowerCase();
  const value = attributeOf(element, 'value') ?? '';
  if (type === 'checkbox' && place.inItem) {
    place.flow.line.text(attributeOf(element, 'checked') === undefined ? '[ ] ' : '[x] ', { ...place, styles: [] });
  } else if (/^(text|email|tel|url|number|date|search)$/.test(type) && value.length < 10_000) {
    place.flow.line.text(value, place);
  }
};

/** Beside a heading buttons fold or copy; elsewhere their words may be content. */
const putButton: Handler = (element, place) => {
  if (!place.inTitle) putApart(element, place);
};

/** Controls stand apart from what is beside them, with or without a blank between. */
const putApart: Handler = (element, place) => around(element, place, [' ', ' ']);

const drawnTags: ReadonlySet<string> = new Set(['title', 'desc', 'defs', 'style', 'script', 'metadata', 'symbol']);

/** Of a drawing its words are kept. */
const putDrawing: Handler = (element, place) => {
  for (const node of descendants(element, ({ tagName }) => !drawnTags.has(tagName))) {
    if (!isText(node) || node.value.trim() === '') continue;
    const parent = node.parentNode;
    if (parent !== null && isElement(parent) && drawnTags.has(parent.tagName)) continue;
    place.flow.line.text(` ${node.value} `, place);
  }
};

/** inlineHandlers are the elements inside a line that are more than a style. */
export const inlineHandlers: Readonly<Record<string, Handler>> = {
  a: putLink,
  br: (_, place) => place.flow.lineBreak(place.link),
  code: putCodeText,
  kbd: putCodeText,
  samp: putCodeText,
  tt: putCodeText,
  q: putQuotation,
  rt: putReading,
  input: putInput,
  button: putButton,
  textarea: putApart,
  svg: putDrawing,
};
