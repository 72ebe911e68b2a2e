import { type Bbox, unionBbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Font } from '../page-content.ts';
import type { PagePath } from '../paths.ts';
import { withAligned } from './aligned.ts';
import { findRegions, type Region } from './display.ts';
import { readFormula } from './formula.ts';
import { withInline } from './inline.ts';
import { isStrong, type Stretch, stretchesOf } from './stretches.ts';
import { withTallBrackets } from './tall-brackets.ts';

/** FoundFormula is a displayed formula of a page. */
export interface FoundFormula {
  readonly bbox: Bbox;
  /** With `\tag`; empty when it could not be read with confidence. */
  readonly latex: string;
  /** Its plain characters. */
  readonly text: string;
}

/** PageFormulas: what is left of the page's glyphs, formulas inside lines joined to one each, and the displayed formulas. */
export interface PageFormulas {
  readonly glyphs: readonly Glyph[];
  readonly formulas: readonly FoundFormula[];
}

/** Below this a formula stays a picture with its plain characters. */
export const leastConfidence = 0.7;
/** A rule of a formula is at most so thick, points. */
const thickest = 1.6;
/** More glyphs than this on one page are no page of text. */
const mostGlyphs = 60_000;

/** FormulaInput is a page; `mute` gives the places of glyphs that bear no character, when there may be formulas. */
export interface FormulaInput {
  readonly glyphs: readonly Glyph[];
  readonly fonts: readonly Font[];
  readonly paths: readonly PagePath[];
  mute(): readonly Bbox[];
}

/** findFormulas takes the formulas out of a page's glyphs. A page without signs of formulas costs one look at each of its glyphs. */
export function findFormulas({ glyphs: all, fonts, paths, mute }: FormulaInput): PageFormulas {
  const none = all.length > mostGlyphs || !all.some((glyph) => isStrong(glyph, fonts[glyph.font]));
  if (none) return { glyphs: all, formulas: [] };
  const silent = mute();
  const drawn = paths.flatMap(({ kind, bbox, thickness }) =>
    kind === 'horizontal' && thickness <= thickest ? [bbox] : [],
  );
  // A line over letters may be a glyph as wide as they are.
  const rules = [...drawn, ...silent.filter(isLine)];
  const { glyphs, unknown } = withTallBrackets(
    all,
    silent.filter((bbox) => !isLine(bbox)),
  );
  const stretches = stretchesOf(glyphs, fonts);
  // 1 for the glyphs of displayed formulas.
  const gone = new Uint8Array(glyphs.length);
  const formulas: FoundFormula[] = [];
  for (const region of withAligned(findRegions({ stretches, rules }), { glyphs, stretches })) {
    const found = displayed(region, { glyphs, fonts, stretches, unknown });
    if (found === undefined) continue;
    formulas.push(found);
    for (const at of stretchesIn(region)) for (const index of stretches[at]?.glyphs ?? []) gone[index] = 1;
  }
  const left = formulas.length === 0 ? glyphs : glyphs.filter((_, at) => gone[at] === 0);
  return { glyphs: withInline(left, { fonts, rules, unknown }), formulas };
}

function isLine([x0, y0, x1, y1]: Bbox): boolean {
  return y1 - y0 < 1.5 * thickest && x1 - x0 > 2.5 * (y1 - y0);
}

/** holdsUnknown: a glyph without a character stands inside, so whatever is read there lacks something. */
export function holdsUnknown(bbox: Bbox, unknown: readonly Bbox[]): boolean {
  return unknown.some(([x0, y0, x1, y1]) => {
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    return x > bbox[0] - 1 && x < bbox[2] + 1 && y > bbox[1] - 1 && y < bbox[3] + 1;
  });
}

function stretchesIn({ stretches, number }: Region): readonly number[] {
  return number === undefined ? stretches : [...stretches, number.stretch];
}

interface PageText {
  readonly glyphs: readonly Glyph[];
  readonly fonts: readonly Font[];
  readonly stretches: readonly Stretch[];
  readonly unknown: readonly Bbox[];
}

function displayed(region: Region, { glyphs, fonts, stretches, unknown }: PageText): FoundFormula | undefined {
  const number = region.number;
  const members = region.stretches.filter((at) => at !== number?.stretch);
  const parts = members.flatMap((at) => stretches[at]?.glyphs ?? []).map((at) => glyphs[at] as Glyph);
  if (!isFormula(parts, region, fonts)) return undefined;
  const { latex, confidence } = readFormula(parts, fonts, region.rules);
  const text = members.map((at) => stretches[at]?.text ?? '').join(' ');
  const tag = number === undefined ? '' : ` \\tag{${number.text}}`;
  const own = unionBbox([region.bbox, ...region.rules]) ?? region.bbox;
  const bbox = number === undefined ? own : (unionBbox([own, stretches[number.stretch]?.bbox ?? own]) ?? own);
  const read = confidence >= leastConfidence && latex !== '' && !holdsUnknown(own, unknown);
  return { bbox, latex: read ? `${latex}${tag}` : '', text: number === undefined ? text : `${text} (${number.text})` };
}

/** A formula says something of something: it has a relation, an arrow, a fraction or a large operator, or a number of its own. */
function isFormula(parts: readonly Glyph[], { rules, number }: Region, fonts: readonly Font[]): boolean {
  const ink = parts.filter(({ text }) => text !== ' ');
  const strong = ink.filter((glyph) => isStrong(glyph, fonts[glyph.font])).length;
  if (ink.length < 3) return false;
  const says = ink.some(({ text }) => /^[=<>≤≥≈≡∼∝∈⊂⊆→←↔⇒⇔≠≪≫≅≃⩽⩾∑∏∫∮⋃⋂↦≜≔]$/.test(text));
  if (strong === 0) return says && number !== undefined;
  return says || number !== undefined || (rules.length > 0 && strong > 1);
}
