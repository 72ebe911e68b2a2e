/**
 * Scores what Docmill makes of documents. Without a word: the project's own corpus (`sources/`). `--papers DIR`: MinerU's demo papers against
 * `bench/truth`. `tables DIR`: a folder of the ICDAR-2013 set. `office --truth DIR`: files with `NAME.md` beside them. `made`: office files that
 * other programs make of the project's own sources.
 * `--markdown DIR` scores Markdown made by another program instead (`DIR/NAME.md` for each file). `--json` prints JSON, `--documents` each
 * document of the corpus, `--only NAME` those with NAME in their names. Whole runs are kept in `figures.jsonl`, unless `--no-keep`.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { scoreCorpus } from './corpus.ts';
import { corpusLines, kindScores } from './corpus-report.ts';
import { parseHere } from './docmill.ts';
import { keepFigures } from './figures.ts';
import { scoreMade } from './made.ts';
import { formatScores, officeLines, scoreOffice } from './office.ts';
import { readPaperTruths } from './paper-truth.ts';
import { paperLines, scorePaper } from './papers.ts';
import { scoreTableFolder, type ToMarkdown, tablesLines } from './tables.ts';

const usage =
  'npm run quality -- [--papers DIR | tables DIR | office --truth DIR | made | --only NAME] [--markdown DIR] [--documents] [--no-keep] [--json]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    papers: { type: 'string' },
    truth: { type: 'string' },
    markdown: { type: 'string' },
    only: { type: 'string' },
    documents: { type: 'boolean', default: false },
    'no-keep': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const toMarkdown: ToMarkdown = async (path) => {
  if (values.markdown !== undefined) return madeBefore(values.markdown, path);
  try {
    return (await parseHere(path)).markdown;
  } catch (error) {
    process.stderr.write(`${path}: ${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
};

function madeBefore(folder: string, path: string): string | undefined {
  const stem = basename(path).replace(/\.[^.]*$/, '');
  const [found] = globSync([join(folder, '**', `${stem}.md`), join(folder, '**', `${basename(path)}.md`)]);
  return found === undefined ? undefined : readFileSync(found, 'utf8');
}

function print(report: unknown, lines: readonly string[]): void {
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${lines.join('\n')}\n`);
}

async function scorePapers(folder: string): Promise<void> {
  const reports = [];
  for (const truth of readPaperTruths()) {
    const markdown = (await toMarkdown(join(folder, `${truth.name}.pdf`))) ?? '';
    reports.push({ name: truth.name, tallies: scorePaper(truth, markdown) });
  }
  print(
    reports,
    reports.flatMap(({ name, tallies }) => paperLines(name, tallies)),
  );
  keep(
    'papers',
    reports.flatMap(({ name, tallies }) => tallies.map(({ part, found, wanted }) => ({ name, part, found, wanted }))),
  );
}

async function scoreSources(): Promise<void> {
  const scores = await scoreCorpus(toMarkdown, values.only, (line) => process.stderr.write(`${line}\n`));
  const kinds = kindScores(scores);
  print({ kinds, documents: scores }, corpusLines(scores, values.documents || values.only !== undefined));
  keep('corpus', kinds);
}

/** Only whole runs of Docmill itself are kept. */
function keep(run: string, figures: unknown): void {
  if (values.markdown === undefined && values.only === undefined && !values['no-keep']) keepFigures(run, figures);
}

const [what, folder] = positionals;
if (values.papers !== undefined) await scorePapers(values.papers);
else if (what === 'tables' && folder !== undefined) {
  const report = await scoreTableFolder(folder, toMarkdown);
  print(report, tablesLines(report));
  const { recall, precision, micro, macro } = report;
  keep('tables', { recall, precision, micro, macro });
} else if (what === 'office' && values.truth !== undefined) {
  const scores = await scoreOffice(values.truth, toMarkdown);
  print({ formats: formatScores(scores), files: scores }, officeLines(scores, values.truth));
  keep('office', formatScores(scores));
} else if (what === 'made') {
  const scores = await scoreMade(toMarkdown, (line) => process.stderr.write(`${line}\n`));
  print({ formats: formatScores(scores), files: scores }, officeLines(scores, ''));
  keep('made', formatScores(scores));
} else if (what === undefined) await scoreSources();
else {
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
}
