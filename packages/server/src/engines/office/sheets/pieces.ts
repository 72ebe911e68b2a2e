import { parseXml, type XmlElement } from '../package/xml.ts';

/** Characters parsed at once. A tree takes some twenty times the room of its text, so that of a long sheet is never whole. */
const pieceSize = 500_000;

/** PieceSource says which elements of a part are read: all `name`d ones (without prefix) of `text` between two places. */
export interface PieceSource {
  readonly text: string;
  /** Start tag of the root, which declares the prefixes. */
  readonly root: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** elementsInPieces gives elements that lie side by side, such as the rows of a sheet, parsing a few of them at a time. */
export function* elementsInPieces({ text, root, name, from, to }: PieceSource): Generator<XmlElement> {
  const end = new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>|<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?/>`, 'g');
  for (let at = from; at < to; ) {
    end.lastIndex = at + pieceSize;
    const stop = end.lastIndex >= to ? null : end.exec(text);
    const next = stop === null ? to : Math.min(to, end.lastIndex);
    yield* namedIn(parseXml(`${root}${text.slice(at, next)}`), name);
    at = next;
  }
}

/** Rows may stand in groups, which a piece shows from their beginning only. */
function* namedIn(parent: XmlElement | undefined, name: string): Generator<XmlElement> {
  for (const child of parent?.children ?? []) {
    if (typeof child === 'string') continue;
    if (child.name.endsWith(name) && child.name.replace(/^.*:/, '') === name) yield child;
    else yield* namedIn(child, name);
  }
}

/** rootTag gives the start tag of a part's root, open even where the file closes it at once. */
export function rootTag(text: string): string {
  const tag = /<[A-Za-z_][\w.:-]*(?:\s[^<>]*)?>/.exec(text.slice(0, 1_000_000))?.[0] ?? '';
  return tag.replace(/\s*\/>$/, '>');
}

/** Span is where the content of an element begins and ends in a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Where the element itself ends. */
  readonly end: number;
}

/** spanOf finds the content of an element by its name without prefix, from a place on; undefined without one. */
export function spanOf(text: string, name: string, after = 0): Span | undefined {
  const start = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?>`, 'g');
  start.lastIndex = after;
  const open = start.exec(text);
  if (open === null) return undefined;
  const from = start.lastIndex;
  if (open[0].endsWith('/>')) return { from, to: from, end: from };
  const stop = new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>`, 'g');
  stop.lastIndex = from;
  const close = stop.exec(text);
  return close === null ? { from, to: text.length, end: text.length } : { from, to: close.index, end: stop.lastIndex };
}
