import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PdfPageContent, Picture, Segment } from './page-content.ts';
import { layoutPage } from './page-layout.ts';

function segment(text: string, x0: number, baseline: number, size = 10): Segment {
  const runs = [{ text, font: 0, size, rise: 0 }];
  const bbox = [x0, baseline - 0.8 * size, x0 + 0.5 * size * text.length, baseline + 0.2 * size] as const;
  return { bbox, baseline, size, angle: 0, runs };
}

const line = 'the miller kept a book of all';
const column = (mark: string, x: number, y: number, count: number) =>
  Array.from({ length: count }, (_, at) => segment(at === 0 ? `${mark} ${line.slice(2)}` : line, x, y + 12 * at));

function read(segments: readonly Segment[], solids: readonly Picture[] = []): string {
  const content: PdfPageContent = {
    ...{ width: 600, height: 800, segments, solids, links: [], text: { letters: 0, garbled: 0 } },
    fonts: [{ name: 'Body', bold: false, italic: false, mono: false }],
  };
  const parts = layoutPage(content).parts;
  return parts
    .map((part) => (part.type === 'paragraph' ? part.text.replaceAll(line, '').slice(0, 2).trim() : '*'))
    .filter((text) => text !== '')
    .join(' ');
}

const edges = [40, 220, 400];

test('cards in rows are read row by row', () => {
  const picture = (x: number, y: number): Picture => ({ type: 'picture', bbox: [x, y, x + 140, y + 60] });
  const row = (marks: string, y: number) =>
    edges.flatMap((x, at) => [segment(`${marks[at]}.`.repeat(4), x, y, 14), ...column(`${marks[at]}t`, x, y + 20, 4)]);
  const pictures = [100, 300].flatMap((y) => edges.map((x) => picture(x, y)));
  const text = read([...row('ABC', 180), ...row('DEF', 380)], pictures);
  assert.equal(text, '* A. At * B. Bt * C. Ct * D. Dt * E. Et * F. Ft');
});

test('headings over fewer columns than begin below them part these from the columns above', () => {
  const above = ['Aa', 'Bb', 'Cc'].flatMap((mark, at) => column(mark, edges[at] ?? 0, 100, 8));
  const below = ['Dd', 'Ee', 'Ff'].flatMap((mark, at) => column(mark, edges[at] ?? 0, 250, 6));
  const headings = [segment('1. Ponds and weirs', 40, 230, 14), segment('2. Locks', 400, 230, 14)];
  assert.equal(read([...above, ...headings, ...below]), 'Aa Bb Cc 1. Dd Ee 2. Ff');
});

test('headings side by side below a bar and its text belong to the columns below', () => {
  const bar = column('Aa', 40, 100, 8);
  const main = Array.from({ length: 8 }, (_, at) =>
    segment(`${at === 0 ? 'Bb' : 'th'}${line.slice(2)} ${line}`, 220, 100 + 12 * at),
  );
  const wide = (mark: string, x: number) =>
    Array.from({ length: 5 }, (_, at) =>
      segment(`${at === 0 ? mark : 'th'}${line.slice(2)} that went`, x, 250 + 12 * at),
    );
  const headings = [segment('1. Ponds', 40, 230, 14), segment('2. Locks', 300, 230, 14)];
  assert.equal(read([...bar, ...main, ...headings, ...wide('Cc', 40), ...wide('Dd', 300)]), 'Aa Bb 1. Cc 2. Dd');
});
