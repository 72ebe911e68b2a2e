import { type CorpusPart, type CorpusScore, corpusParts } from './corpus.ts';
import { mean } from './office.ts';

/** KindScore is the mean of each part over the documents of a kind that have it. */
export interface KindScore {
  readonly kind: string;
  readonly documents: number;
  readonly means: Readonly<Partial<Record<CorpusPart, number>>>;
  readonly falseTables: number;
  readonly failed: number;
}

/** kindScores sums up per kind, and last over all. */
export function kindScores(scores: readonly CorpusScore[]): readonly KindScore[] {
  const kinds = [...Map.groupBy(scores, ({ kind }) => kind)].map(([kind, documents]) => summed(kind, documents));
  return [...kinds, summed('all', scores)];
}

function summed(kind: string, documents: readonly CorpusScore[]): KindScore {
  const means = corpusParts.flatMap((part) => {
    const value = mean(documents.flatMap(({ scores }) => scores[part] ?? []));
    return value === undefined ? [] : [[part, Math.round(value * 1_000) / 1_000]];
  });
  return {
    kind,
    documents: documents.length,
    means: Object.fromEntries(means),
    falseTables: documents.reduce((sum, { falseTables }) => sum + falseTables, 0),
    failed: documents.filter(({ failed }) => failed).length,
  };
}

/** corpusLines prints a line for each document, when asked, and the table of kinds. */
export function corpusLines(scores: readonly CorpusScore[], everyDocument: boolean): readonly string[] {
  const documents = everyDocument ? scores.map((score) => line(score.name, '', score.scores, score.falseTables)) : [];
  const head = `${'kind'.padEnd(34)} files ${corpusParts.map((part) => part.slice(0, 8).padStart(8)).join(' ')}  false tables`;
  const kinds = kindScores(scores).map(({ kind, documents: count, means, falseTables, failed }) =>
    line(kind, String(count), means, falseTables, failed),
  );
  return [...documents, ...(everyDocument ? [''] : []), head, ...kinds];
}

function line(
  name: string,
  count: string,
  means: Readonly<Partial<Record<CorpusPart, number | undefined>>>,
  falseTables: number,
  failed = 0,
): string {
  const cells = corpusParts.map((part) => (means[part]?.toFixed(3) ?? '-').padStart(8));
  return `${name.padEnd(34)} ${count.padStart(5)} ${cells.join(' ')}  ${falseTables}${failed > 0 ? `  ${failed} failed` : ''}`;
}
