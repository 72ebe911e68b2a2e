import type { Measure } from './measure.ts';

/** Limit is how large a piece may be. */
export interface Limit {
  readonly maxSize: number;
  readonly measure: Measure;
}

/** Where a text may be cut, best first: between lines, after sentences, between words. */
const cuts: readonly RegExp[] = [
  /(?<=\n)/,
  /(?<=[.!?…]["”’)\]]{0,3}\s)|(?<=[。！？；][”’」』）】]{0,2})(?![”’」』）】])/,
  /(?<=\s)/,
];

/**
 * splitText cuts a text into pieces within a limit: between lines where they fit, else after sentences, between words, and inside a word
 * only where one alone is too large.
 */
export function splitText(text: string, limit: Limit): readonly string[] {
  return cutText(text, limit)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** cutText does so and keeps the blanks at the edges: the pieces together are the text. */
export function cutText(text: string, limit: Limit): readonly string[] {
  return cutAt(text, limit, 0);
}

function cutAt(text: string, limit: Limit, at: number): readonly string[] {
  if (limit.measure(text) <= limit.maxSize) return [text];
  const cut = cuts[at];
  if (cut === undefined) return hardCut(text, limit);
  const parts = text.split(cut).flatMap((part) => cutAt(part, limit, at + 1));
  return joined(parts, limit);
}

/** joined puts neighbours together while they stay within the limit. Sizes are added up: of both measures that is enough, or a little too much. */
function joined(parts: readonly string[], { maxSize, measure }: Limit): readonly string[] {
  const pieces: string[] = [];
  let [size, current]: [number, string[]] = [0, []];
  for (const part of parts) {
    if (current.length > 0 && size + measure(part.trimEnd()) > maxSize) {
      pieces.push(current.join(''));
      [size, current] = [0, []];
    }
    current.push(part);
    size += measure(part);
  }
  if (current.length > 0) pieces.push(current.join(''));
  return pieces;
}

/** A token has a character at least, so that a piece of so many characters is within either limit; halves of a surrogate pair stay together. */
function hardCut(text: string, { maxSize }: Limit): readonly string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + Math.max(1, maxSize));
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last < 0xdc00) to += 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}
