import type { Glyph } from '../glyphs.ts';
import { joinedRegion, type Region } from './display.ts';
import type { Stretch } from './stretches.ts';

/** Lines of one formula leave at most so much room between them, in sizes, and their first relations stand at the same place, points. */
const lineGap = 1.6;
const samePlace = 1;
/** So many formulas above are looked at: more do not stand side by side. */
const openMost = 20;

const relation = /^[=<>≤≥≈≡∼∝∈⊂⊆→⇒⇔≅≃⩽⩾≜≔]$/;

interface Lines {
  region: Region;
  readonly relation: number;
  readonly size: number;
}

/** withAligned joins formulas below each other whose first relations are aligned, up to the one that bears the number, top to bottom. */
export function withAligned(
  regions: readonly Region[],
  page: { readonly glyphs: readonly Glyph[]; readonly stretches: readonly Stretch[] },
): readonly Region[] {
  const sorted = [...regions].sort((a, b) => a.bbox[1] - b.bbox[1]);
  const done: Lines[] = [];
  for (const region of sorted) {
    const at = firstRelation(region, page);
    const size = Math.max(...region.stretches.map((index) => page.stretches[index]?.size ?? 0));
    const above = done
      .slice(-openMost)
      .find(
        (lines) =>
          (goesOn(lines, { region, relation: at, size }) && isOpen(lines.region, region, page)) ||
          isBroken(lines, { region, relation: at, size }, page),
      );
    if (above === undefined) done.push({ region, relation: at, size });
    else above.region = joinedRegion([above.region, region]);
  }
  return done.map(({ region }) => region);
}

/** isOpen: a formula ends with the line of its number, unless that stands at the middle of all lines. */
function isOpen(
  { number, bbox }: Region,
  below: Region,
  { stretches }: { readonly stretches: readonly Stretch[] },
): boolean {
  const box = number === undefined ? undefined : stretches[number.stretch]?.bbox;
  if (box === undefined) return true;
  return below.number === undefined && (box[1] + box[3]) / 2 > (bbox[1] + below.bbox[3]) / 2 - middleSlack;
}

/** Points. */
const middleSlack = 3;

function goesOn(above: Lines, below: Lines): boolean {
  if (!(Math.abs(above.relation - below.relation) < samePlace)) return false;
  const gap = below.region.bbox[1] - above.region.bbox[3];
  return Math.abs(above.size - below.size) < samePlace && gap < lineGap * below.size && gap > -0.5 * below.size;
}

const operator = /^[+\-−±×·⋅=<>≤≥]$/;

/** isBroken: a formula that was too long for its line goes on in the next one, further to the right, with an operator. */
function isBroken(
  above: Lines,
  below: Lines,
  page: { readonly glyphs: readonly Glyph[]; readonly stretches: readonly Stretch[] },
): boolean {
  if (above.region.number !== undefined || below.region.number === undefined) return false;
  const gap = below.region.bbox[1] - above.region.bbox[3];
  if (Math.abs(above.size - below.size) >= samePlace || gap > lineGap * below.size || gap < -0.5 * below.size)
    return false;
  if (below.region.bbox[0] < above.region.bbox[0] + below.size || below.region.bbox[2] < above.region.bbox[2])
    return false;
  const [start, end] = [inkOf(below.region, page)[0], inkOf(above.region, page).at(-1)];
  return start !== undefined && operator.test(start.text) && end !== undefined && !/^[.;]$/.test(end.text);
}

/** inkOf gives the glyphs of a region from left to right, without its number. */
function inkOf(
  { stretches: own, number }: Region,
  { glyphs, stretches }: { readonly glyphs: readonly Glyph[]; readonly stretches: readonly Stretch[] },
): readonly Glyph[] {
  return own
    .filter((at) => at !== number?.stretch)
    .flatMap((at) => (stretches[at]?.glyphs ?? []).map((index) => glyphs[index] as Glyph))
    .filter(({ text }) => text !== ' ')
    .sort((a, b) => a.bbox[0] - b.bbox[0]);
}

/** firstRelation gives where the leftmost relation begins; NaN without one. */
function firstRelation(
  region: Region,
  { glyphs, stretches }: { readonly glyphs: readonly Glyph[]; readonly stretches: readonly Stretch[] },
): number {
  let least = Number.NaN;
  for (const at of region.stretches)
    for (const index of stretches[at]?.glyphs ?? []) {
      const glyph = glyphs[index] as Glyph;
      if (relation.test(glyph.text) && !(glyph.bbox[0] >= least)) least = glyph.bbox[0];
    }
  return least;
}
