/** Numbering is how a title is numbered: the kind of number, and how deep `2.1.3` goes (1 for other kinds). */
export interface Numbering {
  readonly kind: NumberKind;
  readonly depth: number;
}

/** NumberKind, from those that stand high in a document to those that stand low. */
export type NumberKind = 'part' | 'chapter' | 'article' | 'roman' | 'ideograph' | 'bracketed' | 'decimal' | 'letter';

const patterns: readonly (readonly [NumberKind, RegExp])[] = [
  [
    'part',
    /^(?:(?:part|teil|partie|parte|livre|book|buch|часть|appendix|anhang|annex|annexe|anexo|приложение)\s+(?:[\dIVXLC]+|[A-Z])\b|第[一二三四五六七八九十百\d]+[编編部]分?|附\s*[录錄]\s*[A-Z一二三四五六七八九十\d]?)[.:：]?\s*/iu,
  ],
  [
    'chapter',
    /^(?:(?:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|глава|rozdział|kapitola)\s+[\dIVXLC]+\b|第\s*[一二三四五六七八九十百\d]+\s*章)[.:：]?\s*/iu,
  ],
  [
    'article',
    /^(?:(?:section|abschnitt|article|artikel|art[ií]culo|artigo|раздел|§+)\s*[\dIVXLC]+(?:\.\d+)*\b|第\s*[一二三四五六七八九十百\d]+\s*[节節条條])[.:：]?\s*/iu,
  ],
  ['roman', /^(?:I{1,3}|I?V|VI{1,3}|I?X|XI{1,3}|XI?V|XV?I{0,3})[.．]\s*(?=\p{L})/u],
  ['ideograph', /^[一二三四五六七八九十]{1,3}\s*[、.．]\s*(?=\S)/u],
  ['bracketed', /^[（(][一二三四五六七八九十]{1,3}[)）]\s*(?=\S)/u],
  [
    'decimal',
    /^(\d{1,2}(?:\.\d{1,2}){0,5})(?:[.．、]?(?:\s+|(?=\p{Script=Han}))|[.．、](?=[\p{Script=Hiragana}\p{Script=Katakana}]))(?=[\p{L}"“«(「『《])/u,
  ],
  ['decimal', /^(\d{1,2}(?:\.\d{1,2}){1,5}\.?|\d{1,2}\.)(?=\p{L})/u],
  ['decimal', /^[A-Z](\.\d{1,2}){1,4}\.?\s+(?=\p{L})/u],
  ['letter', /^[A-H][.)]\s*(?=\p{L})/u],
];

/** numberingOf reads the number that a title begins with: `2.1`, `II.`, `B.`, `Chapter 3`, `第二章`, `一、`. A list's `1)` is none. */
export function numberingOf(text: string): Numbering | undefined {
  const start = text.slice(0, 60);
  for (const [kind, pattern] of patterns) {
    const match = pattern.exec(start);
    if (match === null) continue;
    if (kind !== 'decimal') return { kind, depth: 1 };
    const parts = match[0].match(/\d+|^[A-Z]/g)?.length ?? 1;
    return { kind, depth: parts };
  }
  return undefined;
}

/** numberingDepth gives 1 for `2`, `II.`, `第二章`, 2 for `2.1`, and so on; 0 without a number. */
export function numberingDepth(text: string): number {
  return numberingOf(text)?.depth ?? 0;
}
