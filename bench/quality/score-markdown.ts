import { plainText } from './plain-text.ts';
import { type MarkdownBlock, readMarkdown } from './read-markdown.ts';
import { f1, inOrder, type Match, matchCounts, wordRatio } from './similarity.ts';
import {
  addCounts,
  type Cleaner,
  countOf,
  normaliseCell,
  type Relations,
  relationsOf,
  type TableCell,
  tablesIn,
  withSpansRepeated,
} from './table-relations.ts';

/** Scores of one document, each from 0 to 1; undefined when neither the truth nor the output has the part. */
export interface Scores {
  /** Sequence of all words (see `wordRatio`). */
  readonly words: number;
  /** F1 of (level, text). */
  readonly titles: number | undefined;
  /** F1 of the relations between neighbouring cells. */
  readonly tables: number | undefined;
  /** F1 of (depth, text). */
  readonly lists: number | undefined;
  /** Share of the truth's paragraphs, titles and items that stand in the right order. */
  readonly order: number | undefined;
  /** Share of the truth's paragraphs that are one paragraph, whole. */
  readonly paragraphs: number | undefined;
  /** F1 of code blocks, lines and indents included. */
  readonly code: number | undefined;
}

/** scoreMarkdown compares two Markdown texts of one document. */
export function scoreMarkdown(truth: string, found: string): Scores {
  const wanted = readMarkdown(truth);
  const given = readMarkdown(found);
  const [wantedWords, givenWords] = [wordsIn(wanted), wordsIn(given)];
  const words = wordRatio(wantedWords, givenWords);
  return {
    // Markdown without spans repeats the texts of merged cells, so that reading of the output is accepted too.
    words: found.includes('<table') ? Math.max(words, wordRatio(wantedWords, wordsIn(given, true))) : words,
    titles: partF1(wanted, given, (block) => (block.kind === 'title' ? `${block.level} ${keyOf(block.text)}` : [])),
    tables: tablesF1(truth, found),
    lists: listsF1(wanted, given),
    order: orderOf(wanted, given),
    paragraphs: paragraphsOf(wanted, given),
    code: partF1(wanted, given, (block) => (block.kind === 'code' ? block.text.trimEnd() : [])),
  };
}

/** A character of a script without blanks, a number, or a run of other letters. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|\p{N}+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}])+/gu;

/** wordsOf splits a text into words and numbers in lower case; characters of scripts without blanks are words of their own. */
export function wordsOf(text: string): readonly string[] {
  return text.normalize('NFKC').toLowerCase().match(word) ?? [];
}

function keyOf(text: string): string {
  return wordsOf(text).join('');
}

function wordsIn(blocks: readonly MarkdownBlock[], repeatSpans = false): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'formula') return [];
    if (block.kind !== 'table') return wordsOf(block.text);
    const cells = tablesIn(flat(block.source), cellText).flatMap((table) =>
      repeatSpans ? withSpansRepeated(table) : table,
    );
    return cells.flatMap(({ text }) => wordsOf(text));
  });
}

function partF1(
  wanted: readonly MarkdownBlock[],
  given: readonly MarkdownBlock[],
  pick: (block: MarkdownBlock) => string | [],
): number | undefined {
  return f1Of(matchCounts(countOf(wanted.flatMap(pick)), countOf(given.flatMap(pick))));
}

/** What the truth has as paragraphs, such as a bibliography, is no false item. */
function listsF1(wanted: readonly MarkdownBlock[], given: readonly MarkdownBlock[]): number | undefined {
  const paragraphs = new Set(wanted.flatMap((block) => (block.kind === 'text' ? [keyOf(block.text)] : [])));
  return partF1(wanted, given, (block) =>
    block.kind === 'item' && !paragraphs.has(keyOf(block.text)) ? `${block.depth} ${keyOf(block.text)}` : [],
  );
}

function f1Of(match: Match): number | undefined {
  return match.wanted + match.given === 0 ? undefined : f1(match);
}

/** cellText is what a person reads in a cell, without dots that lead on to the next one. Marks of lists and titles inside it are written in as many ways as there are programs. */
function cellText(raw: string): string {
  return plainText(raw.normalize('NFKC').replace(/<\/?(li|p|ul|ol|div|pre|dd|dt|h\d)\b[^>]*>/gi, ' ')).replace(
    /(^|\s)([-•]|\d+\.|#+)(?=\s)/g,
    ' ',
  );
}

const cleanCell: Cleaner = (raw) => normaliseCell(cellText(raw));

/** flat turns tables inside of cells into text, as pipe tables must: `<td>a <table>…b…</table></td>` gives `<td>a  b </td>`. */
function flat(markdown: string): string {
  let depth = 0;
  return markdown.replace(/<(\/?)(table|tr|td|th)\b[^>]*>/gi, (tag, closing: string, name: string) => {
    const isTable = name.toLowerCase() === 'table';
    if (isTable && closing === '') depth += 1;
    const kept = depth <= 1 ? tag : ' ';
    if (isTable && closing !== '') depth = Math.max(0, depth - 1);
    return kept;
  });
}

/** tablesF1 takes spans as one cell or as repeated texts, whichever reading of the output is nearer. */
function tablesF1(truth: string, found: string): number | undefined {
  const readings = [(cells: readonly TableCell[]) => cells, withSpansRepeated];
  const relations = (text: string, reading: (cells: readonly TableCell[]) => readonly TableCell[]): Relations =>
    addCounts(tablesIn(flat(text), cleanCell).map((cells) => relationsOf(reading(cells))));
  const scores = readings.flatMap(
    (reading) => f1Of(matchCounts(relations(truth, reading), relations(found, reading))) ?? [],
  );
  return scores.length === 0 ? undefined : Math.max(...scores);
}

/** Their text is scored on its own. */
function isTableOrFormula(block: MarkdownBlock): block is Extract<MarkdownBlock, { kind: 'table' | 'formula' }> {
  return block.kind === 'table' || block.kind === 'formula';
}

/** So many letters tell where a block begins, also in scripts without blanks. */
const headLetters = 60;

/** A block is where another begins like it, else where its first letters are; what is not found is out of order too. */
function orderOf(wanted: readonly MarkdownBlock[], given: readonly MarkdownBlock[]): number | undefined {
  const keys = (blocks: readonly MarkdownBlock[]) =>
    blocks.flatMap((block) => (isTableOrFormula(block) ? [] : [keyOf(block.text)])).filter((key) => key !== '');
  const heads = keys(wanted).map((key) => key.slice(0, headLetters));
  const bodies = keys(given);
  if (heads.length === 0) return undefined;
  const places: number[] = [];
  let end = 0;
  for (const { length } of bodies) {
    places.push(end);
    end += length;
  }
  const all = bodies.join('');
  const taken = new Set<number>();
  const found = heads.map((head) => {
    const at = bodies.findIndex((body, one) => !taken.has(one) && body.startsWith(head));
    if (at < 0) return all.indexOf(head);
    taken.add(at);
    return places[at] ?? -1;
  });
  return inOrder(found.filter((place) => place >= 0)) / heads.length;
}

/** Entries of a bibliography may be items of a list as well. */
function paragraphsOf(wanted: readonly MarkdownBlock[], given: readonly MarkdownBlock[]): number | undefined {
  const keys = (blocks: readonly MarkdownBlock[], kinds: readonly MarkdownBlock['kind'][]) =>
    countOf(
      blocks
        .flatMap((block) => (block.kind !== 'table' && kinds.includes(block.kind) ? keyOf(block.text) : []))
        .filter((key) => key !== ''),
    );
  const match = matchCounts(keys(wanted, ['text']), keys(given, ['text', 'item']));
  return match.wanted === 0 ? undefined : match.hit / match.wanted;
}
