import { plainText } from './plain-text.ts';
import { readMarkdown } from './read-markdown.ts';
import { type Rendered, renderSources } from './render-sources.ts';
import { type Scores, scoreMarkdown, wordsOf } from './score-markdown.ts';
import { wordRatio } from './similarity.ts';
import { sources } from './sources/documents.ts';
import type { Source } from './sources/model.ts';
import { notesOf, type SourceNote, truthMarkdown } from './sources/to-markdown.ts';
import { tablesIn } from './table-relations.ts';
import type { ToMarkdown } from './tables.ts';

/** CorpusScores of one document; `formulas` is the likeness of the LaTeX, `notes` the share of footnotes that are blocks of their own. */
export interface CorpusScores extends Scores {
  readonly formulas: number | undefined;
  readonly notes: number | undefined;
}

/** CorpusScore of one document. */
export interface CorpusScore {
  readonly name: string;
  readonly kind: string;
  readonly pdf: string;
  readonly scores: CorpusScores;
  /** Tables found in a document without any. */
  readonly falseTables: number;
  readonly failed: boolean;
}

/** corpusParts are the columns of the report. */
export const corpusParts = [
  'words',
  'order',
  'paragraphs',
  'titles',
  'lists',
  'tables',
  'code',
  'formulas',
  'notes',
] as const;

/** CorpusPart is one of them. */
export type CorpusPart = (typeof corpusParts)[number];

/** scoreCorpus renders the project's own sources and scores what becomes of them; `only` picks names by a part of them. */
export async function scoreCorpus(
  toMarkdown: ToMarkdown,
  only: string | undefined,
  log: (line: string) => void,
): Promise<readonly CorpusScore[]> {
  const wanted = sources().filter(({ name }) => only === undefined || name.includes(only));
  const rendered = await renderSources(wanted, (maker, reason) => log(`${maker}: ${reason}`));
  if (rendered.length < wanted.length) log(`${wanted.length - rendered.length} documents could not be made`);
  const scores: CorpusScore[] = [];
  for (const one of rendered) scores.push(scoreOne(one, await toMarkdown(one.pdf)));
  return scores;
}

function scoreOne({ source, pdf }: Rendered, markdown: string | undefined): CorpusScore {
  const truth = truthMarkdown(source);
  const wantsTables = source.blocks.some(({ kind }) => kind === 'table');
  return {
    name: source.name,
    kind: source.kind,
    pdf,
    scores: scoreSource(source, truth, markdown ?? ''),
    falseTables: wantsTables ? 0 : tablesIn(markdown ?? '').length,
    failed: markdown === undefined,
  };
}

/** scoreSource compares the output with a source. Footnotes may stand anywhere, so they are looked for first and then left out. */
export function scoreSource(source: Source, truth: string, markdown: string): CorpusScores {
  const { text, notes } = withoutNotes(markdown, notesOf(source));
  return { ...scoreMarkdown(truth, text), formulas: formulasOf(truth, text), notes };
}

/** A note counts when it is there, and its mark stands behind the words that it was hung on. */
function withoutNotes(
  markdown: string,
  notes: readonly SourceNote[],
): { readonly text: string; readonly notes: number | undefined } {
  if (notes.length === 0) return { text: markdown, notes: undefined };
  const wanted = new Map(notes.map(({ note, text }) => [wordsOf(note).join(''), wordsOf(text).join('')]));
  let found = 0;
  const blocks = markdown.split(/\n{2,}/);
  const kept = blocks.filter((block) => {
    const [, label, note] = /^\[\^([\w-]+)\]:\s*(.*)$/s.exec(block) ?? [];
    const key = wordsOf(plainText(note ?? block))
      .join('')
      .replace(/^\d+/, '');
    const text = wanted.get(key);
    if (text === undefined) return true;
    const holder = blocks.find((one) => one !== block && one.trimEnd().endsWith(`[^${label}]`));
    if (holder !== undefined && text.endsWith(wordsOf(plainText(holder)).join('').slice(-40))) found += 1;
    return false;
  });
  return { text: kept.join('\n\n'), notes: Math.min(1, found / notes.length) };
}

/** Words of LaTeX that say nothing about the formula. */
const spacing = /\\(left|right|displaystyle|limits|quad|qquad|,|;|!|tag\{[^}]*\})|[{}\s&]|\(\d+\)$/g;

function formulasOf(truth: string, found: string): number | undefined {
  const tokens = (markdown: string) =>
    readMarkdown(markdown).flatMap((block) =>
      block.kind === 'formula' ? (block.text.replace(spacing, ' ').match(/\\[a-zA-Z]+|\S/g) ?? []) : [],
    );
  const wanted = tokens(truth);
  const given = tokens(found);
  return wanted.length + given.length === 0 ? undefined : wordRatio(wanted, given);
}
