import type { Bbox } from '@docmill/document';
import { characterOf, unknownCharacter } from './characters.ts';
import { isInClip, type ShownObjects } from './clips.ts';
import type { Deadline } from './deadline.ts';
import { createFontTable, type FontTable, type OutlineLooks } from './fonts.ts';
import { furtherCharacter } from './formulas/further-codes.ts';
import { type MathFont, namedCharacter, texCharacter } from './formulas/tex-fonts.ts';
import { nameOfBox } from './glyph-names/find-names.ts';
import { codedCharacter, glyphNamed } from './glyph-names/publisher-fonts.ts';
import type { Ground } from './ground.ts';
import { nonJoiner, withNonJoiners } from './joining-scripts.ts';
import { createMeanings, type Meanings, mostLettersOfGlyph, withoutGuesses, withoutStuffed } from './meanings.ts';
import { isOfOtherScript } from './other-scripts.ts';
import type { Font } from './page-content.ts';
import type { PageFrame } from './page-frame.ts';
import type { PdfiumApi } from './pdfium.ts';
import { mayBeSpoken, spokenTextOf } from './spoken-text.ts';
import type { PageTags, TagRole } from './tags.ts';
import { noObject, readTextObject, type TextObject } from './text-objects.ts';

/** Glyph is one character on the page. */
export interface Glyph {
  readonly text: string;
  readonly bbox: Bbox;
  readonly baseline: number;
  readonly size: number;
  readonly font: number;
  readonly angle: 0 | 90 | 180 | 270;
  /** A blank that the page does not hold: PDFium infers it from a gap. */
  readonly generated: boolean;
  /** Not painted, as the text that programs lay over scans, or in a way that nobody sees: wholly transparent, white on white, a speck. */
  readonly invisible: boolean;
  /** Index into the page's links. */
  readonly link?: number | undefined;
  /** A line runs through it. */
  readonly strike?: boolean | undefined;
  /** A figure that its font draws small and high, as marks of notes are, though it stands on the baseline. */
  readonly superior?: true | undefined;
  /** What the tags of the file call it. */
  readonly role?: TagRole | undefined;
  /** What is inked, of signs of formulas: those say little by their loose box. */
  readonly ink?: Bbox | undefined;
  /** Set when this stands for a formula inside a line: its LaTeX. `text` is then its plain characters. */
  readonly latex?: string | undefined;
}

/** GlyphTraits are what a look at each glyph, as it is read, tells of a page: most pages have none of it, and are spared what looks for it. */
export interface GlyphTraits {
  /** Some are `invisible`. */
  readonly invisible: boolean;
  /** Some stand at another angle than 0. */
  readonly turned: boolean;
  /** Some are of scripts of which `isOfOtherScript` tells. */
  readonly otherScripts: boolean;
}

/** PageGlyphs is the text of a page with its fonts. */
export interface PageGlyphs {
  readonly glyphs: readonly Glyph[];
  readonly traits: GlyphTraits;
  readonly fonts: readonly Font[];
  /** Glyphs of which the file does not tell the character. */
  readonly unknown: number;
  /** Text objects that characters were read of. */
  readonly heard: ReadonlySet<number>;
}

const noTraits: GlyphTraits = { invisible: false, turned: false, otherScripts: false };

function note({ invisible, angle, text }: Glyph, traits: { -readonly [Trait in keyof GlyphTraits]: boolean }): void {
  if (invisible) traits.invisible = true;
  if (angle !== 0) traits.turned = true;
  if (isOfOtherScript(text.charCodeAt(0))) traits.otherScripts = true;
}

/** traitsOf looks at glyphs that `readGlyphs` has not read. */
export function traitsOf(glyphs: readonly Glyph[]): GlyphTraits {
  const traits = { ...noTraits };
  for (const glyph of glyphs) note(glyph, traits);
  return traits;
}

const glyphsBetweenChecks = 4_096;

/** GlyphContext is the place of the page as shown, its tags if it has some, and the time that it has. */
export interface GlyphContext {
  readonly frame: PageFrame;
  readonly deadline: Deadline;
  readonly tags: PageTags | undefined;
  /** What is seen of text objects that are clipped. */
  readonly clips: ShownObjects['clips'];
  readonly ground: Ground;
  readonly looks: OutlineLooks;
}

/** readGlyphs reads all characters of a page. Facts of the text object are fetched only when it changes: 50 times a page, not 4,000. */
export function readGlyphs(
  api: PdfiumApi,
  page: number,
  { frame, tags, clips, ground, looks, deadline }: GlyphContext,
): PageGlyphs {
  const { fpdf, character } = api;
  const textPage = fpdf.FPDFText_LoadPage(page);
  if (textPage === 0) return { glyphs: [], traits: noTraits, fonts: [], unknown: 0, heard: new Set() };
  try {
    const fonts = createFontTable(api, looks);
    const glyphs: Glyph[] = [];
    const count = fpdf.FPDFText_CountChars(textPage);
    let unknown = 0;
    const heard = new Set<number>();
    let lastObject = -1;
    let clip: Bbox | undefined;
    const spoken = spokenTextOf(api);
    let isRepeated = false;
    const guesses: number[] = [];
    const traits = { ...noTraits };
    let parted = false;
    // Glyphs in one place, the last ones and the most.
    let [crowd, largestCrowd] = [0, 0];
    // One for all glyphs, changed from glyph to glyph: thousands of them would be garbage.
    const place: GlyphPlace = {
      textPage,
      frame,
      ground,
      fonts,
      meanings: createMeanings(),
      index: 0,
      code: 0,
      isGuess: false,
      object: noObject,
      before: undefined,
    };
    for (let index = 0; index < count; index += 1) {
      if (index % glyphsBetweenChecks === 0) deadline.check();
      const code = codeAt(character, textPage, index);
      if ((code === 13 || code === 10) && !isBracketPiece(character, textPage, index)) continue;
      const handle = character.textObject(textPage, index);
      if (handle !== lastObject && handle !== 0) {
        lastObject = handle;
        heard.add(handle);
        clip = clips.get(handle);
        place.object = readTextObject(api, handle, { fonts, frame, tags, textPage, index });
        isRepeated = mayBeSpoken(code) && spoken.isRepeated(handle);
      }
      if (place.object.oblique || (isRepeated && handle !== 0)) continue;
      if (code === 0 && place.object.math === undefined) {
        unknown += 1;
        continue;
      }
      place.index = index;
      place.code = code;
      const glyph = readGlyph(api, place);
      if (glyph === undefined || isHidden(glyph, clip)) continue;
      crowd = glyph.bbox === place.before?.bbox ? crowd + 1 : 1;
      if (crowd > largestCrowd) largestCrowd = crowd;
      note(glyph, traits);
      place.before = glyph;
      if (glyph.text === unknownCharacter) unknown += 1;
      else if (glyph.text === nonJoiner) parted = true;
      else if (place.isGuess && ligatureOf(place) === undefined) guesses.push(glyphs.length);
      glyphs.push(glyph);
    }
    unknown += withoutGuesses(glyphs, guesses, place.meanings);
    const joined = parted ? withNonJoiners(glyphs) : glyphs;
    const { glyphs: single, stuffed } =
      largestCrowd > mostLettersOfGlyph ? withoutStuffed(joined) : { glyphs: joined, stuffed: 0 };
    return { glyphs: single, traits, fonts: fonts.finished(), unknown: unknown + stuffed, heard };
  } finally {
    fpdf.FPDFText_ClosePage(textPage);
  }
}

/** isBracketPiece tells glyphs of TeX's fonts, of no known character, from the ends of lines that PDFium gives the same codes. */
function isBracketPiece(
  { unicode, unmapped, isGenerated }: PdfiumApi['character'],
  textPage: number,
  index: number,
): boolean {
  const code = unicode(textPage, index);
  return (code === 13 || code === 10) && isGenerated(textPage, index) !== 1 && unmapped(textPage, index) === 1;
}

/** Blanks stay: they part what is seen. */
function isHidden({ text, bbox }: Glyph, clip: Bbox | undefined): boolean {
  return clip !== undefined && text !== ' ' && !isInClip(clip, bbox);
}

/** codeAt joins the two halves in which some builds give what lies beyond U+FFFF; the second half is then 13, which is passed over. */
function codeAt({ unicode }: PdfiumApi['character'], textPage: number, index: number): number {
  const code = unicode(textPage, index);
  if (code < 0xd800 || code > 0xdfff) return code;
  const other = unicode(textPage, code < 0xdc00 ? index + 1 : index - 1);
  if (code < 0xdc00)
    return other >= 0xdc00 && other <= 0xdfff ? 0x10000 + ((code - 0xd800) << 10) + (other - 0xdc00) : code;
  return other >= 0xd800 && other < 0xdc00 ? 13 : code;
}

interface GlyphPlace {
  readonly textPage: number;
  readonly frame: PageFrame;
  readonly ground: Ground;
  readonly fonts: FontTable;
  readonly meanings: Meanings;
  index: number;
  code: number;
  /** The file does not tell the character, which PDFium takes to be the code itself. */
  isGuess: boolean;
  object: TextObject;
  /** The glyph before. */
  before: Glyph | undefined;
}

function readGlyph(api: PdfiumApi, place: GlyphPlace): Glyph | undefined {
  const { textPage, index, code, object, frame, fonts, before } = place;
  const { character, scratch } = api;
  const { math, coding } = object;
  const unmapped = (math !== undefined || coding !== undefined) && character.unmapped(textPage, index) === 1;
  const blank =
    (code === 32 && !unmapped) || code === 0xa0 || code === 9 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a);
  const generated = blank && character.isGenerated(textPage, index) === 1;
  const sign = coding === undefined ? symbolOf(code, unmapped, object) : codedSign(api, place, unmapped);
  place.isGuess = !blank && math === undefined && sign === undefined && isGuess(api, place);
  const guessed = place.isGuess && code > 0xff;
  const told = blank
    ? ' '
    : (sign ?? ligatureOf(place) ?? (guessed ? unknownCharacter : characterOf(code, object.fontName)));
  if (told === '' || character.looseBox(textPage, index, scratch) === 0) return undefined;
  const bbox = boxIn(object, frame.rectangle(api.allFloats(), scratch >> 2));
  if (!frame.shows(bbox)) return undefined;
  const { size, font, angle, role } = object;
  const invisible = object.invisible || (object.white && !place.ground.isUnder(bbox));
  if (isAsciiLetter(code)) fonts.measured(object, code, bbox);
  const ink = !blank && needsInk(code, math) ? (inkOf(api, place) ?? bbox) : undefined;
  findBaseline(api, place, bbox);
  const { baseline } = object.line;
  const isPhi = math === 'italic' && (code === 0x3c6 || code === 0x3d5) && ink !== undefined;
  const text = isPhi ? phiOf((baseline - ink[1]) / size) : told;
  const raised =
    mayBeSuperior(code, object, before) && (inkOf(api, place)?.[3] ?? baseline) < baseline - superiorFoot * size;
  // All fields in one order, set or not: then all glyphs are of one shape, and what reads them runs twice as fast.
  return {
    text,
    bbox,
    baseline,
    size,
    font,
    angle,
    generated,
    invisible,
    link: undefined,
    strike: undefined,
    superior: raised ? true : undefined,
    role,
    ink,
    latex: undefined,
  };
}

/**
 * ligatureOf reads what TeX's fonts of pixels have at codes that are no characters: they bear neither a name nor names of their glyphs.
 * At the code of `ffl` fonts of signs have the bullet of lists.
 */
function ligatureOf({ object, code, isGuess, before }: GlyphPlace): string | undefined {
  if (!isGuess || object.fontName !== '') return undefined;
  if (code === 15 && (before === undefined || before.font !== object.font || before.text === ' ')) return '•';
  return pixelCodes[code];
}

/** By the encodings of TeX's older and newer fonts of text. */
const pixelCodes: Readonly<Record<number, string>> = {
  11: 'ff',
  12: 'fi',
  13: 'fl',
  14: 'ffi',
  15: 'ffl',
  16: 'ı',
  25: 'ß',
  26: 'æ',
  27: 'ff',
  28: 'fi',
  29: 'fl',
  30: 'ffi',
  31: 'ffl',
  34: '”',
  92: '“',
  123: '–',
  124: '—',
};

/** phiOf tells both forms of phi by their height over the baseline, in sizes: names of glyphs and Unicode call them the other way round. */
function phiOf(rise: number): string {
  return rise > 0.58 ? 'ϕ' : 'φ';
}

/** boxIn gives the very box of the glyph before where it is the same: PDFium gives the letters of a ligature one place, which `isTwin` knows them by. */
function boxIn({ line }: TextObject, box: Bbox): Bbox {
  const { box: last } = line;
  if (box[0] !== last[0] || box[2] !== last[2] || box[1] !== last[1] || box[3] !== last[3]) line.box = box;
  return line.box;
}

/** isGuess: the file does not tell what the code means. PDFium is asked once for each code of a font. */
function isGuess({ character }: PdfiumApi, { meanings, textPage, index, code, object: { font } }: GlyphPlace): boolean {
  return meanings.isGuess(font, code) ?? meanings.learn(font, code, character.unmapped(textPage, index) === 1);
}

/** The foot of a superior figure is this far above the baseline, in sizes. */
const superiorFoot = 0.18;

/** mayBeSuperior: only figures right behind a word, a sign or another superior one are looked at, for it costs a call. */
function mayBeSuperior(code: number, { math, angle }: TextObject, before: Glyph | undefined): boolean {
  if (code < 0x30 || code > 0x39 || math !== undefined || angle !== 0 || before === undefined) return false;
  return before.superior === true || /^[^\s\d]$/u.test(before.text);
}

/** findBaseline asks for the place of a glyph once for all of its text object that stand on one line: their loose boxes end at one height. */
function findBaseline({ character, scratch, allDoubles }: PdfiumApi, place: GlyphPlace, bbox: Bbox): void {
  const { textPage, index, object, frame } = place;
  const { angle, line } = object;
  const isLevel = angle === 0 || angle === 180;
  const foot = isLevel ? bbox[3] : bbox[2];
  if (line.foot === foot) return;
  character.origin(textPage, index, scratch, scratch + 8);
  const doubles = allDoubles();
  const [x, y] = frame.point(doubles[scratch >> 3] ?? 0, doubles[(scratch >> 3) + 1] ?? 0);
  line.foot = foot;
  line.baseline = isLevel ? y : x;
}

/** Arrows, operators, pieces of brackets and mathematical letters say little by their loose boxes, and so does what a font of formulas holds. */
function needsInk(code: number, math: MathFont | undefined): boolean {
  if (math !== undefined) return math !== 'roman' || code > 127;
  // Brackets of formulas may be as tall as what they hold.
  if (code === 0x28 || code === 0x29 || code === 0x5b || code === 0x5d || (code >= 0x7b && code <= 0x7d)) return true;
  // So may accents be anywhere in their loose boxes.
  if (code === 0xaf || (code >= 0x2c6 && code <= 0x2dd) || (code >= 0x300 && code <= 0x333) || code === 0x203e)
    return true;
  return (code >= 0x2190 && code <= 0x2bff) || code >= 0x1d400 || (code >= 0xf8e5 && code <= 0xf8fe);
}

function inkOf(
  { character, scratch, allDoubles }: PdfiumApi,
  { textPage, index, frame }: Pick<GlyphPlace, 'textPage' | 'index' | 'frame'>,
): Bbox | undefined {
  if (character.ink(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24) === 0) return undefined;
  const at = scratch >> 3;
  const doubles = allDoubles();
  return frame.box(doubles[at] ?? 0, doubles[at + 2] ?? 0, doubles[at + 1] ?? 0, doubles[at + 3] ?? 0);
}

/** symbolOf reads codes of fonts of formulas that Unicode does not know, or knows otherwise. */
function symbolOf(code: number, unmapped: boolean, { math, fontName }: TextObject): string | undefined {
  if (math === undefined) return undefined;
  if (!unmapped && code !== 0) return namedCharacter(math, code);
  const sign = furtherCharacter(fontName, code) ?? texCharacter(math, code);
  return math === 'other' ? (sign ?? unknownCharacter) : sign;
}

/** codedSign reads signs of publishers' fonts by the codes that their names stand for, which only the font itself may tell. */
function codedSign(api: PdfiumApi, place: GlyphPlace, unmapped: boolean): string | undefined {
  const { code, object, fonts, textPage, index } = place;
  const { coding } = object;
  if (coding === undefined) return undefined;
  if (!unmapped && code !== 0) return codedCharacter(coding, String.fromCodePoint(Math.min(code, 0x10ffff)));
  const named = fonts.namedGlyphs(object.font);
  if (named.length === 0) return object.math === undefined ? undefined : texCharacter(object.math, code);
  const ink = inkOf(api, place);
  if (ink === undefined || object.angle !== 0) return unknownCharacter;
  api.character.origin(textPage, index, api.scratch, api.scratch + 8);
  const doubles = api.allDoubles();
  const [x, y] = place.frame.point(doubles[api.scratch >> 3] ?? 0, doubles[(api.scratch >> 3) + 1] ?? 0);
  const units = 1000 / object.size;
  const box = [(ink[0] - x) * units, (y - ink[3]) * units, (ink[2] - x) * units, (y - ink[1]) * units] as const;
  const name = nameOfBox(named, box);
  return (name === undefined ? undefined : glyphNamed(coding, name)) ?? unknownCharacter;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
