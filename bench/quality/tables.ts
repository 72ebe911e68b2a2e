import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { f1, type Match, matchCounts, sumMatches } from './similarity.ts';
import { addCounts, relationsOf, tablesIn } from './table-relations.ts';
import { type TableTruth, truthsOf } from './truth-xml.ts';

/** TableScore of one document. */
export interface TableScore {
  readonly name: string;
  readonly match: Match;
  readonly truthTables: number;
  readonly foundTables: number;
}

/** TablesReport over a folder, as `score_tables.py` counts. */
export interface TablesReport {
  readonly scores: readonly TableScore[];
  readonly recall: number;
  readonly precision: number;
  readonly micro: number;
  readonly macro: number;
}

/** ToMarkdown gives a file's Markdown, or undefined when it could not be made. */
export type ToMarkdown = (path: string) => Promise<string | undefined>;

/** scoreTableFolder scores the PDFs of a folder that have a `-str.xml` truth. */
export async function scoreTableFolder(folder: string, toMarkdown: ToMarkdown): Promise<TablesReport> {
  const scores: TableScore[] = [];
  for (const path of globSync(join(folder, '*.pdf')).sort()) {
    const truths = truthsOf(path);
    if (truths.length > 0)
      scores.push({ name: basename(path), ...scoreTables((await toMarkdown(path)) ?? '', truths) });
  }
  const sum = sumMatches(scores.map(({ match }) => match));
  return {
    scores,
    recall: sum.hit / Math.max(1, sum.wanted),
    precision: sum.hit / Math.max(1, sum.given),
    micro: f1(sum),
    macro: scores.reduce((total, { match }) => total + f1(match), 0) / Math.max(1, scores.length),
  };
}

/** scoreTables compares the tables of a Markdown text with the reading that it comes nearest to. */
export function scoreTables(markdown: string, truths: readonly TableTruth[]): Omit<TableScore, 'name'> {
  const tables = tablesIn(markdown);
  const found = addCounts(tables.map((cells) => relationsOf(cells)));
  const readings = truths.map((truth) => ({ truth, match: matchCounts(truth.relations, found) }));
  const recall = ({ hit, wanted }: Match) => hit / Math.max(1, wanted);
  const best = readings.reduce((a, b) => (recall(b.match) > recall(a.match) ? b : a));
  return { match: best.match, truthTables: best.truth.tables, foundTables: tables.length };
}

/** tablesLines prints a report, the worst documents first. */
export function tablesLines({ scores, recall, precision, micro, macro }: TablesReport): readonly string[] {
  const worst = [...scores].sort((a, b) => f1(a.match) - f1(b.match));
  const sum = (pick: (score: TableScore) => number) => scores.reduce((total, score) => total + pick(score), 0);
  return [
    ...worst.map(
      ({ name, match, truthTables, foundTables }) =>
        `${name.padEnd(14)} F1 ${f1(match).toFixed(3)}  relations ${match.hit} of ${match.wanted}, given ${match.given}  tables ${foundTables} for ${truthTables}`,
    ),
    `documents ${scores.length} truth tables ${sum((s) => s.truthTables)} found tables ${sum((s) => s.foundTables)} recall ${recall.toFixed(3)} precision ${precision.toFixed(3)} macro F1 ${macro.toFixed(3)} micro F1 ${micro.toFixed(3)}`,
  ];
}
