import { existsSync, globSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type Scores, scoreMarkdown } from './score-markdown.ts';
import type { ToMarkdown } from './tables.ts';

const parts = ['words', 'titles', 'tables', 'lists'] as const;
type Part = (typeof parts)[number];

/** OfficeScore of one file; without scores when nothing came out. */
export interface OfficeScore {
  readonly path: string;
  readonly format: string;
  readonly scores: Pick<Scores, Part>;
  readonly outcome: 'parsed' | 'empty' | 'failed';
}

/** FormatScore is the mean of each part over the files of a format that have it, and the mean of these means. */
export interface FormatScore {
  readonly format: string;
  readonly files: number;
  readonly empty: number;
  readonly failed: number;
  readonly means: Readonly<Record<Part, number | undefined>>;
  readonly mean: number;
}

/** scoreOffice scores every file of a folder that has `NAME.md` beside it. */
export async function scoreOffice(folder: string, toMarkdown: ToMarkdown): Promise<readonly OfficeScore[]> {
  const files = globSync(join(folder, '**', '*.md'))
    .map((path) => path.slice(0, -'.md'.length))
    .filter((path) => existsSync(path))
    .sort();
  const scores: OfficeScore[] = [];
  for (const path of files) {
    const truth = readFileSync(`${path}.md`, 'utf8');
    const markdown = await toMarkdown(path);
    const outcome =
      markdown === undefined ? 'failed' : markdown.trim() === '' && truth.trim() !== '' ? 'empty' : 'parsed';
    scores.push({ path, format: extname(path).slice(1), scores: scoreMarkdown(truth, markdown ?? ''), outcome });
  }
  return scores;
}

/** formatScores sums up per format. */
export function formatScores(scores: readonly OfficeScore[]): readonly FormatScore[] {
  return [...Map.groupBy(scores, ({ format }) => format)].map(([format, files]) => {
    const meanOf = (part: Part) => mean(files.flatMap((file) => file.scores[part] ?? []));
    const means = {
      words: meanOf('words'),
      titles: meanOf('titles'),
      tables: meanOf('tables'),
      lists: meanOf('lists'),
    };
    return {
      format,
      files: files.length,
      empty: files.filter(({ outcome }) => outcome === 'empty').length,
      failed: files.filter(({ outcome }) => outcome === 'failed').length,
      means,
      mean: mean(Object.values(means).filter((value) => value !== undefined)) ?? 0,
    };
  });
}

/** mean of the values, undefined of none. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** officeLines prints the files, the worst of each format first, then the formats. */
export function officeLines(scores: readonly OfficeScore[], folder: string): readonly string[] {
  const ofFile = ({ scores: one }: OfficeScore) => mean(parts.flatMap((part) => one[part] ?? [])) ?? 0;
  const files = scores
    .toSorted((a, b) => a.format.localeCompare(b.format) || ofFile(a) - ofFile(b))
    .map((file) => {
      const name = file.path.slice(folder.length).replace(/^\//, '');
      return `${name.padEnd(52)} ${ofFile(file).toFixed(3)} ${partsLine(file.scores)}${file.outcome === 'parsed' ? '' : `  ${file.outcome}`}`;
    });
  const formats = formatScores(scores).map(
    ({ format, files: count, empty, failed, means, mean: all }) =>
      `${format.padEnd(8)} files ${String(count).padStart(3)} failed ${failed} empty ${empty}  mean ${all.toFixed(3)} ${partsLine(means)}`,
  );
  return [...files, '', ...formats];
}

function partsLine(scores: Readonly<Record<Part, number | undefined>>): string {
  return parts.map((part) => `${part} ${scores[part]?.toFixed(3) ?? '  -  '}`).join('  ');
}
