import { areaOf, type Bbox, type PageQuality, type Warning } from '@docmill/document';
import type { Glyph } from './glyphs.ts';

/** A page is garbled when more of its characters than this have no meaning. */
const mostUnknown = 0.2;
/** Words of alphabets hold at least this part of vowels; so many letters are needed to tell. */
const fewestVowels = 0.15;
const lettersToTell = 200;
/** Text of so many scripts at once is decoded wrongly. */
const mostScripts = 5;
const scriptShare = 0.03;
/** A page that is all picture holds no more letters than a stamp or a page number. */
const stampLetters = 60;

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

/** TextFactsInput: `glyphs` are all of the page, `written` those that are left when formulas are taken out; `drawn` when anything is drawn at all, `pictured` when a picture fills the page. */
export interface TextFactsInput {
  readonly glyphs: readonly Glyph[];
  readonly written: readonly Glyph[];
  readonly unknown: number;
  readonly drawn: boolean;
  readonly pictured: boolean;
}

/** textFacts tells how far the text of a page can be trusted. */
export function textFacts({ glyphs, written, unknown, drawn, pictured }: TextFactsInput): TextFacts {
  const ink = inkOf(glyphs);
  let letters = 0;
  for (const { text, latex } of written) if (text !== ' ' && latex === undefined) letters += lettersOf(text);
  const all = ink.all + unknown - ink.unknown;
  const garbled = all === 0 ? 0 : unknown / all;
  const reason = reasonOf({ ink, letters, garbled, drawn, pictured });
  return { letters, garbled: Math.round(garbled * 1000) / 1000, ...(reason === undefined ? {} : { needsOcr: reason }) };
}

const ocrWarnings = { no_text: 'no_text_layer', scan: 'scanned_page', garbled: 'garbled_text' } as const;

/** textWarnings says why the text of a page cannot be trusted, where it cannot. */
export function textWarnings({ needsOcr }: TextFacts, pageNumber: number): readonly Warning[] {
  return needsOcr === undefined ? [] : [{ code: ocrWarnings[needsOcr], pageNumber }];
}

/** What the glyphs of a page that leave ink are, in numbers. */
interface Ink {
  all: number;
  /** Without a meaning. */
  unknown: number;
  latin: number;
  vowels: number;
  /** Letters of other alphabets, by the upper half of their codes. */
  readonly scripts: Map<number, number>;
}

function inkOf(glyphs: readonly Glyph[]): Ink {
  const ink: Ink = { all: 0, unknown: 0, latin: 0, vowels: 0, scripts: new Map() };
  for (const { text } of glyphs) {
    if (text === ' ') continue;
    ink.all += 1;
    const code = text.charCodeAt(0);
    if (code < 128) {
      const kind = asciiKinds[code] as number;
      if (kind >= letterKind) ink.latin += 1;
      if (kind === vowelKind) ink.vowels += 1;
    } else if (code === 0xfffd) ink.unknown += 1;
    else if (code >= 0x180 && code < 0x1e00) ink.scripts.set(code >> 8, (ink.scripts.get(code >> 8) ?? 0) + 1);
  }
  return ink;
}

/** What the characters of ASCII are; looked up for every glyph. */
const digitKind = 1;
const letterKind = 2;
const vowelKind = 3;
const asciiKinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[aeiouy]/i.test(character)) return vowelKind;
  return /[a-z]/i.test(character) ? letterKind : /\d/.test(character) ? digitKind : 0;
});

interface ReasonInput {
  readonly ink: Ink;
  readonly letters: number;
  readonly garbled: number;
  readonly drawn: boolean;
  readonly pictured: boolean;
}

function reasonOf({ ink, letters, garbled, drawn, pictured }: ReasonInput): PageQuality['needsOcr'] {
  if (ink.all === 0 && garbled === 0) return drawn ? 'no_text' : undefined;
  if (pictured && letters < stampLetters) return 'scan';
  return garbled > mostUnknown || isGibberish(ink) ? 'garbled' : undefined;
}

/** lettersOf counts letters and digits: what is the same however a text is set. */
export function lettersOf(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) count += asciiKinds[code] === 0 ? 0 : 1;
    // Of a pair of surrogates the first counts.
    else if ((code < 0xdc00 || code > 0xdfff) && (code > 0x2fff || /[\p{L}\p{N}]/u.test(text[at] ?? ''))) count += 1;
  }
  return count;
}

/** isGibberish: letters without vowels, or of many scripts at once, as fonts with a false table of characters give them. */
function isGibberish({ all, latin, vowels, scripts }: Ink): boolean {
  if (latin > lettersToTell && latin > 0.4 * all && vowels < fewestVowels * latin) return true;
  const many = [...scripts.values()].filter((count) => count > scriptShare * all && count > 3);
  return many.length >= mostScripts;
}

/** visibleOf leaves out text that nobody sees, unless it is all there is or nearly so, as over a scan. */
export function visibleOf(glyphs: readonly Glyph[]): readonly Glyph[] {
  let hidden = 0;
  for (const { invisible } of glyphs) if (invisible) hidden += 1;
  return hidden === 0 || hidden > 0.8 * glyphs.length ? glyphs : glyphs.filter(({ invisible }) => !invisible);
}
