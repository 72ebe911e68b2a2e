import type { Glyph } from './glyphs.ts';

/** Numbers of lines are so much smaller than the lines that they stand before or behind. */
const smaller = 0.86;
/** So many in a row, one more each time or a fixed step, are no chance. */
const fewest = 5;
const largestStep = 10;
/** Every fifth or tenth line may bear its number: of those so many outside of all text are enough. */
const fewestOutside = 2;
const wideStep = 5;
/** Beyond this no notes or addresses are numbered: a page on which a manuscript ends has few lines. */
const manyLines = 20;
/** Room between a number and its line, in sizes of the number. */
const leastGap = 0.4;
/** Numbers under each other end, or begin, at one place, to this, points. */
const sameEdge = 1;

interface LineNumber {
  readonly value: number;
  /** Indexes of its glyphs. */
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
}

/** withoutLineNumbers leaves out the small numbers that count the lines of a manuscript or a program at their side. */
export function withoutLineNumbers(glyphs: readonly Glyph[]): readonly Glyph[] {
  const all = numbersIn(glyphs);
  if (all.length < fewestOutside) return glyphs;
  const sizes = sizesOf(glyphs, new Set(all.map(({ baseline }) => Math.round(baseline))));
  const beside = all.filter(
    ({ from, baseline }) => (glyphs[from]?.size ?? 0) <= smaller * (sizes.get(Math.round(baseline)) ?? 0),
  );
  if (beside.length < fewestOutside) return glyphs;
  const gone = new Set<number>();
  for (const edge of ['right', 'left'] as const)
    for (const stack of stacksOf(beside, edge)) {
      const outside =
        stack.length < fewest &&
        stack.every(({ value }) => value % wideStep === 0 || value > manyLines) &&
        isOutside(stack, glyphs);
      if (stack.length < fewest && !outside) continue;
      for (const { from, to } of countingIn(stack, outside)) for (let at = from; at < to; at += 1) gone.add(at);
    }
  return gone.size === 0 ? glyphs : glyphs.filter((_, at) => !gone.has(at));
}

function isDigit({ text, angle }: Glyph): boolean {
  const code = text.charCodeAt(0);
  return code > 47 && code < 58 && text.length === 1 && angle === 0;
}

/** numbersIn finds numbers with room on both sides. */
function numbersIn(glyphs: readonly Glyph[]): readonly LineNumber[] {
  const found: LineNumber[] = [];
  for (let from = 0; from < glyphs.length; from += 1) {
    const first = glyphs[from] as Glyph;
    if (!isDigit(first) || touches(inkBefore(glyphs, from), first)) continue;
    let to = from + 1;
    for (let next = glyphs[to]; next !== undefined && isDigit(next) && isNext(glyphs[to - 1], next); next = glyphs[to])
      to += 1;
    const last = glyphs[to - 1] as Glyph;
    if (to - from < 5 && !touches(last, inkBehind(glyphs, to))) {
      const value = glyphs.slice(from, to).reduce((sum, { text }) => 10 * sum + Number(text), 0);
      found.push({ value, from, to, left: first.bbox[0], right: last.bbox[2], baseline: first.baseline });
    }
    from = to - 1;
  }
  return found;
}

function inkBefore(glyphs: readonly Glyph[], at: number): Glyph | undefined {
  let before = at - 1;
  while (glyphs[before]?.text === ' ') before -= 1;
  return glyphs[before];
}

function inkBehind(glyphs: readonly Glyph[], at: number): Glyph | undefined {
  let behind = at;
  while (glyphs[behind]?.text === ' ') behind += 1;
  return glyphs[behind];
}

function isNext(last: Glyph | undefined, next: Glyph): boolean {
  return last !== undefined && last.font === next.font && last.baseline === next.baseline && touches(last, next);
}

/** touches: two glyphs stand side by side, raised or not. */
function touches(left: Glyph | undefined, right: Glyph | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const size = Math.max(left.size, right.size);
  if (Math.abs(left.baseline - right.baseline) > 0.7 * size) return false;
  const gap = right.bbox[0] - left.bbox[2];
  return gap < leastGap * Math.min(left.size, right.size) && gap > -size;
}

/** sizesOf gives the largest size that is set on each of some lines. */
function sizesOf(glyphs: readonly Glyph[], lines: ReadonlySet<number>): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const { baseline, size, text } of glyphs) {
    const line = Math.round(baseline);
    if (text !== ' ' && lines.has(line)) sizes.set(line, Math.max(size, sizes.get(line) ?? 0));
  }
  return sizes;
}

function stacksOf(numbers: readonly LineNumber[], edge: 'left' | 'right'): readonly (readonly LineNumber[])[] {
  const stacks: LineNumber[][] = [];
  for (const number of [...numbers].sort((a, b) => a[edge] - b[edge])) {
    const stack = stacks.at(-1);
    if (stack !== undefined && number[edge] - (stack[0]?.[edge] ?? 0) < sameEdge) stack.push(number);
    else stacks.push([number]);
  }
  return stacks.filter((stack) => stack.length >= fewestOutside);
}

/** isOutside: all that is printed on the page stands to one side of the numbers. */
function isOutside(stack: readonly LineNumber[], glyphs: readonly Glyph[]): boolean {
  const own = new Set<number>();
  for (const { from, to } of stack) for (let at = from; at < to; at += 1) own.add(at);
  const [first] = stack;
  if (first === undefined) return false;
  let [isLeft, isRight] = [true, true];
  for (let at = 0; at < glyphs.length && (isLeft || isRight); at += 1) {
    const { text, angle, bbox } = glyphs[at] as Glyph;
    if (text === ' ' || angle !== 0 || own.has(at)) continue;
    isLeft &&= bbox[0] > first.right;
    isRight &&= bbox[2] < first.left;
  }
  return isLeft || isRight;
}

/** countingIn gives the numbers of a stack that count on from top to bottom; few by the same wide step if they stand outside of the text. */
function countingIn(stack: readonly LineNumber[], outside: boolean): readonly LineNumber[] {
  const sorted = [...stack].sort((a, b) => a.baseline - b.baseline);
  const found: LineNumber[] = [];
  let run: LineNumber[] = [];
  let step = 0;
  const end = () => {
    if (run.length >= (outside ? fewestOutside : fewest)) found.push(...run);
  };
  for (const number of sorted) {
    const last = run.at(-1);
    const by = last === undefined ? 0 : number.value - last.value;
    const goesOn =
      last !== undefined &&
      by > 0 &&
      by <= largestStep &&
      (run.length === 1 || by === step) &&
      (!outside || by === 1 || by % wideStep === 0);
    if (goesOn) {
      run.push(number);
      step = by;
      continue;
    }
    end();
    run = [number];
  }
  end();
  return found;
}
