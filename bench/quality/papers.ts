import type { PaperTruth, Passage, TableFacts } from './paper-truth.ts';
import { keyOf, plainText } from './plain-text.ts';
import { type MarkdownBlock, readMarkdown } from './read-markdown.ts';
import { inOrder } from './similarity.ts';
import { type TableCell, tablesIn } from './table-relations.ts';

/** Tally of one part of a paper: how many were found of how many, and in words what is wrong. */
export interface Tally {
  readonly part: string;
  readonly found: number;
  readonly wanted: number;
  readonly faults: readonly string[];
}

interface Keyed {
  readonly kind: MarkdownBlock['kind'];
  readonly key: string;
  readonly text: string;
  readonly level: number;
}

/** A footnote mark or a list mark may stand before or after the words. */
const slack = 4;

/** scorePaper compares Markdown with what a person read off the pages. */
export function scorePaper(truth: PaperTruth, markdown: string): readonly Tally[] {
  const blocks = readMarkdown(markdown).map(keyed);
  const starts = truth.passages.map(({ first }) => blocks.findIndex(({ key }) => startsWith(key, first)));
  return [
    headings(truth, blocks),
    passages('paragraphs', truth.passages, blocks),
    {
      part: 'in reading order',
      found: inOrder(starts.filter((at) => at >= 0)),
      wanted: truth.passages.length,
      faults: [],
    },
    passages('captions', truth.captions, blocks),
    listItems(truth, blocks),
    starting('references as blocks of their own', truth.references, blocks),
    starting('footnotes', truth.footnotes, blocks),
    equations(truth, blocks),
    ...tables(
      truth,
      tablesIn(markdown, (raw) => keyOf(plainText(raw))),
    ),
  ];
}

function keyed(block: MarkdownBlock): Keyed {
  const text = textOf(block);
  return { kind: block.kind, key: keyOf(text), text, level: block.kind === 'title' ? block.level : 0 };
}

/** A mark may be part of what the truth quotes, `1) No row`, or not. */
function textOf(block: MarkdownBlock): string {
  if (block.kind === 'table') return '';
  return block.kind === 'item' ? `${block.mark} ${block.text}` : block.text;
}

function startsWith(key: string, first: string): boolean {
  const at = key.indexOf(first);
  return at >= 0 && at <= slack;
}

function endsWith(key: string, last: string): boolean {
  const at = key.lastIndexOf(last);
  return at >= 0 && key.length - at - last.length <= slack;
}

function headings({ headings: wanted }: PaperTruth, blocks: readonly Keyed[]): Tally {
  const titles = blocks.filter(({ kind }) => kind === 'title');
  const taken = new Set<Keyed>();
  const faults: string[] = [];
  for (const { level, text } of wanted) {
    const found = titles.find((title) => !taken.has(title) && title.key === keyOf(text));
    if (found === undefined) faults.push(`missed: ${text}`);
    else taken.add(found);
    if (found !== undefined && found.level !== level) faults.push(`level ${found.level}, not ${level}: ${text}`);
  }
  const right = wanted.length - faults.length;
  for (const title of titles) if (!taken.has(title)) faults.push(`false: ${'#'.repeat(title.level)} ${title.text}`);
  return { part: 'headings', found: right, wanted: wanted.length, faults };
}

function passages(part: string, wanted: readonly Passage[], blocks: readonly Keyed[]): Tally {
  const faults = wanted.flatMap((passage) => faultOf(passage, blocks) ?? []);
  return { part, found: wanted.length - faults.length, wanted: wanted.length, faults };
}

/** A passage is right when one block, not a title, begins with its first and ends with its last words. */
function faultOf({ first, last, shown }: Passage, blocks: readonly Keyed[]): string | undefined {
  const start = blocks.find(({ key }) => startsWith(key, first));
  if (start === undefined) {
    const inside = blocks.find(({ key }) => key.includes(first));
    return inside === undefined ? `missed: ${shown}` : `merged into "${inside.text.slice(0, 40)}": ${shown}`;
  }
  if (start.kind === 'title') return `is a heading: ${shown}`;
  if (last.length === 0 || last.some((end) => endsWith(start.key, end))) return undefined;
  const goesOn = last.some((end) => start.key.includes(end, first.length));
  return goesOn ? `goes on after its end: ${shown}` : `split after "${start.text.slice(-40)}": ${shown}`;
}

function listItems({ passages: all }: PaperTruth, blocks: readonly Keyed[]): Tally {
  const wanted = all.filter(({ item }) => item);
  const items = blocks.filter(({ kind }) => kind === 'item');
  const faults = wanted.filter(({ first }) => !items.some(({ key }) => startsWith(key, first))).map((one) => one.shown);
  return { part: 'list items', found: wanted.length - faults.length, wanted: wanted.length, faults };
}

function starting(part: string, wanted: readonly string[], blocks: readonly Keyed[]): Tally {
  const bodies = blocks.filter(({ kind }) => kind === 'item' || kind === 'text');
  const faults = wanted.filter((words) => !bodies.some(({ key }) => startsWith(key, keyOf(words))));
  return { part, found: wanted.length - faults.length, wanted: wanted.length, faults };
}

/** Pictures of formulas are not seen in Markdown: only those with LaTeX count. */
function equations({ equations: wanted }: PaperTruth, blocks: readonly Keyed[]): Tally {
  const found = blocks.filter(({ kind }) => kind === 'formula').length;
  return { part: 'equations with LaTeX', found, wanted, faults: [] };
}

function tables(truth: PaperTruth, found: readonly (readonly TableCell[])[]): readonly Tally[] {
  const real = truth.tables.filter(({ optional }) => !optional);
  const taken = new Set<readonly TableCell[]>();
  const faults: string[] = [];
  let right = 0;
  for (const facts of truth.tables) {
    const match = found.find((cells) => !taken.has(cells) && holds(cells, facts));
    if (match !== undefined) taken.add(match);
    if (match === undefined && !facts.optional) faults.push(`missed: ${facts.name}`);
    if (match === undefined || facts.optional) continue;
    const wrong = wrongIn(match, facts);
    if (wrong.length === 0) right += 1;
    faults.push(...wrong.map((what) => `${facts.name}: ${what}`));
  }
  const spurious = found.filter((cells) => !taken.has(cells));
  faults.push(...spurious.map((cells) => `false: "${shown(cells)}"`));
  const present = real.length - faults.filter((fault) => fault.startsWith('missed')).length;
  return [
    { part: 'tables found', found: present, wanted: real.length, faults },
    { part: 'tables of right size and rows', found: right, wanted: real.length, faults: [] },
  ];
}

/** A table is the one meant when at least half of the cells of the sample rows are in it. */
function holds(cells: readonly TableCell[], { samples }: TableFacts): boolean {
  const texts = new Set(cells.map(({ text }) => text));
  const wanted = samples.flat().map(keyOf);
  return wanted.filter((text) => texts.has(text)).length * 2 >= wanted.length;
}

function wrongIn(cells: readonly TableCell[], facts: TableFacts): readonly string[] {
  const rows = Math.max(...cells.map(({ row1 }) => row1)) + 1;
  const columns = Math.max(...cells.map(({ column1 }) => column1)) + 1;
  const wrong = facts.samples.filter((sample) => !hasRow(cells, sample.map(keyOf)));
  return [
    ...(rows === facts.rows ? [] : [`${rows} rows, not ${facts.rows}`]),
    ...(columns === facts.columns ? [] : [`${columns} columns, not ${facts.columns}`]),
    ...wrong.map((sample) => `no row ${sample.join(' | ')}`),
  ];
}

function hasRow(cells: readonly TableCell[], sample: readonly string[]): boolean {
  const wanted = sample.filter((text) => text !== '');
  const rows = Map.groupBy(cells, ({ row0 }) => row0);
  return [...rows.values()].some((row) => {
    let at = 0;
    for (const { text } of row) if (text === wanted[at]) at += 1;
    return at === wanted.length;
  });
}

function shown(cells: readonly TableCell[]): string {
  return cells
    .map(({ text }) => text)
    .join(' | ')
    .slice(0, 60);
}

/** paperLines prints the tallies of a paper with every fault. */
export function paperLines(name: string, tallies: readonly Tally[]): readonly string[] {
  return tallies.flatMap(({ part, found, wanted, faults }) => [
    `${name}  ${part.padEnd(34)} ${found} of ${wanted}`,
    ...faults.map((fault) => `    ${fault}`),
  ]);
}
