import { type Bbox, unionBbox } from '@docmill/document';
import { numberOf, type Stretch } from './stretches.ts';

/** Region is where a displayed formula stands: stretches by their index, the rules among them, and its number. */
export interface Region {
  readonly stretches: readonly number[];
  readonly rules: readonly Bbox[];
  readonly bbox: Bbox;
  readonly number?: { readonly text: string; readonly stretch: number };
}

/** Parts of one formula are nearer than this, in sizes: beside each other, and over each other. */
const besideGap = 4.2;
const overGap = 0.5;
/** Lines of prose within this distance, points, tell where columns are. */
const around = 130;
const gutter = 7;

/** DisplayInput is a page: what is written on it, and its thin lines. */
export interface DisplayInput {
  readonly stretches: readonly Stretch[];
  readonly rules: readonly Bbox[];
}

/** findRegions finds displayed formulas: signs of formulas that stand in no line of prose, with what stands close to them. */
export function findRegions({ stretches, rules: all }: DisplayInput): readonly Region[] {
  const tables = tablesOf(all);
  const rules = all.filter((rule) => !tables.some((table) => isIn(rule, table)));
  const prose = proseOf(stretches);
  const grid = rowIndex(stretches);
  const free = new Set<number>();
  stretches.forEach((stretch, at) => {
    if (stretch.kind === 'math' || stretch.kind === 'plain' || stretch.kind === 'words')
      if (!tables.some((table) => isIn(stretch.bbox, table)) && !standsInProse(stretch, { grid, stretches, prose }))
        free.add(at);
  });
  const groups = withInner(groupsOf(free, { stretches, rules, prose }), stretches).flatMap((group) =>
    partedByNumbers(group, { grid, stretches, prose }),
  );
  return withOwnNumbers(
    groups.flatMap((group) => regionOf(group, { grid, stretches, prose }) ?? []),
    stretches,
  );
}

/** Prose is the lines of words of a page by their tops, and the height of the tallest. */
interface Prose {
  readonly lines: readonly Stretch[];
  readonly tallest: number;
}

function proseOf(stretches: readonly Stretch[]): Prose {
  const lines = stretches.filter(({ kind }) => kind === 'prose').sort((a, b) => a.bbox[1] - b.bbox[1]);
  return { lines, tallest: lines.reduce((most, { bbox }) => Math.max(most, bbox[3] - bbox[1]), 0) };
}

/** between gives the lines that may reach between two heights. */
function between({ lines, tallest }: Prose, top: number, bottom: number): readonly Stretch[] {
  return lines.slice(firstFrom(lines, top - tallest), firstFrom(lines, bottom + 1));
}

/** firstFrom gives the index of the first line whose top is at least so low. */
function firstFrom(lines: readonly Stretch[], y: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as Stretch).bbox[1] < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

function middleY([, top, , bottom]: Bbox): number {
  return (top + bottom) / 2;
}

/** withOwnNumbers gives each number to one formula: lines above and below its middle are one, else it belongs to the line that it stands on. */
function withOwnNumbers(regions: readonly Region[], stretches: readonly Stretch[]): readonly Region[] {
  const claims = Map.groupBy(regions, ({ number }) => number?.stretch);
  return regions.flatMap((region) => {
    const at = region.number?.stretch;
    const own = claims.get(at) ?? [];
    const box = at === undefined ? undefined : stretches[at]?.bbox;
    if (box === undefined || own.length < 2) return [region];
    const middle = middleY(box);
    const isOn = ({ bbox }: Region) => middle > bbox[1] && middle < bbox[3];
    if (!own.some(isOn)) return region === own[0] ? [joinedRegion(own)] : [];
    const { number: _, ...rest } = region;
    return [isOn(region) ? region : rest];
  });
}

/** joinedRegion makes one region of several, with the number of the last that has one. */
export function joinedRegion(regions: readonly Region[]): Region {
  const [first] = regions as readonly [Region];
  return {
    ...first,
    ...regions.findLast(({ number }) => number !== undefined),
    stretches: regions.flatMap((one) => one.stretches),
    rules: regions.flatMap((one) => one.rules),
    bbox: unionBbox(regions.map(({ bbox }) => bbox)) ?? first.bbox,
  };
}

/** Rules of a table are as long as each other, and at least so long, points; three of them make one, or two with much between. */
const tableRule = 60;

/** tablesOf gives the places between rules of the same ends: formulas have no such. */
function tablesOf(rules: readonly Bbox[]): readonly Bbox[] {
  const ends = new Map<string, Bbox[]>();
  for (const rule of rules) {
    if (rule[2] - rule[0] < tableRule) continue;
    const key = `${Math.round(rule[0] / 2)}|${Math.round(rule[2] / 2)}`;
    ends.set(key, [...(ends.get(key) ?? []), rule]);
  }
  return [...ends.values()].flatMap((alike) => {
    const box = unionBbox(alike);
    return alike.length > 2 && box !== undefined && box[3] - box[1] > 8 ? [box] : [];
  });
}

function isIn(bbox: Bbox, table: Bbox): boolean {
  const [x, y] = [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2];
  return x > table[0] && x < table[2] && y > table[1] - 1 && y < table[3] + 1;
}

const bucket = 20;

/** rowIndex finds stretches by height, so that a page with thousands of them stays quick. */
function rowIndex(stretches: readonly Stretch[]): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  stretches.forEach(({ bbox }, at) => {
    const first = Math.floor(bbox[1] / bucket);
    const last = Math.min(Math.floor(bbox[3] / bucket), first + 100);
    for (let row = first; row <= last; row += 1) {
      const known = rows.get(row);
      if (known === undefined) rows.set(row, [at]);
      else known.push(at);
    }
  });
  return rows;
}

interface PageIndex {
  readonly grid: ReadonlyMap<number, readonly number[]>;
  readonly stretches: readonly Stretch[];
  readonly prose: Prose;
}

function* inRowsOf(bbox: Bbox, { grid }: Pick<PageIndex, 'grid'>): Generator<number> {
  const seen = new Set<number>();
  for (let row = Math.floor(bbox[1] / bucket); row <= Math.floor(bbox[3] / bucket); row += 1)
    for (const at of grid.get(row) ?? [])
      if (!seen.has(at)) {
        seen.add(at);
        yield at;
      }
}

function overlapY(a: Bbox, b: Bbox): number {
  return Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
}

function overlapX(a: Bbox, b: Bbox): number {
  return Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
}

/** standsInProse: words stand on the same line, in the same column; those beyond the formula that a number belongs to do not count. */
function standsInProse(stretch: Stretch, index: PageIndex, formula?: Bbox): boolean {
  for (const at of inRowsOf(stretch.bbox, index)) {
    const other = index.stretches[at] as Stretch;
    if (other.kind !== 'prose' || other === stretch) continue;
    if (formula !== undefined && isBetween(formula, [other.bbox, stretch.bbox])) continue;
    const shared = overlapY(stretch.bbox, other.bbox);
    const least = Math.min(stretch.bbox[3] - stretch.bbox[1], other.bbox[3] - other.bbox[1]);
    if (shared > 0.35 * least && !isOtherColumn(stretch.bbox, other.bbox, index.prose)) return true;
  }
  return false;
}

function isBetween(middle: Bbox, [a, b]: readonly [Bbox, Bbox]): boolean {
  return (a[2] <= middle[0] && b[0] >= middle[2]) || (b[2] <= middle[0] && a[0] >= middle[2]);
}

/** isOtherColumn: a band without words runs between two boxes through the lines around, up to the next line that crosses it, with lines on both sides. */
function isOtherColumn(a: Bbox, b: Bbox, prose: Prose): boolean {
  const [left, right] = a[0] < b[0] ? [a, b] : [b, a];
  const [x0, x1] = [left[2], right[0]];
  if (x1 - x0 < gutter) return false;
  const middle = (a[1] + a[3]) / 2;
  let [top, bottom] = [a[1] - around, a[3] + around];
  const near = between(prose, top, bottom);
  for (const { bbox } of near) {
    if (bbox[0] >= x0 - 1 || bbox[2] <= x1 + 1 || bbox[3] < top || bbox[1] > bottom) continue;
    if (bbox[3] <= middle) top = Math.max(top, bbox[3]);
    else if (bbox[1] >= middle) bottom = Math.min(bottom, bbox[1]);
    else return false;
  }
  const lines = near.filter(({ bbox }) => bbox[3] > top && bbox[1] < bottom);
  const before = lines.filter(({ bbox }) => bbox[2] <= x1 + 1 && overlapX(bbox, left) > 0).length;
  const behind = lines.filter(({ bbox }) => bbox[0] >= x0 - 1 && overlapX(bbox, right) > 0).length;
  return before >= 2 && behind >= 2 && hasGutter(x0, x1, lines);
}

/** hasGutter: the lines leave a band free between x0 and x1, those that cross all of it apart. */
function hasGutter(x0: number, x1: number, lines: readonly Stretch[]): boolean {
  const spans = lines
    .map(({ bbox }) => bbox)
    .filter((bbox) => bbox[2] >= x0 - 1 && bbox[0] <= x1 + 1)
    .filter((bbox) => bbox[0] >= x0 - 1 || bbox[2] <= x1 + 1)
    .sort((a, b) => a[0] - b[0]);
  let edge = x0;
  for (const [from, , to] of spans) {
    if (from - edge >= gutter - 1) return true;
    edge = Math.max(edge, to);
  }
  return x1 - edge >= gutter - 1;
}

interface Grouping {
  readonly stretches: readonly Stretch[];
  readonly rules: readonly Bbox[];
  readonly prose: Prose;
}

interface Group {
  readonly members: readonly number[];
  readonly rules: readonly Bbox[];
}

/** groupsOf joins what stands close together; rules join what is over and under them. Sorted by height, so each looks only at near ones. */
function groupsOf(free: ReadonlySet<number>, { stretches, rules, prose }: Grouping): readonly Group[] {
  const nodes = [
    ...[...free].map((at) => ({ at, bbox: stretches[at]?.bbox as Bbox, size: stretches[at]?.size ?? 10 })),
    ...rules.map((bbox, index) => ({ at: -1 - index, bbox, size: 10 })),
  ].sort((a, b) => a.bbox[1] - b.bbox[1]);
  const parent = nodes.map((_, at) => at);
  const find = (at: number): number => {
    let root = at;
    while (parent[root] !== root) root = parent[root] as number;
    parent[at] = root;
    return root;
  };
  let open: number[] = [];
  nodes.forEach((node, at) => {
    open = open.filter((other) => (nodes[other]?.bbox[3] ?? 0) > node.bbox[1] - 2 * node.size).slice(-200);
    for (const other of open) {
      const near = nodes[other];
      if (near !== undefined && belongTogether(near, node, prose)) parent[find(other)] = find(at);
    }
    open.push(at);
  });
  const groups = new Map<number, { members: number[]; rules: Bbox[] }>();
  nodes.forEach(({ at, bbox }, place) => {
    const root = find(place);
    const group = groups.get(root) ?? { members: [], rules: [] };
    groups.set(root, group);
    if (at >= 0) group.members.push(at);
    else group.rules.push(bbox);
  });
  return [...groups.values()].filter(({ members }) => members.length > 0);
}

/** A formula of several rows is at least this tall. What stands in it may end so far behind it, and its full stop so far, points. */
const severalRows = 22;
const wordBehind = 60;
const stopBehind = 15;

/** withInner gives formulas of several rows what stands within their box, however far from their signs: `otherwise` in the last row of cases. */
function withInner(groups: readonly Group[], stretches: readonly Stretch[]): readonly Group[] {
  const boxed = groups.map((group) => ({
    group,
    bbox: unionBbox([...group.members.map((at) => stretches[at]?.bbox as Bbox), ...group.rules]) as Bbox,
    isStop: group.members.length === 1 && /^[.,;]$/.test(stretches[group.members[0] ?? -1]?.text ?? ''),
  }));
  type Boxed = (typeof boxed)[number];
  const isWithin = ({ bbox: [x0, y0, x1, y1], isStop }: Boxed, { bbox: outer }: Boxed) => {
    const isBeside = isStop ? x1 < outer[2] + stopBehind : x0 < outer[2] && x1 < outer[2] + wordBehind;
    return x0 > outer[0] && isBeside && y0 > outer[1] - 1 && y1 < outer[3] + 1;
  };
  const isTall = ({ group, bbox }: Boxed) =>
    bbox[3] - bbox[1] > severalRows && group.members.some((at) => stretches[at]?.kind === 'math');
  const tall = boxed.filter(isTall);
  const outermost = tall.filter((one) => !tall.some((other) => other !== one && isWithin(one, other)));
  const inner = Map.groupBy(boxed, (one) => outermost.find((outer) => outer !== one && isWithin(one, outer)));
  return (inner.get(undefined) ?? []).map((one) => {
    const own = [one, ...(inner.get(one) ?? [])].map(({ group }) => group);
    return { members: own.flatMap(({ members }) => members), rules: own.flatMap(({ rules }) => rules) };
  });
}

/** What reaches over the line between two rows by so much, points, stands in both. */
const overRow = 2;

/** partedByNumbers parts rows that have a number each, where nothing stands in two of them. */
function partedByNumbers(group: Group, index: PageIndex): readonly Group[] {
  const { stretches } = index;
  const boxOf = (at: number) => stretches[at]?.bbox as Bbox;
  const bbox = unionBbox(group.members.map(boxOf));
  if (bbox === undefined || bbox[3] - bbox[1] < severalRows) return [group];
  const numbers = [...inRowsOf(bbox, index)].filter((at) => {
    const { kind, bbox: box } = stretches[at] as Stretch;
    const isBeside = box[0] > bbox[2] + numberAway / 2 && middleY(box) > bbox[1] && middleY(box) < bbox[3];
    return kind === 'number' && isBeside && !isOtherColumn(bbox, box, index.prose);
  });
  const middles = numbers.map((at) => middleY(boxOf(at))).sort((a, b) => a - b);
  const cuts = middles.slice(1).map((middle, at) => (middle + (middles[at] ?? middle)) / 2);
  const crosses = (box: Bbox) => cuts.some((cut) => box[1] < cut - overRow && box[3] > cut + overRow);
  if (cuts.length === 0 || [...group.members.map(boxOf), ...group.rules].some(crosses)) return [group];
  const rowOf = (box: Bbox) => cuts.filter((cut) => cut < middleY(box)).length;
  return middles
    .map((_, row) => ({
      members: group.members.filter((at) => rowOf(boxOf(at)) === row),
      rules: group.rules.filter((rule) => rowOf(rule) === row),
    }))
    .filter(({ members }) => members.length > 0);
}

interface Node {
  readonly at: number;
  readonly bbox: Bbox;
  readonly size: number;
}

function belongTogether(a: Node, b: Node, prose: Prose): boolean {
  const size = Math.max(a.size, b.size);
  const [x, y] = [overlapX(a.bbox, b.bbox), overlapY(a.bbox, b.bbox)];
  const isRule = a.at < 0 || b.at < 0;
  // Beside a rule stand signs on its axis, and the comma after a fraction below it.
  if (isRule) return !(a.at < 0 && b.at < 0) && ((x > -1 && y > -0.55 * size) || (y > -0.3 * size && x > -1.2 * size));
  if (x > -0.3 * size && y > -overGap * size) return true;
  return (
    y > 0.15 * Math.min(a.bbox[3] - a.bbox[1], b.bbox[3] - b.bbox[1]) &&
    x > -besideGap * size &&
    !isOtherColumn(a.bbox, b.bbox, prose)
  );
}

/** A number so far behind a formula, points, is no part of the sentence that may end with it. */
const numberAway = 30;

/** regionOf makes a region of a group that is a formula by itself, and binds its number. */
function regionOf({ members, rules }: Group, index: PageIndex): Region | undefined {
  const { stretches } = index;
  const bbox = unionBbox(members.map((at) => stretches[at]?.bbox as Bbox));
  if (bbox === undefined || !members.some((at) => stretches[at]?.kind === 'math')) return undefined;
  const number = numberBeside(bbox, index);
  const isNumbered = number !== undefined && (stretches[number.stretch]?.bbox[0] ?? 0) > bbox[2] + numberAway;
  if (!isNumbered && endsParagraph(bbox, { ...index, members })) return undefined;
  const inside = rules.filter((rule) => rule[0] > bbox[0] - 6 && rule[2] < bbox[2] + 6);
  return { stretches: members, rules: inside, bbox, ...(number === undefined ? {} : { number }) };
}

/** The last line of a paragraph may hold nothing but a formula: it begins where the line right above it does. */
function endsParagraph(bbox: Bbox, { members, ...index }: PageIndex & Pick<Group, 'members'>): boolean {
  const baseline = members.reduce((least, at) => Math.min(least, index.stretches[at]?.baseline ?? least), bbox[3]);
  const above: Bbox = [bbox[0], bbox[1] - 12, bbox[2], bbox[1]];
  for (const at of inRowsOf(above, index)) {
    const line = index.stretches[at] as Stretch;
    if (line.kind !== 'prose' && line.kind !== 'words') continue;
    if (Math.abs(line.bbox[0] - bbox[0]) > 1.5 || line.bbox[3] > bbox[3] - 0.5 * line.size) continue;
    if (baseline - line.baseline < 1.45 * line.size && bbox[1] - line.bbox[3] < 0.75 * line.size) return true;
  }
  return false;
}

/** The number stands on one of the formula's lines, or right under its end. */
function numberBeside(bbox: Bbox, index: PageIndex): Region['number'] {
  const reach: Bbox = [bbox[0], bbox[1], bbox[2], bbox[3] + 14];
  const found: { text: string; stretch: number; away: number }[] = [];
  for (const at of inRowsOf(reach, index)) {
    const stretch = index.stretches[at] as Stretch;
    const text = stretch.kind === 'number' ? numberOf(stretch.text) : undefined;
    if (text === undefined || overlapY(stretch.bbox, reach) <= 0) continue;
    const [right, left] = [stretch.bbox[0] - bbox[2], bbox[0] - stretch.bbox[2]];
    const away = Math.max(right, left);
    if (away < -2 && stretch.bbox[1] < bbox[3]) continue;
    if (isOtherColumn(bbox, stretch.bbox, index.prose) || standsInProse(stretch, index, bbox)) continue;
    found.push({ text, stretch: at, away: Math.abs(away) });
  }
  // One under the end is the formula's only when none stands on its lines.
  const isOn = ({ stretch }: { readonly stretch: number }) => middleY(index.stretches[stretch]?.bbox ?? bbox) < bbox[3];
  const onLines = found.some(isOn) ? found.filter(isOn) : found;
  const [nearest] = onLines.sort((a, b) => a.away - b.away);
  return nearest === undefined ? undefined : { text: nearest.text, stretch: nearest.stretch };
}
