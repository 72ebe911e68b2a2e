/**
 * Prints quality and speed of Docmill and of the rivals that can be installed, side by side, from one run on this machine: on the project's own
 * corpus, and with `--papers DIR` and `--tables DIR` on MinerU's demo papers and the ICDAR-2013 set. `--program NAME` picks some.
 */
import { globSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CorpusScore, scoreCorpus } from '../quality/corpus.ts';
import { kindScores } from '../quality/corpus-report.ts';
import { keepFigures } from '../quality/figures.ts';
import { readPaperTruths } from '../quality/paper-truth.ts';
import { scorePaper, type Tally } from '../quality/papers.ts';
import { scoreTableFolder, type ToMarkdown } from '../quality/tables.ts';
import { type Conversion, convertAll } from './convert.ts';
import { type Program, peersFolder, programs } from './programs.ts';

type Row = Readonly<Record<string, number | string>>;

const { values } = parseArgs({
  options: {
    papers: { type: 'string' },
    tables: { type: 'string' },
    program: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
});

const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** Pages of each file, as Docmill counts them; it runs first. */
const pagesOf = new Map<string, number>();

async function measure(program: Program, corpusFiles: readonly string[]): Promise<Row> {
  const papers = values.papers === undefined ? [] : globSync(join(values.papers, 'demo?.pdf')).sort();
  const tables = values.tables === undefined ? [] : globSync(join(values.tables, '*.pdf')).sort();
  const output = join(peersFolder, 'out', program.name.replaceAll(' ', '-'));
  rmSync(output, { recursive: true, force: true });
  const done = await convertAll(program, [...corpusFiles, ...papers, ...tables], output);
  for (const { path, pages } of done) if (pages !== undefined) pagesOf.set(path, pages);
  const toMarkdown: ToMarkdown = async (path) => textOf(join(output, `${basename(path).replace(/\.pdf$/, '')}.md`));
  return {
    program: program.name,
    ...corpusRow(await scoreCorpus(toMarkdown, undefined, log)),
    ...(values.tables === undefined ? {} : tablesRow(await scoreTableFolder(values.tables, toMarkdown))),
    ...(papers.length === 0 ? {} : await papersRow(papers, toMarkdown)),
    ...speedRow('corpus', done, corpusFiles),
    ...speedRow('papers', done, papers),
    ...speedRow('icdar', done, tables),
    'not converted': done.filter(({ error }) => error !== undefined).length,
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function corpusRow(scores: readonly CorpusScore[]): Row {
  const all = kindScores(scores).at(-1);
  return { ...all?.means, 'false tables': all?.falseTables ?? 0 };
}

function tablesRow({ micro, macro }: { readonly micro: number; readonly macro: number }): Row {
  return { 'icdar micro F1': rounded(micro), 'icdar macro F1': rounded(macro) };
}

async function papersRow(papers: readonly string[], toMarkdown: ToMarkdown): Promise<Row> {
  const tallies: Tally[] = [];
  for (const truth of readPaperTruths()) {
    const path = papers.find((paper) => basename(paper, '.pdf') === truth.name);
    if (path !== undefined) tallies.push(...scorePaper(truth, (await toMarkdown(path)) ?? ''));
  }
  const rows = [...Map.groupBy(tallies, ({ part }) => part)].map(([part, some]) => {
    const [found, wanted] = [sumOf(some, ({ found: one }) => one), sumOf(some, ({ wanted: one }) => one)];
    const spurious = sumOf(some, ({ faults }) => faults.filter((fault) => fault.startsWith('false:')).length);
    return [`papers: ${part}`, `${found}/${wanted}${spurious > 0 ? ` +${spurious} false` : ''}`];
  });
  return Object.fromEntries(rows);
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function speedRow(name: string, done: readonly Conversion[], files: readonly string[]): Row {
  const some = done.filter(({ path }) => files.includes(path));
  if (some.length === 0) return {};
  const pages = sumOf(some, ({ path }) => pagesOf.get(path) ?? 0);
  return {
    [`${name}: pages/CPU-s`]: rounded(pages / sumOf(some, ({ cpu }) => cpu), 1),
    [`${name}: pages/s`]: rounded(pages / sumOf(some, ({ wall }) => wall), 1),
  };
}

function rounded(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

/** One column a program, one line a figure. */
function lines(rows: readonly Row[]): readonly string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => {
    const cells = rows.map((row) => String(row[name] ?? '-').padStart(24));
    return name.padEnd(42) + cells.join('');
  });
}

const rows: Row[] = [];
const corpusFiles = (await scoreCorpus(async () => '', undefined, log)).map(({ pdf }) => pdf);
for (const program of programs()) {
  const wanted = values.program === undefined || values.program.some((name) => program.name.includes(name));
  if (!wanted && program.name !== 'docmill') continue;
  try {
    program.install();
    rows.push(await measure(program, corpusFiles));
  } catch (error) {
    log(`${program.name}: ${error instanceof Error ? error.message : error}`);
  }
}
process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : `${lines(rows).join('\n')}\n`);
if (values.program === undefined) keepFigures('peers', rows);
