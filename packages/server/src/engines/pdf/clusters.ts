import { unionBbox } from '@docmill/document';
import { unknownCharacter } from './characters.ts';
import type { Glyph } from './glyphs.ts';

/** Letters that are put together of pieces: Indic and Thai scripts and their kin. */
const composed = /[\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]/;
const withoutBlanks = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/;
/** What belongs to the letter before it, and what binds the next letter to it. */
const mark = /^[\p{M}\u0e33\u0eb3]/u;
const binder = /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2]$/;
/** Pieces of one cluster stand no farther apart than this, in sizes, in height and in width. */
const mostRise = 0.5;
const near = 0.12;
/** A cluster has no more characters than this. */
const longest = 16;
/** Texts with blanks have at least so many of them for each character. */
const fewestBlanks = 0.05;
/** Clusters that were truly written twice are as wide as each other but for this part. */
const sameWidth = 0.06;

/** isComposed tells texts of scripts whose letters are put together of pieces. */
export function isComposed(text: string): boolean {
  return text.charCodeAt(0) >= 0x900 && composed.test(text);
}

/** withWholeClusters mends scripts whose letters are put together of pieces: no cluster comes twice, and no blank is inferred within words. */
export function withWholeClusters(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => isComposed(text))) return glyphs;
  return withoutRepeatedClusters(withoutInferredBlanks(withVowelAm(glyphs)));
}

/** The ring and the stroke of the vowel `am`, in Thai and Lao, and the vowel. */
const ring = /[\u0e4d\u0ecd]/;
const vowelsAm: Readonly<Record<string, string>> = { '\u0e32': '\u0e33', '\u0eb2': '\u0eb3' };
const consonant = /^[\u0e01-\u0e2e\u0e81-\u0eae]/;
const tone = /^[\u0e48-\u0e4b\u0ec8-\u0ecb]$/;

/** withVowelAm puts the vowel `am` together, whose ring fonts hold apart and files call something else or nothing: `น` `◌` `้` `า` becomes `น้ำ`. */
function withVowelAm(glyphs: readonly Glyph[]): readonly Glyph[] {
  const result: Glyph[] = [];
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    const behind = tone.test(glyphs[at + 1]?.text ?? '') ? at + 2 : at + 1;
    const am = vowelsAm[glyphs[behind]?.text ?? ''];
    if (am !== undefined && isRing(glyph, result.at(-1))) {
      for (const mark of glyphs.slice(at + 1, behind)) result.push(mark);
      result.push({ ...(glyphs[behind] as Glyph), text: am });
      at = behind;
    } else result.push(glyph);
  }
  return result;
}

/** isRing: the ring itself, or what has no meaning and stands over a consonant. */
function isRing({ text, bbox }: Glyph, before: Glyph | undefined): boolean {
  if (ring.test(text)) return true;
  if (text !== unknownCharacter || before === undefined) return false;
  const middle = (bbox[0] + bbox[2]) / 2;
  return (
    (consonant.test(before.text) || tone.test(before.text)) &&
    middle > before.bbox[0] &&
    middle < before.bbox[2] + 0.2 * before.size
  );
}

/** Pieces of a cluster that PDFium does not tell are no wider than this, in sizes. */
const widestPiece = 2.2;

/**
 * withoutInferredBlanks: PDFium infers blanks beside pieces that it does not tell: where the file has blanks of its own, or the script needs none,
 * they go. One that stands before the letter it follows tells that the rest of the cluster reaches to the next letter.
 */
function withoutInferredBlanks(glyphs: readonly Glyph[]): readonly Glyph[] {
  let [own, letters] = [0, 0];
  for (const { text, generated } of glyphs) {
    if (text === ' ' && !generated) own += 1;
    else if (isComposed(text)) letters += 1;
  }
  const hasBlanks = own > fewestBlanks * letters;
  const result: Glyph[] = [];
  for (const [at, glyph] of glyphs.entries()) {
    const [before, after] = [result.at(-1), glyphs[at + 1]];
    const isBetween = before !== undefined && after !== undefined && isComposed(before.text) && isComposed(after.text);
    if (!(glyph.generated && isBetween) || (!hasBlanks && !withoutBlanks.test(before.text))) {
      result.push(glyph);
      continue;
    }
    const gap = after.bbox[0] - before.bbox[2];
    const isPiece = glyph.bbox[0] < before.bbox[0] && gap > 0 && gap < widestPiece * before.size;
    if (isPiece && after.baseline === before.baseline)
      result[result.length - 1] = { ...before, bbox: [before.bbox[0], before.bbox[1], after.bbox[0], before.bbox[3]] };
  }
  return result;
}

/**
 * withoutRepeatedClusters drops clusters that stand in the place of the one before them: some programs print the pieces of a cluster one by one
 * and tell the text of the whole cluster for each of them.
 */
function withoutRepeatedClusters(glyphs: readonly Glyph[]): readonly Glyph[] {
  const result: Glyph[] = [];
  let last: Cluster | undefined;
  for (let at = 0; at < glyphs.length; ) {
    const cluster = clusterFrom(glyphs, at);
    at = cluster.end;
    if (last !== undefined && isPieceOf(last, cluster)) {
      // A blank that PDFium infers between the pieces goes.
      result.length = last.place;
      const bbox = unionBbox([...last.glyphs, ...cluster.glyphs].map((glyph) => glyph.bbox));
      const tail = result.at(-1) as Glyph;
      result[last.place - 1] = { ...tail, bbox: [tail.bbox[0], tail.bbox[1], bbox?.[2] ?? tail.bbox[2], tail.bbox[3]] };
      continue;
    }
    result.push(...cluster.glyphs);
    if (cluster.glyphs[0]?.generated !== true) last = { ...cluster, place: result.length };
  }
  return result;
}

/** Cluster is a letter with all that is put together with it. */
export interface Cluster {
  readonly glyphs: readonly Glyph[];
  readonly text: string;
  /** Index behind it, among the glyphs of the page. */
  readonly end: number;
  /** Index behind it, among those that are kept. */
  readonly place: number;
}

/** clusterFrom gives the cluster that begins at an index. */
export function clusterFrom(glyphs: readonly Glyph[], start: number): Cluster {
  let text = glyphs[start]?.text ?? '';
  let end = start + 1;
  for (; end < glyphs.length && end - start < longest; end += 1) {
    const next = (glyphs[end] as Glyph).text;
    if (!mark.test(next) && !(binder.test(text) && isComposed(next))) break;
    text += next;
  }
  return { glyphs: glyphs.slice(start, end), text, end, place: 0 };
}

function isPieceOf(last: Cluster, cluster: Cluster): boolean {
  if (last.text !== cluster.text || cluster.glyphs.length < 2) return false;
  const [first, before] = [cluster.glyphs[0] as Glyph, last.glyphs.at(-1) as Glyph];
  if (Math.abs(first.baseline - before.baseline) > mostRise * first.size) return false;
  const gap = first.bbox[0] - before.bbox[2];
  if (gap > near * first.size || gap < -3 * first.size) return false;
  const width = widthOf(last);
  return gap < -near * first.size || Math.abs(widthOf(cluster) - width) > sameWidth * width;
}

function widthOf({ glyphs }: Cluster): number {
  return Math.max(...glyphs.map(({ bbox }) => bbox[2])) - Math.min(...glyphs.map(({ bbox }) => bbox[0]));
}
