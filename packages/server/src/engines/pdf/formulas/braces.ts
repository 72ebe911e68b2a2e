import { type Bbox, unionBbox } from '@docmill/document';
import type { Atom } from './atom.ts';

/** Pieces of one brace stand on one line, to this, in sizes. */
const level = 0.2;
/** What a horizontal brace is drawn of, from left to right, besides rules. */
const kinds: Readonly<Record<string, Pick<Atom, 'type' | 'latex'>>> = {
  '╭╯╰╮': { type: 'over', latex: '\\overbrace' },
  '╰╮╭╯': { type: 'under', latex: '\\underbrace' },
};
const bracePiece = /^[╭╮╰╯]$/;

/** isBracePiece tells the pieces that TeX draws braces over and under formulas of. */
export function isBracePiece(text: string): boolean {
  return bracePiece.test(text);
}

/** joinBraces makes one sign of the four pieces of a horizontal brace, and takes the rules between them away. Pieces that fit nowhere stay. */
export function joinBraces(
  atoms: readonly Atom[],
  rules: readonly Bbox[],
): { readonly atoms: readonly Atom[]; readonly rules: readonly Bbox[] } {
  const pieces = atoms.filter(({ text }) => isBracePiece(text)).sort((a, b) => a.bbox[0] - b.bbox[0]);
  const gone = new Set<Atom>();
  const braces: Atom[] = [];
  for (const first of pieces) {
    if (gone.has(first)) continue;
    const four = pieces.filter((piece) => !gone.has(piece) && isLevel(piece, first)).slice(0, 4);
    const kind = kinds[four.map(({ text }) => text).join('')];
    const bbox = unionBbox(four.map((piece) => piece.bbox));
    if (kind === undefined || bbox === undefined) continue;
    for (const piece of four) gone.add(piece);
    braces.push({ ...first, ...kind, bbox, text: kind.latex === '\\overbrace' ? '⏞' : '⏟', count: four.length });
  }
  if (braces.length === 0) return { atoms, rules };
  const isPart = (rule: Bbox) => braces.some(({ bbox, size }) => isInside(rule, bbox, level * size));
  return {
    atoms: [...atoms.filter((atom) => !gone.has(atom)), ...braces],
    rules: rules.filter((rule) => !isPart(rule)),
  };
}

function isLevel(a: Atom, b: Atom): boolean {
  return Math.abs(a.baseline - b.baseline) < level * b.size;
}

function isInside(rule: Bbox, brace: Bbox, slack: number): boolean {
  return (
    rule[0] > brace[0] - slack && rule[2] < brace[2] + slack && rule[1] > brace[1] - slack && rule[3] < brace[3] + slack
  );
}
