import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf } from '../package/xml-query.ts';
import { formatNumber } from '../text/number-formats.ts';
import { symbolText } from '../text/symbol-fonts.ts';

/** Bullet is what stands before a paragraph. */
export type Bullet =
  | { readonly kind: 'none' }
  | { readonly kind: 'character'; readonly marker: string }
  | { readonly kind: 'number'; readonly format: string; readonly start: number };

/** bulletOf finds the mark of a paragraph: the first of its own properties and the levels it inherits that says one. */
export function bulletOf(sources: readonly (XmlElement | undefined)[]): Bullet {
  let font = '';
  for (const source of sources) {
    for (const { name, attributes } of elementsOf(source)) {
      if (name === 'a:buFont' && font === '') font = attributes.typeface ?? '';
      if (name === 'a:buNone') return { kind: 'none' };
      if (name === 'a:buBlip') return { kind: 'character', marker: '•' };
      if (name === 'a:buChar') return { kind: 'character', marker: shownMark(attributes.char ?? '•', font) };
      if (name === 'a:buAutoNum')
        return {
          kind: 'number',
          format: attributes.type ?? 'arabicPeriod',
          start: Number(attributes.startAt ?? 1) || 1,
        };
    }
  }
  return { kind: 'none' };
}

/** A mark in a font of symbols is a letter there: `§` in Wingdings shows as a square. */
function shownMark(mark: string, font: string): string {
  const code = mark.codePointAt(0) ?? 0;
  return symbolText(code, font) ?? (/wingdings|symbol|webdings/i.test(font) ? '•' : mark);
}

/** levelOf gives the properties of a level, from 0, in a list of styles. */
export function levelOf(styles: XmlElement | undefined, level: number): XmlElement | undefined {
  return childOf(styles, `a:lvl${level + 1}pPr`);
}

const numberFormats: readonly (readonly [RegExp, string])[] = [
  [/^alphaLc/, 'lowerLetter'],
  [/^alphaUc/, 'upperLetter'],
  [/^romanLc/, 'lowerRoman'],
  [/^romanUc/, 'upperRoman'],
  [/^circle/, 'decimalEnclosedCircle'],
  [/^ea1?(?:Ch|Jpn)/, 'chineseCounting'],
];

/** numberMarker writes the number of a paragraph as it shows: `3, alphaLcParenR` -> `c)`. */
export function numberMarker(value: number, format: string): string {
  const style = numberFormats.find(([pattern]) => pattern.test(format))?.[1] ?? 'decimal';
  const number = formatNumber(value, style);
  if (format.endsWith('ParenBoth')) return `(${number})`;
  if (format.endsWith('ParenR')) return `${number})`;
  return format.endsWith('Period') ? `${number}.` : number;
}
