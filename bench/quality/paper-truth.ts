import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { keyOf } from './plain-text.ts';

/** TableFacts are what a person reads off a table: its size and some of its rows, by the texts of some of their cells, in order. */
export interface TableFacts {
  readonly name: string;
  /** A table inside a drawing: neither missed nor false. */
  readonly optional?: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly samples: readonly (readonly string[])[];
}

/** PaperFile is a file of `bench/truth`. */
export interface PaperFile {
  readonly pages: number;
  /** In reading order: `## heading`, `first words … last words` of a paragraph, `- first … last` of a list item; ` | ` between two accepted ends. */
  readonly body: readonly string[];
  readonly captions: readonly string[];
  readonly footnotes: readonly string[];
  readonly equations: number;
  readonly tables: readonly TableFacts[];
  readonly references: readonly string[];
}

/** Passage is a paragraph, list item or caption by its first and last words, as keys (see `keyOf`). */
export interface Passage {
  readonly shown: string;
  readonly item: boolean;
  readonly first: string;
  /** Accepted ends; empty when the end is not asked for. */
  readonly last: readonly string[];
}

/** PaperTruth is what a person read off the pages of a paper. */
export interface PaperTruth {
  readonly name: string;
  readonly headings: readonly { readonly level: number; readonly text: string }[];
  readonly passages: readonly Passage[];
  readonly captions: readonly Passage[];
  readonly footnotes: readonly string[];
  readonly equations: number;
  readonly tables: readonly TableFacts[];
  readonly references: readonly string[];
}

/** readPaperTruths reads the truths of `bench/truth`. */
export function readPaperTruths(): readonly PaperTruth[] {
  const folder = join(import.meta.dirname, '..', 'truth');
  return globSync(join(folder, '*.json'))
    .sort()
    .map((path) => paperTruthOf(basename(path, '.json'), JSON.parse(readFileSync(path, 'utf8'))));
}

/** paperTruthOf reads one truth. */
export function paperTruthOf(name: string, { body, captions, ...rest }: PaperFile): PaperTruth {
  const headings = body.flatMap((entry) => {
    const match = /^(#+) (.*)$/.exec(entry);
    return match === null ? [] : [{ level: match[1]?.length ?? 1, text: match[2] ?? '' }];
  });
  const passages = body.filter((entry) => !entry.startsWith('#')).map(passageOf);
  return { name, headings, passages, captions: captions.map(passageOf), ...rest };
}

function passageOf(entry: string): Passage {
  const item = entry.startsWith('- ');
  const [first = '', last] = (item ? entry.slice(2) : entry).split(' … ');
  return { shown: entry, item, first: keyOf(first), last: last?.split(' | ').map(keyOf) ?? [] };
}
