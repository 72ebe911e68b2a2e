import type { Segment } from './page-content.ts';
import { textOfRuns } from './run-text.ts';

/** An initial is so many times as large as its text, and not much larger than a few lines. */
const leastRatio = 1.7;
const mostRatio = 7;

/** withDropCaps gives a large initial back to its word, and lets the lines beside it begin where it does. */
export function withDropCaps(segments: readonly Segment[]): readonly Segment[] {
  const initials = segments.filter(isInitial);
  if (initials.length === 0 || initials.length > 40) return segments;
  let result = segments;
  for (const initial of initials) result = withInitial(result, initial);
  return result;
}

/** A letter with a quotation mark, in two units each, and blanks. */
const longestInitial = 8;

function isInitial({ runs }: Segment): boolean {
  const text = textOfRuns(runs);
  return text.length < longestInitial && /^["“„«‘']?\p{Lu}$/u.test(text.trim());
}

function withInitial(segments: readonly Segment[], initial: Segment): readonly Segment[] {
  const level = segments.filter((segment) => isBeside(segment, initial)).sort((a, b) => a.baseline - b.baseline);
  const [first, second] = level;
  if (first === undefined || second === undefined) return segments;
  const beside = new Set([...level, ...segments.filter((segment) => goesOnBelow(segment, level))]);
  const [letter] = initial.runs;
  return segments.flatMap((segment) => {
    if (segment === initial) return [];
    if (!beside.has(segment)) return [segment];
    const [, y0, x1, y1] = segment.bbox;
    const bbox = [initial.bbox[0], y0, x1, y1] as const;
    if (segment !== first || letter === undefined) return [{ ...segment, bbox }];
    const size = segment.size;
    const text = letter.text.trim();
    const blank = isWord(text, textOfRuns(segment.runs), segments) ? ' ' : '';
    return [{ ...segment, bbox, runs: [{ ...letter, text: text + blank, size, rise: 0 }, ...segment.runs] }];
  });
}

/** Letters that are words of their own in languages of Europe: `A`, `I`, `À`, `В`. */
const letterWord = /[AEIOUYÀÁÈÉÒÓАВИКОСУЯ]$/u;

/** isWord: an initial is a word of its own when the page knows what follows as a word, but not what both would be together: `A` `petition`, `A` `lthough`. */
function isWord(initial: string, rest: string, segments: readonly Segment[]): boolean {
  const [next = ''] = /^\p{Ll}+/u.exec(rest) ?? [];
  if (next === '' || !letterWord.test(initial)) return false;
  const whole = `${initial.slice(-1).toLowerCase()}${next}`;
  let isKnown = false;
  for (const { runs } of segments) {
    const text = textOfRuns(runs);
    if (text === rest) continue;
    const words = text.toLowerCase().split(/\P{L}+/u);
    if (words.includes(whole)) return false;
    isKnown ||= words.includes(next);
  }
  return isKnown;
}

/** goesOnBelow: the room of the initial may go on below it for one more line, which begins where those beside it do. */
function goesOnBelow({ bbox, baseline, size }: Segment, level: readonly Segment[]): boolean {
  const [last, before] = [level.at(-1), level.at(-2)];
  if (last === undefined || before === undefined || Math.abs(bbox[0] - last.bbox[0]) > 0.1 * size) return false;
  const step = baseline - last.baseline;
  return step > 0.5 * size && step < 1.2 * (last.baseline - before.baseline);
}

/** isBeside: a line of text right behind the initial, between its top and its baseline. */
function isBeside({ bbox, baseline, size, runs }: Segment, initial: Segment): boolean {
  if (initial.size < leastRatio * size || initial.size > mostRatio * size) return false;
  const gap = bbox[0] - initial.bbox[2];
  if (gap > 1.2 * size || bbox[2] - bbox[0] < 6 * size) return false;
  if (gap < -0.5 * size && !isPrintedOver(runs, bbox, initial)) return false;
  return baseline > initial.baseline - 0.85 * initial.size && baseline < initial.baseline + 0.3 * size;
}

/** isPrintedOver: some programs leave the initial no room on its first line, which goes on in the middle of the word. */
function isPrintedOver(runs: Segment['runs'], bbox: Segment['bbox'], initial: Segment): boolean {
  return bbox[0] > initial.bbox[0] - 1 && bbox[0] < initial.bbox[2] && /^\s*\p{Ll}/u.test(runs[0]?.text ?? '');
}
