import { type OutlineBox, outlineBox } from './charstring.ts';

/** NamedGlyph is a glyph whose name is none of the usual ones. */
export interface NamedGlyph {
  readonly name: string;
  readonly box: OutlineBox;
}

/** Strings of CFF fonts begin after those that all fonts share. */
const sharedStrings = 391;
/** Operators of dictionaries. */
const operator = { charset: 15, charStrings: 17, private: 18, subroutines: 19, cid: 1_230 };
/** Charsets below this are among the ones that all know. */
const knownCharsets = 3;
const mostGlyphs = 4_096;

/**
 * ownNames gives the boxes of those glyphs of a CFF font (Adobe Technical Note 5176) whose names are the font's own, as `C15`; none when the
 * font cannot be read.
 */
export function ownNames(font: Uint8Array): readonly NamedGlyph[] {
  try {
    return namesOf(font);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function namesOf(font: Uint8Array): readonly NamedGlyph[] {
  const names = indexAt(font, byteAt(font, 2));
  const tops = indexAt(font, names.end);
  const strings = indexAt(font, tops.end);
  const global = indexAt(font, strings.end).items;
  const top = dictionaryOf(tops.items[0] ?? new Uint8Array());
  const [charset = 0] = top.get(operator.charset) ?? [];
  const [charStrings = 0] = top.get(operator.charStrings) ?? [];
  if (top.has(operator.cid) || charset < knownCharsets || charStrings === 0) return [];
  const glyphs = indexAt(font, charStrings).items;
  const local = subroutinesOf(font, top.get(operator.private) ?? []);
  return stringsOf(font, charset, Math.min(glyphs.length, mostGlyphs)).flatMap((string, glyph) => {
    const name = strings.items[string - sharedStrings];
    const box = name === undefined ? undefined : outlineBox(glyphs[glyph] ?? new Uint8Array(), { local, global });
    return box === undefined || name === undefined ? [] : [{ name: String.fromCharCode(...name.subarray(0, 63)), box }];
  });
}

function subroutinesOf(font: Uint8Array, [size = 0, at = 0]: readonly number[]): readonly Uint8Array[] {
  const [offset = 0] = dictionaryOf(font.subarray(at, at + size)).get(operator.subroutines) ?? [];
  return offset === 0 ? [] : indexAt(font, at + offset).items;
}

function byteAt(font: Uint8Array, at: number): number {
  const byte = font[at];
  if (byte === undefined) throw new RangeError('The font ends early');
  return byte;
}

function numberAt(font: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let byte = 0; byte < size; byte += 1) value = value * 256 + byteAt(font, at + byte);
  return value;
}

/** indexAt reads an INDEX: its items, and where it ends. */
function indexAt(font: Uint8Array, at: number): { readonly items: readonly Uint8Array[]; readonly end: number } {
  const count = numberAt(font, at, 2);
  if (count === 0) return { items: [], end: at + 2 };
  const size = byteAt(font, at + 2);
  const offsetOf = (item: number) => numberAt(font, at + 3 + item * size, size);
  const base = at + 2 + (count + 1) * size;
  const items: Uint8Array[] = [];
  for (let item = 0; item < count; item += 1)
    items.push(font.subarray(base + offsetOf(item), base + offsetOf(item + 1)));
  return { items, end: base + offsetOf(count) };
}

/** dictionaryOf reads a DICT; operators of two bytes as 1200 and the second one. */
function dictionaryOf(bytes: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const entries = new Map<number, readonly number[]>();
  let operands: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte <= 21) {
      const wide = byte === 12;
      entries.set(wide ? 1_200 + (bytes[at + 1] ?? 0) : byte, operands);
      operands = [];
      at += wide ? 2 : 1;
    } else {
      const [value, size] = operandAt(bytes, at);
      operands.push(value);
      at += size;
    }
  }
  return entries;
}

function operandAt(bytes: Uint8Array, at: number): readonly [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = bytes.subarray(at, at + 5);
  if (a === 28) return [((b << 24) | (c << 16)) >> 16, 3];
  if (a === 29) return [(b << 24) | (c << 16) | (d << 8) | e, 5];
  if (a === 30) return [0, realSize(bytes, at)];
  if (a < 247) return [a - 139, 1];
  return a < 251 ? [(a - 247) * 256 + b + 108, 2] : [-(a - 251) * 256 - b - 108, 2];
}

/** realSize: a real number ends with the half byte 15. What it says is of no use here. */
function realSize(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  while (end < bytes.length && ((bytes[end] ?? 0) & 15) !== 15 && (bytes[end] ?? 0) >> 4 !== 15) end += 1;
  return end + 1 - at;
}

/** stringsOf gives the number of each glyph's name. */
function stringsOf(font: Uint8Array, at: number, count: number): readonly number[] {
  const strings = [0];
  const format = byteAt(font, at);
  for (let place = at + 1; strings.length < count; ) {
    const first = numberAt(font, place, 2);
    const left = format === 0 ? 0 : numberAt(font, place + 2, format === 1 ? 1 : 2);
    for (let more = 0; more <= left && strings.length < count; more += 1) strings.push(first + more);
    place += format === 0 ? 2 : format === 1 ? 3 : 4;
  }
  return strings;
}
