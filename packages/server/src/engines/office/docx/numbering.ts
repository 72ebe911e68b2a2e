import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf } from '../package/xml-query.ts';
import { formatNumber } from '../text/number-formats.ts';
import { indentOf, isOnValue, type NumberingRef, valueOfChild } from './styles.ts';

/** NumberedMark is what stands before a numbered paragraph. */
export interface NumberedMark {
  /** As printed; empty for a bullet, unless it is a box of a task. */
  readonly text: string;
  readonly isBullet: boolean;
  /** Set where the mark is one number alone: `3.`, `3)` or `3`. */
  readonly number?: number;
  readonly level: number;
  /** Identity of the list: numberings that count together. */
  readonly list: string;
  /** Points. */
  readonly indent: number;
}

/** Numbering counts the numbered paragraphs of a document; `mark` must be asked once for each, in their order. */
export interface Numbering {
  /** mark counts a paragraph; undefined when its numbering is switched off or shows nothing. */
  mark(reference: NumberingRef, styleId: string): NumberedMark | undefined;
}

interface Level {
  readonly format: string;
  readonly text: string;
  readonly start: number;
  /** Restarts after a level above this one was used; 0: never. Default: any above. */
  readonly restart?: number;
  readonly isLegal: boolean;
  readonly style?: string;
  readonly indent: number;
}

interface Abstract {
  readonly id: string;
  readonly levels: ReadonlyMap<number, Level>;
  readonly counters: (number | undefined)[];
}

interface Num {
  readonly abstract: Abstract;
  readonly overrides: ReadonlyMap<number, { readonly start?: number; readonly level?: Level }>;
  /** Levels whose start of this numbering was used. */
  readonly started: Set<number>;
}

const levelCount = 9;

/** readNumbering reads the part of numberings. */
export function readNumbering(root: XmlElement | undefined): Numbering {
  const elements = new Map(
    childrenOf(root, 'w:abstractNum').map((one) => [one.attributes['w:abstractNumId'] ?? '', one]),
  );
  const numElements = new Map(childrenOf(root, 'w:num').map((one) => [one.attributes['w:numId'] ?? '', one]));
  const abstracts = new Map<string, Abstract>();
  const nums = new Map<string, Num | undefined>();

  const abstractOf = (numId: string, steps = 0): Abstract | undefined => {
    const id = valueOfChild(numElements.get(numId), 'w:abstractNumId') ?? '';
    const element = elements.get(id);
    if (element === undefined) return undefined;
    // A numbering may be that of a style, which names another numbering.
    const linked = valueOfChild(element, 'w:numStyleLink');
    const behind = linked === undefined || steps > 4 ? undefined : numOfStyle(linked, numElements, elements);
    if (behind !== undefined && behind !== numId) return abstractOf(behind, steps + 1);
    const known = abstracts.get(id);
    if (known !== undefined) return known;
    const levels = new Map(
      childrenOf(element, 'w:lvl').map((level) => [Number(level.attributes['w:ilvl'] ?? 0), levelOf(level)]),
    );
    const abstract: Abstract = { id, levels, counters: [] };
    abstracts.set(id, abstract);
    return abstract;
  };

  const numOf = (numId: string): Num | undefined => {
    if (nums.has(numId)) return nums.get(numId);
    const abstract = abstractOf(numId);
    const num =
      abstract === undefined
        ? undefined
        : { abstract, overrides: overridesOf(numElements.get(numId)), started: new Set<number>() };
    nums.set(numId, num);
    return num;
  };

  return {
    mark({ numId, level }, styleId) {
      const num = numId === '0' ? undefined : numOf(numId);
      if (num === undefined) return undefined;
      const at = Math.min(levelCount - 1, Math.max(0, level ?? levelOfStyle(num, styleId) ?? 0));
      return count(num, at);
    },
  };
}

/** The style that a numbering is linked to carries, in its own definition, the numbering that defines the levels. */
function numOfStyle(
  style: string,
  nums: ReadonlyMap<string, XmlElement>,
  abstracts: ReadonlyMap<string, XmlElement>,
): string | undefined {
  for (const [numId, num] of nums) {
    const abstract = abstracts.get(valueOfChild(num, 'w:abstractNumId') ?? '');
    if (valueOfChild(abstract, 'w:styleLink') === style) return numId;
  }
  return undefined;
}

function levelOf(element: XmlElement): Level {
  const restart = valueOfChild(element, 'w:lvlRestart');
  const style = valueOfChild(element, 'w:pStyle');
  const legal = childOf(element, 'w:isLgl');
  return {
    format: formatOf(element),
    text: valueOfChild(element, 'w:lvlText') ?? '',
    start: Number(valueOfChild(element, 'w:start') ?? 0),
    ...(restart === undefined ? {} : { restart: Number(restart) }),
    isLegal: legal !== undefined && isOnValue(legal.attributes['w:val']),
    ...(style === undefined ? {} : { style }),
    indent: indentOf(childOf(element, 'w:pPr')) ?? 0,
  };
}

/** Newer formats stand in an alternative that names them in `w:format`. */
function formatOf(element: XmlElement): string {
  const choice = childOf(element, 'mc:AlternateContent', 'mc:Choice', 'w:numFmt');
  if (choice?.attributes['w:format'] !== undefined) return choice.attributes['w:format'];
  return (
    valueOfChild(element, 'w:numFmt') ??
    valueOfChild(childOf(element, 'mc:AlternateContent', 'mc:Fallback'), 'w:numFmt') ??
    'decimal'
  );
}

function overridesOf(element: XmlElement | undefined): Num['overrides'] {
  return new Map(
    childrenOf(element, 'w:lvlOverride').map((override) => {
      const start = valueOfChild(override, 'w:startOverride');
      const level = childOf(override, 'w:lvl');
      return [
        Number(override.attributes['w:ilvl'] ?? 0),
        {
          ...(start === undefined ? {} : { start: Number(start) }),
          ...(level === undefined ? {} : { level: levelOf(level) }),
        },
      ];
    }),
  );
}

function levelIn(num: Num, at: number): Level | undefined {
  return num.overrides.get(at)?.level ?? num.abstract.levels.get(at);
}

function levelOfStyle(num: Num, styleId: string): number | undefined {
  for (const [at, { style }] of num.abstract.levels) if (style === styleId) return at;
  return undefined;
}

function count(num: Num, at: number): NumberedMark | undefined {
  const level = levelIn(num, at);
  if (level === undefined) return undefined;
  const { counters, id } = num.abstract;
  const start = num.overrides.get(at)?.start;
  const begins = start !== undefined && !num.started.has(at);
  num.started.add(at);
  const before = counters[at];
  if (begins) counters[at] = start;
  else counters[at] = before === undefined ? level.start : before + 1;
  for (let below = at + 1; below < levelCount; below += 1) {
    const restart = levelIn(num, below)?.restart ?? below;
    if (restart !== 0 && at < restart) counters[below] = undefined;
  }
  return markOf(num, at, { level, list: id });
}

interface MarkContext {
  readonly level: Level;
  readonly list: string;
}

function markOf(num: Num, at: number, { level, list }: MarkContext): NumberedMark | undefined {
  const base = { level: at, list, indent: level.indent };
  if (level.format === 'bullet') return { ...base, text: /^[☐☑☒]$/.test(level.text) ? level.text : '', isBullet: true };
  if (level.format === 'none' && !/%/.test(level.text))
    return level.text.trim() === '' ? undefined : { ...base, text: level.text.trim(), isBullet: false };
  const text = level.text
    .replace(/%([1-9])/g, (_, digit: string) => numberAt(num, Number(digit) - 1, level.isLegal))
    .trim();
  if (text === '') return undefined;
  const number = /^(?:%[1-9])[.)、．]?$/.test(level.text.trim()) ? /^(\d{1,9})[.)、．]?$/.exec(text)?.[1] : undefined;
  return { ...base, text, isBullet: false, ...(number === undefined ? {} : { number: Number(number) }) };
}

/** A level above that was not counted yet shows its first number. */
function numberAt(num: Num, at: number, isLegal: boolean): string {
  const level = levelIn(num, at);
  if (level === undefined) return '';
  const value = num.abstract.counters[at] ?? num.overrides.get(at)?.start ?? level.start;
  return formatNumber(value, isLegal ? 'decimal' : level.format);
}
