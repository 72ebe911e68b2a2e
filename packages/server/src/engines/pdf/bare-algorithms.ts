import { type Bbox, unionBbox } from '@docmill/document';
import { type FoundAlgorithms, isAlgorithmName, stepsText } from './algorithms.ts';
import { isInside } from './figures/words.ts';
import type { Glyph } from './glyphs.ts';
import { textOfRow } from './lines.ts';
import type { Row } from './order.ts';
import type { Font, ProgramDraft } from './page-content.ts';
import { rowsOf } from './page-rows.ts';
import { toSegments } from './segments.ts';

/** Words in bold that steps begin with. */
const keyword =
  /^(?:\d{1,3}:?\s+)?(?:input|output|require|ensure|data|result|for|foreach|forall|while|if|else|elseif|elif|end|endif|endfor|endwhile|repeat|until|return|do|begin|loop|function|procedure|switch|case)\b/i;
/** What else tells a step: its number, a semicolon or a word that opens a block at its end, a remark. */
const otherStep = /^\d{1,3}:\s|;$|\b(?:do|then)$|^(?:\/\/|\/\*|▷)|\*\/$/;
/** So many steps begin with such a word; so many others may stand between two that are told. */
const fewestKeywords = 3;
const mostUntold = 2;
/** Steps are at most so many sizes apart, their name a little more, and begin so many sizes further to the left at most. */
const stepGap = 1.9;
const nameGap = 4;
const nameReach = 35;
/** A gap of so many sizes parts it from another column. */
const columnGap = 2;
/** Below the line that closes a block a step may stand so far off. */
const closedGap = 2.8;
const mostOut = 4;

/**
 * findBareAlgorithms takes algorithms without rules out of a page's glyphs, told by their words in bold:
 *
 *     for each edge do          <- seeds end with a bold `do` or `then`
 *         store it;
 *     end
 *     Algorithm 1: Lazy update
 */
export function findBareAlgorithms(glyphs: readonly Glyph[], fonts: readonly Font[]): FoundAlgorithms {
  const seeds = seedsIn(glyphs, fonts);
  if (seeds.length === 0) return { programs: [], glyphs };
  const items = toSegments(glyphs).flatMap((segment) => (segment.angle === 0 ? { segment, bbox: segment.bbox } : []));
  const programs: ProgramDraft[] = [];
  let rest = glyphs;
  for (const seed of seeds) {
    const middle = (seed.bbox[1] + seed.bbox[3]) / 2;
    const start = items.find(({ bbox }) => isInside(seed.bbox, bbox) && bbox[1] < middle && bbox[3] > middle);
    if (start === undefined || programs.some(({ bbox }) => isInside(start.bbox, bbox))) continue;
    const found = grown(items, start, fonts);
    if (found === undefined) continue;
    const { steps, caption, bbox } = found;
    const own = rest.filter((glyph) => isIn(glyph, bbox));
    programs.push({
      type: 'program',
      bbox,
      caption: caption === undefined ? '' : textOfRow(caption),
      text: stepsText(steps, own),
    });
    rest = rest.filter((glyph) => !isIn(glyph, bbox));
  }
  return { programs, glyphs: rest };
}

function isIn({ bbox, angle }: Glyph, place: Bbox): boolean {
  const [x, y] = [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2];
  return angle === 0 && x > place[0] && x < place[2] && y > place[1] && y < place[3];
}

/** One such word is no algorithm; a page of very many is none either. */
const fewestSeeds = 2;
const mostSeeds = 200;

/** seedsIn gives the last letters of bold words `do` and `then`. Most pages end with a look at each glyph. */
function seedsIn(glyphs: readonly Glyph[], fonts: readonly Font[]): readonly Glyph[] {
  const seeds: Glyph[] = [];
  const bold = fonts.map((font) => font.bold);
  if (!bold.includes(true)) return seeds;
  for (let at = 1; at < glyphs.length; at += 1) {
    const { text, font } = glyphs[at] as Glyph;
    if (bold[font] !== true || (text !== 'o' && text !== 'n')) continue;
    let word = text;
    for (let before = at - 1; word.length < 5 && glyphs[before]?.font === font; before -= 1)
      word = `${glyphs[before]?.text}${word}`;
    const glyph = glyphs[at] as Glyph;
    const behind = glyphs[at + 1];
    const ends = behind === undefined || behind.baseline !== glyph.baseline || !/^\p{L}/u.test(behind.text);
    if (ends && /(?:^|\P{L})(?:do|then)$/u.test(word)) seeds.push(glyph);
  }
  return seeds.length < fewestSeeds || seeds.length > mostSeeds ? [] : seeds;
}

type Item = Row['items'][number];

interface Grown {
  readonly steps: readonly Row[];
  readonly caption: Row | undefined;
  readonly bbox: Bbox;
}

/** grown gives the steps around one: rows above and below it, as long as they are steps or stand between steps. */
function grown(items: readonly Item[], start: Item, fonts: readonly Font[]): Grown | undefined {
  const size = start.segment?.size ?? 10;
  let [left, , right] = start.bbox;
  const rows = (): readonly Row[] =>
    rowsOf(
      items.filter(({ bbox }) => bbox[0] > left - mostOut * size && bbox[0] < right && bbox[2] < right + 30 * size),
    );
  let all = rows();
  let [from, to] = reachOf(all, start, { fonts, size });
  for (const { bbox } of all.slice(from, to + 1)) [left, right] = [Math.min(left, bbox[0]), Math.max(right, bbox[2])];
  all = rows();
  [from, to] = reachOf(all, start, { fonts, size });
  const steps = all.slice(from, to + 1);
  const told = steps.filter((row) => isStep(row, fonts));
  if (steps.filter((row) => hasKeyword(row, fonts)).length < fewestKeywords || told.length * 2 < steps.length)
    return undefined;
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // Its name may be centred in a column that is wider than the steps are.
  const caption = rowsOf(
    items.filter(
      ({ bbox }) =>
        bbox[0] > left - mostOut * size &&
        bbox[0] < left + nameReach * size &&
        bbox[3] > first.bbox[1] - 2 * nameGap * size &&
        bbox[1] < last.bbox[3] + 2 * nameGap * size,
    ),
  )
    .map((row) => beforeGap(row, columnGap * size))
    .find((row) => isAlgorithmName(textOfRow(row)) && isBeside(row, [first, last], nameGap * size));
  const own = caption === undefined ? steps : [...steps, caption];
  const [x0, y0, x1, y1] = unionBbox(own.map(({ bbox }) => bbox)) ?? first.bbox;
  return { steps, caption, bbox: [x0 - 1, y0, x1 + 1, y1] };
}

/** beforeGap gives what stands in a row before its first wide gap: the next column may have a line on the same baseline. */
function beforeGap(row: Row, most: number): Row {
  const gap = row.items.findIndex(({ bbox }, at) => at > 0 && bbox[0] - (row.items[at - 1]?.bbox[2] ?? 0) > most);
  return gap < 0 ? row : (rowsOf(row.items.slice(0, gap))[0] ?? row);
}

/** isBeside: a row stands right above the first of two rows or right below the last. */
function isBeside({ baseline }: Row, [first, last]: readonly [Row, Row], most: number): boolean {
  const gap = Math.max(first.baseline - baseline, baseline - last.baseline);
  return gap > 0 && gap < most;
}

/** reachOf gives the first and the last step of the rows around an item. */
function reachOf(
  rows: readonly Row[],
  start: Item,
  { fonts, size }: { readonly fonts: readonly Font[]; readonly size: number },
): readonly [number, number] {
  const own = rows.findIndex((row) => row.items.some(({ segment }) => segment === start.segment));
  const reach = (step: 1 | -1): number => {
    let end = own;
    for (let at = own + step; Math.abs(at - end) <= mostUntold + 1; at += step) {
      const [row, before] = [rows[at], rows[at - step]];
      if (row === undefined || before === undefined) break;
      const gap = hasKeyword(row, fonts) ? closedGap : stepGap;
      if (Math.abs(row.baseline - before.baseline) > gap * size) break;
      if (isStep(row, fonts)) end = at;
    }
    return end;
  };
  return [reach(-1), reach(1)];
}

function isStep(row: Row, fonts: readonly Font[]): boolean {
  return otherStep.test(textOfRow(row)) || hasKeyword(row, fonts);
}

function hasKeyword(row: Row, fonts: readonly Font[]): boolean {
  if (!keyword.test(textOfRow(row))) return false;
  const runs = row.items.flatMap(({ segment }) => segment?.runs ?? []);
  const first = runs.find(({ text }) => /\p{L}/u.test(text));
  return first !== undefined && fonts[first.font]?.bold === true;
}
