import type { Bbox } from '@docmill/document';
import type { Segment } from '../page-content.ts';
import { textOfRuns } from '../run-text.ts';

/** Scripts that are written without blanks: a letter says as much as two or three of others. */
const dense =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** A label has at most so many words; prose has more. */
const labelWords = 6;

/** textOf gives the characters of a segment. */
export function textOf({ runs }: Segment): string {
  return textOfRuns(runs);
}

/** wordsOf counts the words and numbers of a segment; in scripts without blanks two letters are one. */
export function wordsOf(segment: Segment): number {
  const text = textOf(segment).trim();
  return text.split(/\s+/).length + Math.floor((text.match(dense)?.length ?? 0) / 2);
}

/** lengthOf counts letters as a European script would need them. */
export function lengthOf(segment: Segment): number {
  const text = textOf(segment);
  return text.length + 1.5 * (text.match(dense)?.length ?? 0);
}

/** isLabel tells texts that are short enough to name a part of a drawing. */
export function isLabel(segment: Segment): boolean {
  return wordsOf(segment) <= labelWords;
}

/** isInside: the middle of a box lies in another. */
export function isInside([x0, y0, x1, y1]: Bbox, box: Bbox): boolean {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return x > box[0] && x < box[2] && y > box[1] && y < box[3];
}

/** Lines of a paragraph follow each other no further apart than this, in sizes. */
const lineStep = 1.8;
/** So many flush lines with a long one among them, or of which half begin with a small letter, are a paragraph. */
const fewestLines = 3;
const fewestShortLines = 4;

/** textAmong gives the lines of paragraphs that are as short as labels, where they run around a picture. */
export function textAmong(segments: readonly Segment[]): ReadonlySet<Segment> {
  const text = new Set<Segment>();
  const lines = segments.filter(({ angle }) => angle === 0);
  for (const flush of Map.groupBy(lines, ({ bbox }) => Math.round(bbox[0])).values()) {
    if (flush.length < fewestLines) continue;
    let run: Segment[] = [];
    for (const line of flush.sort((a, b) => a.baseline - b.baseline)) {
      const last = run.at(-1);
      if (last !== undefined && !followsLine(line, last)) {
        if (isParagraph(run)) for (const one of run) text.add(one);
        run = [];
      }
      run.push(line);
    }
    if (isParagraph(run)) for (const one of run) text.add(one);
  }
  return text.size === 0 ? text : withRestOfLines(text, lines);
}

/** Words of a justified line in a narrow column stand no further apart than this, in sizes. */
const widestBlank = 4;

/** withRestOfLines adds the words behind the first ones of lines that are set so wide that each word stands alone. */
function withRestOfLines(text: ReadonlySet<Segment>, lines: readonly Segment[]): ReadonlySet<Segment> {
  const whole = new Set(text);
  for (const row of Map.groupBy(lines, ({ baseline }) => Math.round(baseline)).values()) {
    let last: Segment | undefined;
    for (const next of row.sort((a, b) => a.bbox[0] - b.bbox[0]))
      if (text.has(next) || (last !== undefined && goesOnBehind(next, last))) {
        whole.add(next);
        last = next;
      }
  }
  return whole;
}

function goesOnBehind(next: Segment, { bbox, size }: Segment): boolean {
  const gap = next.bbox[0] - bbox[2];
  return gap >= 0 && gap <= widestBlank * size && Math.abs(next.size - size) <= 0.05 * size;
}

function followsLine({ baseline, size }: Segment, above: Segment): boolean {
  return baseline - above.baseline < lineStep * size && Math.abs(size - above.size) < 0.05 * size;
}

function isParagraph(lines: readonly Segment[]): boolean {
  if (lines.length < fewestLines) return false;
  if (lines.some((line) => !isLabel(line))) return true;
  const goOn = lines.filter((line) => /^\s*\p{Ll}/u.test(textOf(line)));
  return lines.length >= fewestShortLines && goOn.length >= 0.5 * lines.length;
}
