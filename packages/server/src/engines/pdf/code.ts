import type { CodeBlock } from '@docmill/document';
import { unionBbox } from '@docmill/document';
import { type KeptLine, textOfRow } from './lines.ts';
import type { Paragraph } from './paragraphs.ts';
import type { PlacedBlock } from './placed.ts';
import { textOfRuns } from './run-text.ts';

/** One line in a font of one width is program text only if it holds signs that prose has not. */
const codeSigns = /[{}();=<>|\\$#]|(?:^|\s)--?\w|::|->|\w\.\w+\(|\/\w+\//;
/** The end of a program may hold brackets only. */
const closing = /^[{}()[\];,\s]+$/;
const address = /^(https?:\/\/|www\.)?\S+@?\S*$/i;
/** Points. */
const mostPadding = 15;
/** Blank lines that are kept between lines, at most. */
const mostBlankLines = 3;

/** isCode tells paragraphs of program text: set in a font of one width in a document that is not, or tagged as such. */
export function isCode({ mono, rows, text, role }: Paragraph, bodyMono: boolean): boolean {
  if (mono && role === 'code') return true;
  if (!mono || bodyMono || /[\u2e80-\u9fff]/.test(text.slice(0, 200))) return false;
  if (!/[\p{L}\p{N}]/u.test(text)) return closing.test(text);
  if (rows.length > 1) return true;
  return codeSigns.test(text) && !(address.test(text) && !/[({=;]/.test(text));
}

/** isLoneLine: a single line in a font of one width that stands with another one's program, a few blank lines apart. */
export function isLoneLine(
  { mono, rows, text, bbox, size, column }: Paragraph,
  program: Paragraph,
  bodyMono: boolean,
): boolean {
  if (!mono || bodyMono || rows.length > 1 || column[0] !== program.column[0] || /[\u2e80-\u9fff]/.test(text))
    return false;
  const apart = Math.max(bbox[1] - program.bbox[3], program.bbox[1] - bbox[3]);
  return apart < (mostBlankLines + 1) * 1.4 * size && Math.abs(size - program.size) < 0.1 * size;
}

/**
 * codeBlock writes lines of program text with their indents and blank lines, as they stand on the page; `right` is the edge of the column
 * that they stand in, points: a line that was broken for want of room there is one line.
 */
export function codeBlock(paragraphs: readonly Paragraph[], right: number): CodeBlock {
  const lines = paragraphs.flatMap(({ rows }) => rows);
  const letter = letterWidth(lines);
  const left = lines.reduce((least, line) => Math.min(least, line.bbox[0]), Number.POSITIVE_INFINITY);
  const leading = usualDistance(lines);
  // A ground behind a program has the same edge to its right as to its left.
  const padding = Math.min(mostPadding, Math.max(0, left - (paragraphs[0]?.column[0] ?? left)));
  const written: string[] = [];
  lines.forEach((line, at) => {
    const above = lines[at - 1];
    const distance = above === undefined ? 0 : line.baseline - above.baseline;
    const blank = Math.min(mostBlankLines, Math.round(distance / leading) - 1);
    for (let count = 0; count < blank; count += 1) written.push('');
    const text = lineText(line, { left, letter });
    if (above !== undefined && blank <= 0 && isWrapped(above, line, { left, letter, right: right - padding }))
      written.push(`${written.pop() ?? ''} ${text.trimStart()}`);
    else written.push(text);
  });
  const bbox = unionBbox(paragraphs.map((paragraph) => paragraph.bbox));
  return { type: 'code', ...(bbox === undefined ? {} : { bbox }), text: withoutNumbers(written).join('\n') };
}

/** A program that goes on over a page is moved to the right by whole letters only: other differences are those of the margins. */
const wholeLetters = 0.12;
const mostIndent = 60;

/** joinedCode writes two parts of a program, which stand on different pages, as one; the second may be indented all over. */
export function joinedCode(upper: PlacedBlock, lower: PlacedBlock): string {
  const [before, after] = [upper.block as CodeBlock, lower.block as CodeBlock];
  const letter = letterWidth(lower.paragraph?.rows ?? []);
  const moved = ((after.bbox?.[0] ?? 0) - (before.bbox?.[0] ?? 0)) / letter;
  const steps = Math.round(moved);
  if (Math.abs(moved - steps) > wholeLetters || Math.abs(steps) > mostIndent) return `${before.text}\n${after.text}`;
  return `${indented(before.text, -steps)}\n${indented(after.text, steps)}`;
}

function indented(text: string, steps: number): string {
  return steps <= 0 ? text : text.replace(/^(?=.)/gm, ' '.repeat(steps));
}

/** isWrapped: a bracket is open, the next word would have found no room, and what follows begins at the left edge of the program. */
function isWrapped(
  above: KeptLine,
  line: KeptLine,
  { left, letter, right }: CodeGrid & { readonly right: number },
): boolean {
  const text = textOfRow(above);
  const opened = (text.match(/[([]/g)?.length ?? 0) > (text.match(/[)\]]/g)?.length ?? 0);
  const word = textOfRow(line).split(' ')[0]?.length ?? 0;
  return opened && above.bbox[2] + (word + 1) * letter > right && line.bbox[0] - left < 0.5 * letter;
}

function letterWidth(lines: readonly KeptLine[]): number {
  const widths = lines
    .flatMap(({ items }) => items)
    .flatMap(({ bbox, segment }) => {
      const letters = (segment?.runs ?? []).reduce((sum, run) => sum + run.text.length, 0);
      return letters === 0 ? [] : [(bbox[2] - bbox[0]) / letters];
    })
    .sort((a, b) => a - b);
  return Math.max(1, widths[Math.floor(widths.length / 2)] ?? 5);
}

function usualDistance(lines: readonly KeptLine[]): number {
  const distances = lines
    .slice(1)
    .map((line, at) => line.baseline - (lines[at]?.baseline ?? 0))
    .filter((distance) => distance > 1)
    .sort((a, b) => a - b);
  const size = lines[0]?.size ?? 10;
  // Two lines with a blank one between them have no other distance to compare with.
  return Math.min(distances[Math.floor(distances.length * 0.3)] ?? 1.2 * size, 1.7 * size);
}

interface CodeGrid {
  readonly left: number;
  readonly letter: number;
}

function lineText({ items }: KeptLine, { left, letter }: CodeGrid): string {
  let text = '';
  for (const { bbox, segment } of items) {
    const place = Math.min(200, Math.max(0, Math.round((bbox[0] - left) / letter)));
    const gap = text === '' ? place : Math.max(1, place - text.length);
    text += ' '.repeat(gap) + textOfRuns(segment?.runs ?? []);
  }
  return text.trimEnd();
}

/** Lines that are all numbered, counting up by one, lose their numbers: these are no part of the program. */
function withoutNumbers(lines: readonly string[]): readonly string[] {
  const numbers = lines.map((line) => /^\s*(\d+)(?:\s|$)/.exec(line)?.[1]).map(Number);
  const inked = numbers.filter((_, at) => lines[at] !== '');
  if (inked.length < 3 || !inked.every((number, at) => at === 0 || number === (inked[at - 1] ?? 0) + 1)) return lines;
  const bare = lines.map((line) => line.replace(/^\s*\d+/, (start) => ' '.repeat(start.length)));
  const indent = bare.reduce((least, line) => (line.trim() === '' ? least : Math.min(least, line.search(/\S/))), 200);
  return bare.map((line) => line.slice(indent).trimEnd());
}
