import { type Numbering, type NumberKind, numberingDepth, numberingOf } from './numbering.ts';
import { styleKey, type TitleCandidate } from './titles.ts';

/** Sizes that differ by less than this part are one. */
const sameSize = 0.03;
/** The title of a document stands on its first pages, and not often. */
const frontPages = 2;
const mostTitles = 3;

/** TitleLevels tells the levels of titles by how they are set and numbered. */
export interface TitleLevels {
  /** Added to the depth of a decimal number. */
  readonly base: number;
  /** The level that a title's number says; undefined without one. */
  ofNumber(text: string): number | undefined;
  /** The level of a style; of an unknown one that of the nearest size. */
  levelOf(candidate: TitleCandidate): number;
  /** Several titles are set as this one is. */
  isUsual(candidate: TitleCandidate): boolean;
}

/** Tier is all titles that are set alike: of one size, and emphasized in one way. */
interface Tier {
  readonly size: number;
  readonly emphasis: number;
  readonly titles: TitleCandidate[];
}

/**
 * titleLevels ranks the styles of titles: the larger, the higher; of one size bold before italic. Numbers fix the rank of their style: what is
 * larger than `1.` stands above it, what lies between `1.` and `1.1` below the former. What only stands on the cover does not push others down.
 */
export function titleLevels(titles: readonly TitleCandidate[], pages: number): TitleLevels {
  const tiers = tiersOf(titles);
  // Nothing that is smaller than the titles of sections is the title of the document.
  const sections = tiers.findIndex(({ titles: own }) => own.length > mostTitles || own.some(isNumbered));
  const top = tiers.slice(0, sections < 0 ? tiers.length : sections + 1).find(isDocumentTitle(pages));
  const body = tiers.filter((tier) => tier !== top && !isCover(tier, tiers, pages));
  const levels = new Map<Tier, number>();
  const kinds = new Map<NumberKind, number>();
  if (top !== undefined) levels.set(top, 1);
  let base: number | undefined;
  let next = top === undefined ? 1 : 2;
  for (const tier of body) {
    let level: number | undefined;
    for (const { kind, depth } of numberingsOf(tier)) {
      const known = kind === 'decimal' ? base && base + depth : kinds.get(kind);
      const own = known ?? Math.max(next, kind === 'decimal' ? depth : 1);
      if (kind === 'decimal') base ??= own - depth;
      else kinds.set(kind, own);
      level = Math.min(level ?? own, own);
      next = Math.max(own + 1, next);
    }
    levels.set(tier, level ?? next);
    next = (level ?? next) + 1;
  }
  const belowTitle = top === undefined ? 0 : 1;
  const tierOf = (candidate: TitleCandidate) => {
    const own = tierKey(candidate);
    return tiers.find((tier) => levels.has(tier) && isOf(tier, own));
  };
  return {
    base: base ?? belowTitle,
    ofNumber(text) {
      const numbering = numberingOf(text);
      if (numbering === undefined) return undefined;
      const { kind, depth } = numbering;
      return kind === 'decimal'
        ? depth + (base ?? belowTitle)
        : (kinds.get(kind) ?? (kind === 'letter' ? 2 : 1) + belowTitle);
    },
    isUsual: (candidate) => (tierOf(candidate)?.titles.length ?? 0) > 1,
    levelOf(candidate) {
      const own = tierKey(candidate);
      const exact = tierOf(candidate);
      const nearest = exact ?? body.find((tier) => tier.size <= own.size * (1 + sameSize)) ?? body.at(-1);
      return (nearest === undefined ? undefined : levels.get(nearest)) ?? 1;
    },
  };
}

interface TierKey {
  readonly size: number;
  readonly emphasis: number;
}

function tierKey({ size, bold, italic, text }: TitleCandidate): TierKey {
  const capitals = /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);
  if (bold) return { size, emphasis: italic ? 2 : capitals ? 0 : 1 };
  return { size, emphasis: italic ? 4 : 3 };
}

function isOf(tier: Tier, { size, emphasis }: TierKey): boolean {
  return tier.emphasis === emphasis && Math.abs(tier.size - size) <= sameSize * tier.size;
}

function tiersOf(titles: readonly TitleCandidate[]): readonly Tier[] {
  const tiers: Tier[] = [];
  const sorted = [...titles].sort((a, b) => b.size - a.size);
  for (const title of sorted) {
    const key = tierKey(title);
    const tier = tiers.findLast((one) => isOf(one, key));
    if (tier === undefined) tiers.push({ ...key, titles: [title] });
    else tier.titles.push(title);
  }
  // Capitals rank apart only where their style is another one than that of the titles in small letters.
  return tiers
    .filter((tier) => !isSameStyle(tier, tiers))
    .sort((a, b) => (Math.abs(a.size - b.size) <= sameSize * a.size ? a.emphasis - b.emphasis : b.size - a.size));
}

/** isSameStyle puts the few titles in capitals to those in small letters of the same font. */
function isSameStyle(tier: Tier, tiers: readonly Tier[]): boolean {
  if (tier.emphasis !== 0) return false;
  const plain = tiers.find((one) => one.emphasis === 1 && Math.abs(one.size - tier.size) <= sameSize * tier.size);
  if (plain === undefined || plain.titles.length < tier.titles.length) return false;
  const styles = new Set(plain.titles.map(styleKey));
  if (!tier.titles.every((title) => styles.has(styleKey(title)))) return false;
  plain.titles.push(...tier.titles);
  return true;
}

function isNumbered({ text }: TitleCandidate): boolean {
  return numberingDepth(text) > 0;
}

function isDocumentTitle(pages: number): (tier: Tier) => boolean {
  return ({ titles }) =>
    titles.length <= mostTitles &&
    titles.some(({ pageIndex }) => pageIndex < (pages > 8 ? frontPages : 1)) &&
    titles.every(({ text, pageIndex }) => numberingDepth(text) === 0 && pageIndex < Math.max(2, 0.2 * pages));
}

function isCover({ titles }: Tier, tiers: readonly Tier[], pages: number): boolean {
  if (pages < 4 || titles.some(({ pageIndex }) => pageIndex >= frontPages)) return false;
  return tiers.some((tier) => tier.titles.some(({ pageIndex }) => pageIndex >= frontPages));
}

const kindOrder: readonly NumberKind[] = [
  'part',
  'chapter',
  'article',
  'roman',
  'ideograph',
  'bracketed',
  'decimal',
  'letter',
];

/** numberingsOf gives the kinds of numbers that the titles of a tier have, the highest first; a kind that is an exception does not count. */
function numberingsOf({ titles }: Tier): readonly Numbering[] {
  const counts = new Map<string, { readonly numbering: Numbering; count: number }>();
  for (const { text } of titles) {
    const numbering = numberingOf(text);
    if (numbering === undefined) continue;
    const key = `${numbering.kind}${numbering.depth}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { numbering, count: 1 });
    else known.count += 1;
  }
  const least = titles.length > 4 ? 2 : 1;
  return [...counts.values()]
    .filter(({ count }) => count >= least)
    .map(({ numbering }) => numbering)
    .sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || a.depth - b.depth);
}
