import type { Figure, Matrix } from '../pdf/fixed-pages.ts';
import { pointThrough } from './values.ts';

/** Numbers that follow each operator (GB/T 33190, table 36). */
const operands: Readonly<Record<string, number>> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0 };
/** More segments than this in one path are not looked at. */
const mostSegments = 20_000;

/** figuresOf reads abbreviated path data, `M 0 0 L 10 0 L 10 5 C`, as figures whose points are mapped by a matrix. */
export function figuresOf(data: string, matrix: Matrix): readonly Figure[] {
  const words = /[SMLQBAC]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;
  const figures: Figure[] = [];
  let figure: Figure = { points: [], straight: [], curved: false };
  let operator = '';
  let values: number[] = [];
  const take = () => {
    if (values.length < (operands[operator] ?? 1)) return;
    // An arc is told by its radii and flags; only where it ends is a point.
    const [from, curved] = operator === 'A' ? [5, true] : [0, operator === 'Q' || operator === 'B'];
    if (operator === 'S' || operator === 'M') {
      figure = { points: [], straight: [], curved: false };
      figures.push(figure);
    }
    if (operator === 'L') figure.straight.push(figure.points.length);
    for (let at = from; at + 1 < values.length; at += 2)
      figure.points.push(pointThrough(matrix, values[at] as number, values[at + 1] as number));
    figure.curved ||= curved;
    values = [];
  };
  let segments = 0;
  for (const [word] of data.matchAll(words)) {
    if (/^[a-z]$/i.test(word)) {
      operator = word.toUpperCase();
      values = [];
      segments += 1;
      if (segments > mostSegments) break;
    } else if (operator !== '') {
      values.push(Number(word));
      if (values.length === operands[operator]) take();
    }
  }
  return figures;
}
