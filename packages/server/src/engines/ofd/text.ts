import type { XmlElement } from '../office/package/xml.ts';
import { childrenOf, xmlText } from '../office/package/xml-query.ts';
import type { Glyph, Matrix } from '../pdf/fixed-pages.ts';
import { angleOf, boxOfPoints, multiply } from '../pdf/fixed-pages.ts';
import { numberOf, pointThrough } from './values.ts';

/** TextInput says where a text object stands; `matrix` maps its own space to points of the page as shown. */
export interface TextInput {
  readonly matrix: Matrix;
  readonly font: number;
  /** Glyphs that the page may still have. */
  readonly budget: number;
}

const ascent = 0.8;
const descent = 0.2;
/** A step that is so much wider than the glyph, in parts of the size, leaves a gap behind it. */
const slack = 0.25;
/** Text that leans more than this, in parts of its length, is a watermark. */
const lean = 0.17;

interface Setting {
  readonly size: number;
  readonly scale: number;
  readonly font: number;
  readonly matrix: Matrix;
}

/** glyphsOf gives the characters of a text object, each in its place. Text that leans, as watermarks do, is left out. */
export function glyphsOf(text: XmlElement, { matrix, font, budget }: TextInput): readonly Glyph[] {
  const { Size: written, HScale: scale, CharDirection: turn } = text.attributes;
  const size = written ?? text.attributes.size;
  const setting = { size: numberOf(size, 0), scale: numberOf(scale, 1), font };
  if (!(setting.size > 0)) return [];
  const glyphs: Glyph[] = [];
  let [x, y] = [0, 0];
  for (const code of childrenOf(text, 'ofd:TextCode')) {
    const { X: left, Y: top, DeltaX: across, DeltaY: down } = code.attributes;
    [x, y] = [numberOf(left, x), numberOf(top, y)];
    const characters = [...xmlText(code)].slice(0, budget - glyphs.length);
    const steps = { across: deltasOf(across, characters.length), down: deltasOf(down, characters.length) };
    let [atX, atY] = [x, y];
    characters.forEach((character, index) => {
      const natural = naturalWidth(character) * setting.size * setting.scale;
      const next = steps.across === undefined && steps.down === undefined ? natural : (steps.across?.[index] ?? 0);
      const width = next > 0 && next < natural + slack * setting.size * setting.scale ? next : natural;
      const place = turnedAt({ x: atX, y: atY, degrees: numberOf(turn, 0) }, matrix);
      const glyph = glyphAt(character, width, { ...setting, matrix: place });
      if (glyph !== undefined) glyphs.push(glyph);
      atX += next;
      atY += steps.down?.[index] ?? 0;
    });
  }
  return glyphs;
}

/** turnedAt maps the space of one glyph, its origin at a point of the text's, turned about it clockwise. */
function turnedAt({ x, y, degrees }: { x: number; y: number; degrees: number }, matrix: Matrix): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = degrees === 0 ? [1, 0] : [Math.cos(angle), Math.sin(angle)];
  return multiply([cos, sin, -sin, cos, x, y], matrix);
}

function glyphAt(character: string, width: number, { matrix, size, font }: Setting): Glyph | undefined {
  const [a, b, c, d] = matrix;
  const shown = size * Math.hypot(c, d);
  const [dx, dy] = [Math.abs(a), Math.abs(b)];
  if (!(shown > 0 && Number.isFinite(shown)) || Math.min(dx, dy) > lean * Math.max(dx, dy)) return undefined;
  const angle = angleOf([a, b]);
  const bbox = boxOfPoints([pointThrough(matrix, 0, descent * size), pointThrough(matrix, width, -ascent * size)]);
  const [x, y] = pointThrough(matrix, 0, 0);
  const blank = /^[\s\u3000]$/.test(character);
  const baseline = angle % 180 === 0 ? y : x;
  const text = blank ? ' ' : character;
  return { text, bbox, baseline, size: shown, font, angle, generated: false, invisible: false };
}

/** naturalWidth guesses the width of a character in parts of its size: those of East Asia fill a square. */
function naturalWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x2e80) return code >= 0xff61 && code <= 0xffdc ? 0.5 : 1;
  if (/[iljtfI.,:;'|!()[\]]/.test(character)) return 0.3;
  if (/[mwMW@%—…]/.test(character)) return 0.85;
  return /\p{Lu}/u.test(character) ? 0.68 : 0.52;
}

/** deltasOf reads steps from glyph to glyph, `3 g 4 1.5 2` for `3 1.5 1.5 1.5 1.5 2`, no more than there are glyphs; undefined for none. */
export function deltasOf(text: string | undefined, most: number): readonly number[] | undefined {
  const words = text?.trim();
  if (words === undefined || words === '') return undefined;
  const steps: number[] = [];
  const parts = words.split(/[\s,]+/, 3 * most + 3);
  for (let at = 0; at < parts.length && steps.length < most; at += 1) {
    if (parts[at] !== 'g') steps.push(numberOf(parts[at], 0));
    else {
      const step = numberOf(parts[at + 2], 0);
      for (let left = Math.min(most - steps.length, numberOf(parts[at + 1], 0)); left > 0; left -= 1) steps.push(step);
      at += 2;
    }
  }
  return steps;
}
