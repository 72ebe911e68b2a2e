import { areaOf, type Bbox, type PageQuality, type Warning } from '@docmill/document';
import { asciiKinds, countLetters, isGibberish, isWord } from './gibberish.ts';
import type { Glyph } from './glyphs.ts';
import { withoutTwins } from './twins.ts';

/** A page is garbled when more of its characters than this have no meaning. */
const mostUnknown = 0.2;
/** A page that is all picture holds no more letters than a stamp, and what stands in its margins, as court stamps and page numbers do. */
const stampLetters = 60;
/** Where less of the characters is kept, some may be printed twice, one upon the other. */
const fewestKept = 0.9;
/** Margins are this much of a page, above and below. */
const margin = 0.1;

/** A picture that covers so much of its page lies under all of it. */
const wholePage = 0.7;

/** fillsPage: a picture lies under the whole page, as under that of a scan. */
export function fillsPage(
  pictures: readonly { readonly bbox: Bbox }[],
  { width, height }: { readonly width: number; readonly height: number },
): boolean {
  return pictures.some(({ bbox }) => areaOf(bbox) > wholePage * width * height);
}

/** TextFacts is what a page says of its text by itself. */
export interface TextFacts {
  /** Letters and digits on the page, those of formulas left out: LaTeX has others. */
  readonly letters: number;
  /** Part of its characters whose meaning the file does not tell. */
  readonly garbled: number;
  readonly needsOcr?: NonNullable<PageQuality['needsOcr']>;
}

/**
 * TextFactsInput: `glyphs` are all of the page, `written` those that are left when formulas are taken out, of which `kept` characters, blanks
 * included, are found in lines and cells; `drawn` when anything is drawn at all, `pictured` when a picture fills the page, whose height is that as shown.
 */
export interface TextFactsInput {
  readonly glyphs: readonly Glyph[];
  readonly written: readonly Glyph[];
  readonly kept?: number;
  readonly unknown: number;
  readonly height: number;
  readonly drawn: boolean;
  readonly pictured: boolean;
}

/** textFacts tells how far the text of a page can be trusted. */
export function textFacts({ glyphs, written, kept, unknown, height, drawn, pictured }: TextFactsInput): TextFacts {
  const ink = countLetters(glyphs);
  const letters = lettersIn(kept === undefined || kept > fewestKept * written.length ? written : withoutTwins(written));
  const all = ink.all + unknown - ink.unknown;
  const garbled = all === 0 ? 0 : unknown / all;
  const reason = () => {
    if (all === 0) return drawn ? 'no_text' : undefined;
    if (pictured && lettersIn(written.filter((glyph) => !isInMargin(glyph, height))) < stampLetters) return 'scan';
    return garbled > mostUnknown || isGibberish(ink) ? 'garbled' : undefined;
  };
  const needsOcr = reason();
  return { letters, garbled: Math.round(garbled * 1000) / 1000, ...(needsOcr === undefined ? {} : { needsOcr }) };
}

function lettersIn(glyphs: readonly Glyph[]): number {
  let letters = 0;
  for (const { text, latex } of glyphs) if (text !== ' ' && latex === undefined) letters += lettersOf(text);
  return letters;
}

function isInMargin({ bbox }: Glyph, height: number): boolean {
  return bbox[3] < margin * height || bbox[1] > (1 - margin) * height;
}

const ocrWarnings = { no_text: 'no_text_layer', scan: 'scanned_page', garbled: 'garbled_text' } as const;

/** textWarnings says why the text of a page cannot be trusted, where it cannot. */
export function textWarnings({ needsOcr }: TextFacts, pageNumber: number): readonly Warning[] {
  return needsOcr === undefined ? [] : [{ code: ocrWarnings[needsOcr], pageNumber }];
}

/** lettersOf counts letters and digits: what is the same however a text is set. */
export function lettersOf(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) count += isWord(asciiKinds[code] as number) ? 1 : 0;
    // Of a pair of surrogates the first counts.
    else if ((code < 0xdc00 || code > 0xdfff) && (code > 0x2fff || /[\p{L}\p{N}]/u.test(text[at] ?? ''))) count += 1;
  }
  return count;
}

/** visibleOf leaves out text that nobody sees, unless it is all there is or nearly so, as over a scan. */
export function visibleOf(glyphs: readonly Glyph[]): readonly Glyph[] {
  let hidden = 0;
  for (const { invisible } of glyphs) if (invisible) hidden += 1;
  return hidden === 0 || hidden > 0.8 * glyphs.length ? glyphs : glyphs.filter(({ invisible }) => !invisible);
}
