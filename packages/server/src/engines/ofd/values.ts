import { posix } from 'node:path';
import type { Bbox } from '@docmill/document';
import type { Matrix } from '../pdf/fixed-pages.ts';

/** Points of a millimetre, the unit of OFD. */
export const pointsPerMillimetre = 72 / 25.4;
/** A sheet longer than this, millimetres, is none. */
const longest = 20_000;

/** partIn resolves a location of OFD, relative to a folder or, with `/`, to the root of the file; empty for none. */
export function partIn(folder: string, location: string): string {
  const path = location.trim().replaceAll('\\', '/');
  if (path === '') return '';
  return posix.join('/', path.startsWith('/') ? '' : folder, path).slice(1);
}

/** numbersOf reads an array of numbers parted by blanks; what is no number is 0. */
export function numbersOf(text: string | undefined): readonly number[] {
  const words = (text ?? '').trim();
  return words === '' ? [] : words.split(/[\s,]+/).map((word) => finite(Number(word)));
}

/** numberOf reads one number. */
export function numberOf(text: string | undefined, otherwise: number): number {
  const value = text === undefined || text.trim() === '' ? otherwise : Number(text);
  return Number.isFinite(value) ? value : otherwise;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** boxOf reads `x y width height`; undefined for less. */
export function boxOf(text: string | undefined): Bbox | undefined {
  const [x, y, width, height] = numbersOf(text);
  return x === undefined || y === undefined || width === undefined || height === undefined
    ? undefined
    : [x, y, x + width, y + height];
}

/** sizeOf reads the width and height of a box that can be a sheet, millimetres. */
export function sizeOf(text: string | undefined): readonly [number, number] | undefined {
  const box = boxOf(text);
  if (box === undefined) return undefined;
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  return width > 0 && height > 0 && width <= longest && height <= longest ? [width, height] : undefined;
}

/** matrixIn reads a CTM; that which changes nothing for none. */
export function matrixIn(text: string | undefined): Matrix {
  const [a, b, c, d, e, f] = numbersOf(text);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return [1, 0, 0, 1, 0, 0];
  return [a, b, c, d, e ?? 0, f ?? 0];
}

/** pointThrough maps a point. */
export function pointThrough([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}
