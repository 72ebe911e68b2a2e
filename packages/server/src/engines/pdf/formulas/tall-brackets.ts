import { type Bbox, unionBbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import { inkBox } from './atom.ts';

/** Pieces of a bracket touch, or nearly so, points. */
const touching = 2.5;
/** More brackets or pieces than this on a page are not put together. */
const most = 400;

/** TallBrackets: `unknown` are the boxes that belong to no bracket. */
export interface TallBrackets {
  readonly glyphs: readonly Glyph[];
  readonly unknown: readonly Bbox[];
}

/** withTallBrackets makes brackets, of whose pieces only one bears a character, as tall as all of their pieces. */
export function withTallBrackets(all: readonly Glyph[], silent: readonly Bbox[]): TallBrackets {
  const glyphs = withWholeBars(all);
  if (silent.length === 0 || silent.length > most) return { glyphs, unknown: silent };
  let unknown = silent;
  let left = most;
  const whole = glyphs.map((glyph) => {
    if (!/^[()[\]{}|‖√⟨⟩⌊⌋⌈⌉]$/.test(glyph.text) || left === 0) return glyph;
    left -= 1;
    const own = inkBox(glyph);
    let ink = own;
    for (let grows = true; grows; ) {
      const pieces = unknown.filter((box) => continues(ink, box));
      grows = pieces.length > 0;
      ink = unionBbox([ink, ...pieces]) ?? ink;
      unknown = unknown.filter((box) => !pieces.includes(box));
    }
    return ink === own ? glyph : { ...glyph, ink };
  });
  return { glyphs: whole, unknown };
}

/** withWholeBars joins bars that stand on each other: a tall bar is made of short ones. */
function withWholeBars(glyphs: readonly Glyph[]): readonly Glyph[] {
  const bars: { readonly glyph: Glyph; readonly at: number; readonly ink: Bbox }[] = [];
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    if (isBar(glyph.text)) bars.push({ glyph, at, ink: inkBox(glyph) });
  }
  if (bars.length < 2 || bars.length > most) return glyphs;
  const whole = new Map<number, Bbox>();
  const gone = new Set<number>();
  const stacks = Map.groupBy(bars, ({ glyph, ink }) => `${glyph.text} ${glyph.font} ${Math.round(ink[0])}`);
  for (const stack of stacks.values()) {
    stack.sort((a, b) => a.ink[1] - b.ink[1]);
    let first = stack[0];
    for (const bar of stack.slice(1)) {
      const ink = first === undefined ? bar.ink : (whole.get(first.at) ?? first.ink);
      if (first === undefined || bar.ink[1] - ink[3] > touching) first = bar;
      else {
        whole.set(first.at, unionBbox([ink, bar.ink]) ?? ink);
        gone.add(bar.at);
      }
    }
  }
  if (gone.size === 0) return glyphs;
  return glyphs.flatMap((glyph, at) => {
    const ink = whole.get(at);
    return gone.has(at) ? [] : [ink === undefined ? glyph : { ...glyph, ink }];
  });
}

function isBar(text: string): boolean {
  const code = text.charCodeAt(0);
  // Nearly all text ends here.
  return (code === 0x7c || code > 0x2000) && /^[|∣‖∥⏐⎪]$/.test(text);
}

/** continues: the box goes on over or under another, as wide as it is. */
function continues(ink: Bbox, box: Bbox): boolean {
  const shared = Math.min(ink[2], box[2]) - Math.max(ink[0], box[0]);
  const apart = Math.max(ink[1], box[1]) - Math.min(ink[3], box[3]);
  return (
    shared > 0.3 * Math.min(ink[2] - ink[0], box[2] - box[0]) &&
    apart < touching &&
    box[2] - box[0] < 3 * (ink[2] - ink[0]) + 2
  );
}
