/** OutlineBox is the box around all points of a glyph's outline, those that only steer it too: left, bottom, right, top in units of the font. */
export type OutlineBox = readonly [number, number, number, number];

/** Subroutines that charstrings call, those of the font and those of the file. */
export interface Subroutines {
  readonly local: readonly Uint8Array[];
  readonly global: readonly Uint8Array[];
}

const deepest = 10;
const mostSteps = 20_000;

/** Operators of Type 2 charstrings (Adobe Technical Note 5177). */
const op = {
  hstem: 1,
  vstem: 3,
  vmoveto: 4,
  rlineto: 5,
  hlineto: 6,
  vlineto: 7,
  rrcurveto: 8,
  callsubr: 10,
  return: 11,
  escape: 12,
  endchar: 14,
  hstemhm: 18,
  hintmask: 19,
  cntrmask: 20,
  rmoveto: 21,
  hmoveto: 22,
  vstemhm: 23,
  rcurveline: 24,
  rlinecurve: 25,
  vvcurveto: 26,
  hhcurveto: 27,
  shortint: 28,
  callgsubr: 29,
  vhcurveto: 30,
  hvcurveto: 31,
};

interface Pen {
  x: number;
  y: number;
  stems: number;
  steps: number;
  stack: number[];
  box: [number, number, number, number];
}

/** outlineBox follows a Type 2 charstring; undefined where it draws nothing, calculates, or is broken. */
export function outlineBox(charstring: Uint8Array, subroutines: Subroutines): OutlineBox | undefined {
  const far = Number.POSITIVE_INFINITY;
  const pen: Pen = { x: 0, y: 0, stems: 0, steps: 0, stack: [], box: [far, far, -far, -far] };
  return follow(charstring, { pen, subroutines, depth: 0 }) && pen.box[0] < pen.box[2] ? pen.box : undefined;
}

interface Run {
  readonly pen: Pen;
  readonly subroutines: Subroutines;
  readonly depth: number;
}

/** follow draws what a charstring or subroutine says; false when it cannot. */
function follow(code: Uint8Array, { pen, subroutines, depth }: Run): boolean {
  if (depth > deepest) return false;
  for (let at = 0; at < code.length; ) {
    pen.steps += 1;
    if (pen.steps > mostSteps || pen.stack.length > 512) return false;
    const byte = code[at] ?? 0;
    if (byte >= 32 || byte === op.shortint) {
      const [value, size] = numberAt(code, at);
      pen.stack.push(value);
      at += size;
      continue;
    }
    at += 1;
    if (byte === op.endchar || byte === op.return) return true;
    if (byte === op.callsubr || byte === op.callgsubr) {
      const of = byte === op.callsubr ? subroutines.local : subroutines.global;
      const subroutine = of[(pen.stack.pop() ?? 0) + biasOf(of.length)];
      if (subroutine === undefined || !follow(subroutine, { pen, subroutines, depth: depth + 1 })) return false;
    } else if (byte === op.hintmask || byte === op.cntrmask) {
      countStems(pen);
      at += Math.ceil(pen.stems / 8);
    } else if (byte === op.escape) {
      if (!flex(code[at] ?? 0, pen)) return false;
      at += 1;
    } else if (!draw(byte, pen)) return false;
  }
  return true;
}

function numberAt(code: Uint8Array, at: number): readonly [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = code.subarray(at, at + 5);
  if (a === op.shortint) return [((b << 24) | (c << 16)) >> 16, 3];
  if (a < 247) return [a - 139, 1];
  if (a < 251) return [(a - 247) * 256 + b + 108, 2];
  if (a < 255) return [-(a - 251) * 256 - b - 108, 2];
  return [((b << 24) | (c << 16) | (d << 8) | e) / 65_536, 5];
}

function biasOf(count: number): number {
  return count < 1_240 ? 107 : count < 33_900 ? 1_131 : 32_768;
}

function countStems(pen: Pen): void {
  pen.stems += pen.stack.length >> 1;
  pen.stack = [];
}

function to(pen: Pen, dx: number, dy: number): void {
  pen.x += dx;
  pen.y += dy;
  const { x, y, box } = pen;
  if (x < box[0]) box[0] = x;
  if (y < box[1]) box[1] = y;
  if (x > box[2]) box[2] = x;
  if (y > box[3]) box[3] = y;
}

/** draw does one operator, with the numbers before it; false for those that no font should have. */
function draw(byte: number, pen: Pen): boolean {
  const { stack } = pen;
  if (byte === op.hstem || byte === op.vstem || byte === op.hstemhm || byte === op.vstemhm) {
    countStems(pen);
    return true;
  }
  // The width of the glyph may stand before the first operator: moves take their numbers from the end.
  if (byte === op.rmoveto) lines(pen, stack.slice(-2));
  else if (byte === op.hmoveto) to(pen, stack.at(-1) ?? 0, 0);
  else if (byte === op.vmoveto) to(pen, 0, stack.at(-1) ?? 0);
  else if (byte === op.rlineto) lines(pen, stack);
  else if (byte === op.hlineto || byte === op.vlineto) crossLines(pen, byte === op.hlineto);
  else if (byte === op.rrcurveto) curves(pen, stack);
  else if (byte === op.rcurveline) {
    curves(pen, stack.slice(0, -2));
    lines(pen, stack.slice(-2));
  } else if (byte === op.rlinecurve) {
    lines(pen, stack.slice(0, -6));
    curves(pen, stack.slice(-6));
  } else if (byte === op.vvcurveto || byte === op.hhcurveto) sameCurves(pen, byte === op.hhcurveto);
  else if (byte === op.vhcurveto || byte === op.hvcurveto) crossCurves(pen, byte === op.hvcurveto);
  else return false;
  pen.stack = [];
  return true;
}

/** lines and curves: all their points lie within the box, the steering ones too. */
function lines(pen: Pen, numbers: readonly number[]): void {
  for (let at = 0; at + 1 < numbers.length; at += 2) to(pen, numbers[at] ?? 0, numbers[at + 1] ?? 0);
}

function curves(pen: Pen, numbers: readonly number[]): void {
  lines(pen, numbers.slice(0, numbers.length - (numbers.length % 6)));
}

function crossLines(pen: Pen, horizontalFirst: boolean): void {
  let horizontal = horizontalFirst;
  for (const step of pen.stack) {
    to(pen, horizontal ? step : 0, horizontal ? 0 : step);
    horizontal = !horizontal;
  }
}

/** sameCurves: curves that begin and end in one direction. */
function sameCurves(pen: Pen, horizontal: boolean): void {
  const odd = pen.stack.length % 4 === 1;
  let aside = odd ? (pen.stack[0] ?? 0) : 0;
  for (let at = odd ? 1 : 0; at + 3 < pen.stack.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = pen.stack.slice(at, at + 4);
    lines(pen, horizontal ? [a, aside, b, c, d, 0] : [aside, a, b, c, 0, d]);
    aside = 0;
  }
}

/** crossCurves: curves that begin in one direction and end across it. */
function crossCurves(pen: Pen, horizontalFirst: boolean): void {
  let horizontal = horizontalFirst;
  const { stack } = pen;
  for (let at = 0; at + 3 < stack.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = stack.slice(at, at + 4);
    const last = stack.length - at === 5 ? (stack[at + 4] ?? 0) : 0;
    lines(pen, horizontal ? [a, 0, b, c, last, d] : [0, a, b, c, d, last]);
    horizontal = !horizontal;
  }
}

/** flex draws the four kinds of two curves in one; false for other operators of two bytes, which calculate. */
function flex(byte: number, pen: Pen): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0] = pen.stack;
  if (byte === 35) lines(pen, [a, b, c, d, e, f, g, h, i, j, k, l]);
  else if (byte === 34) lines(pen, [a, 0, b, c, d, 0, e, 0, f, -c, g, 0]);
  else if (byte === 36) lines(pen, [a, b, c, d, e, 0, f, 0, g, h, i, -(b + d + h)]);
  else if (byte === 37) {
    const [x, y] = [a + c + e + g + i, b + d + f + h + j];
    lines(pen, [a, b, c, d, e, f, g, h, i, j, ...(Math.abs(x) > Math.abs(y) ? [k, -y] : [-x, k])]);
  } else return false;
  pen.stack = [];
  return true;
}
