import type { FilledLine, Filling } from './rows.ts';

/** Labels begin at one place within so many points. */
const sameStart = 1.5;
/** A label that stands in does so by this part of the size at least. */
const leastIndent = 0.4;
/** A blank between words, in sizes. */
const blank = 0.25;
/** So many lines show that labels begin at a place. */
const fewestLines = 2;

/** LabelLevels tells labels of their own from lines of a longer one by where they begin. */
export interface LabelLevels {
  /** A label does not go on from the one above: it begins further left, stands in as rows below the name of a group do, or had room there. */
  standsApart(above: Filling, label: Filling): boolean;
}

/** labelLevels finds where the labels of rows begin. */
export function labelLevels(lines: readonly FilledLine[]): LabelLevels {
  const starts: number[] = [];
  const ofRows: number[] = [];
  lines.forEach(({ fillings }, at) => {
    const [label] = fillings;
    if (label?.column !== 0) return;
    starts.push(leftOf(label));
    // Below a line that is a row already begins the next one.
    if (fillings.length > 1 && (lines[at - 1]?.fillings.length ?? 0) > 1) ofRows.push(leftOf(label));
  });
  const right = lines.reduce(
    (most, { fillings: [label] }) => Math.max(most, label?.columnEnd === 1 ? rightOf(label) : most),
    0,
  );
  /** A text breaks where its next word has no room. */
  const hadRoom = (above: Filling, label: Filling) => {
    const [word] = label.words;
    if (word === undefined || !/^\p{Ll}/u.test(label.text) || /[-\u2010\u00ad]$/.test(above.text)) return false;
    return rightOf(above) + blank * word.size + word.bbox[2] - word.bbox[0] < right;
  };
  const isLevel = (places: readonly number[], x: number) => {
    let count = 0;
    for (const place of places) if (Math.abs(place - x) < sameStart) count += 1;
    return count >= fewestLines;
  };
  return {
    standsApart(above, label) {
      const step = leftOf(label) - leftOf(above);
      if (Math.abs(step) < leastIndent * (label.words[0]?.size ?? 10)) return hadRoom(above, label);
      return isLevel(step < 0 ? starts : ofRows, leftOf(label));
    },
  };
}

/** rightOf gives where the text of a filling ends. */
export function rightOf({ words }: Filling): number {
  return words.at(-1)?.bbox[2] ?? 0;
}

/** leftOf gives where the text of a filling begins. */
export function leftOf({ words }: Filling): number {
  return words[0]?.bbox[0] ?? 0;
}
