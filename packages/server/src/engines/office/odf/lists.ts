import type { ListEntry } from '../flow/list-stack.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf } from '../package/xml-query.ts';
import { formatNumber } from '../text/number-formats.ts';

/** ListState counts the items of one list, level by level. */
export interface ListState {
  readonly id: string;
  readonly counters: (number | undefined)[];
}

/**
 * nextEntry counts an item and gives its mark; `level` counts from 0, `start` is a number that the item itself asks for. Undefined where the
 * style shows no mark: then it is no item for the eye.
 */
export function nextEntry(
  style: XmlElement | undefined,
  state: ListState,
  { level, start }: { readonly level: number; readonly start: number | undefined },
): Omit<ListEntry, 'content'> | undefined {
  const definition = levelOf(style, level);
  if (definition !== undefined && isBare(definition)) return undefined;
  const entry = { list: state.id, level, indent: indentOf(definition) };
  if (definition === undefined || !isNumbered(definition)) return entry;
  const { counters } = state;
  counters[level] = start ?? (counters[level] === undefined ? startOf(definition) : (counters[level] ?? 0) + 1);
  counters.length = level + 1;
  const marker = markOf(style, state, level);
  const number = /^(\d{1,9})[.)、．]?$/.exec(marker)?.[1];
  return {
    ...entry,
    ...(marker === '' ? {} : { marker }),
    ...(number === undefined ? {} : { number: Number(number) }),
  };
}

/** markOf writes the number of the item that was counted last, with those of the levels above where the style shows them. */
export function markOf(style: XmlElement | undefined, { counters }: ListState, level: number): string {
  const definition = levelOf(style, level);
  if (definition === undefined || !isNumbered(definition)) return '';
  const shown = Math.min(level + 1, Math.max(1, Number(definition.attributes['text:display-levels'] ?? 1)));
  const numbers: string[] = [];
  for (let at = level - shown + 1; at <= level; at += 1) {
    const one = levelOf(style, at);
    if (one === undefined || !isNumbered(one)) continue;
    numbers.push(
      formatNumber(
        counters[at] ?? startOf(one),
        formats[one.attributes['style:num-format'] ?? ''] ?? one.attributes['style:num-format'] ?? '',
      ),
    );
  }
  const { 'style:num-prefix': prefix = '', 'style:num-suffix': suffix = '' } = definition.attributes;
  return `${prefix}${numbers.join('.')}${suffix}`.trim();
}

const formats: Readonly<Record<string, string>> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  '一, 二, 三, ...': 'chineseCounting',
  '①, ②, ③, ...': 'decimalEnclosedCircle',
  '甲, 乙, 丙, ...': 'ideographTraditional',
};

function levelOf(style: XmlElement | undefined, level: number): XmlElement | undefined {
  return elementsOf(style).find(({ attributes }) => attributes['text:level'] === String(level + 1));
}

function isNumbered({ name, attributes }: XmlElement): boolean {
  return /(?:number|outline-level-style)$/.test(name) && (attributes['style:num-format'] ?? '') !== '';
}

function isBare({ name, attributes }: XmlElement): boolean {
  if (name === 'text:list-level-style-bullet') return (attributes['text:bullet-char'] ?? '•').trim() === '';
  if (name !== 'text:list-level-style-number') return false;
  const label = ['style:num-format', 'style:num-prefix', 'style:num-suffix'].map((key) => attributes[key] ?? '');
  return label.join('').trim() === '';
}

function startOf({ attributes }: XmlElement): number {
  return Number(attributes['text:start-value'] ?? 1);
}

/** Points. */
function indentOf(level: XmlElement | undefined): number {
  const properties = childOf(level, 'style:list-level-properties');
  const aligned = childOf(properties, 'style:list-level-label-alignment')?.attributes['fo:margin-left'];
  if (aligned !== undefined) return pointsOf(aligned);
  return (
    pointsOf(properties?.attributes['text:space-before']) + pointsOf(properties?.attributes['text:min-label-width'])
  );
}

const units: Readonly<Record<string, number>> = { pt: 1, in: 72, cm: 72 / 2.54, mm: 72 / 25.4, pc: 12, px: 0.75 };

/** pointsOf reads a length such as `1.27cm`; 0 for none. */
export function pointsOf(length: string | undefined): number {
  const [, number = '', unit = ''] = /^(-?[\d.]+)([a-z]+)$/.exec(length ?? '') ?? [];
  return (Number(number) || 0) * (units[unit] ?? 0);
}
