import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PdfPageContent, Segment } from './page-content.ts';
import { layoutPage } from './page-layout.ts';

function segment(text: string, x0: number, baseline: number, size = 10): Segment {
  const width = 0.5 * size * text.length;
  const runs = [{ text, font: 0, size, rise: 0 }];
  const bbox = [x0, baseline - 0.8 * size, x0 + width, baseline + 0.2 * size] as const;
  return { bbox, baseline, size, angle: 0, runs };
}

function textsOf(segments: readonly Segment[]): readonly string[] {
  const content: PdfPageContent = {
    width: 600,
    height: 800,
    fonts: [{ name: 'Body', bold: false, italic: false, mono: false }],
    segments,
    solids: [],
    text: { letters: 0, garbled: 0 },
    links: [],
  };
  return layoutPage(content).parts.map((part) => (part.type === 'paragraph' ? part.text : part.type));
}

const linesAt = (texts: readonly string[], x: number, heights: readonly number[]) =>
  texts.map((text, at) => segment(text, x, heights[at] ?? 0));

test('a bar of short lines in groups beside a column is read behind it', () => {
  const line = 'the miller kept a book of all that went by';
  const main = Array.from({ length: 14 }, (_, at) => segment(line, 40, 100 + 12 * at));
  const bar = ['LANGUAGES', 'English', 'Yoruba', 'TOOLS', 'Go', 'Postgres', 'Terraform', 'REFEREES'];
  const heights = [100, 117, 130, 154, 171, 186, 199, 219];
  const read = textsOf([...main, ...linesAt(bar, 400, heights)]).join(' ');
  assert.equal(read, [...main.map(() => line), ...bar].join(' '));
});

test('columns of a menu are read one by one, though its prices stand far from the dishes', () => {
  const dishes = ['Starters', 'Mackerel', 'with rye toast', 'Soup', 'Crab', 'brown crab', 'Mains', 'Hake'];
  const others = ['Mushroom pie', 'Steak', 'dry aged', 'Gnocchi', 'Puddings', 'Posset', 'Torte', 'Oatcakes'];
  const left = [100, 121, 134, 150, 163, 176, 199, 220];
  const right = [92, 105, 118, 132, 158, 181, 194, 210];
  const prices = (heights: readonly number[], x: number) => heights.map((y, at) => segment(`${at + 4}.50`, x, y));
  const read = textsOf([
    ...linesAt(dishes, 40, left),
    ...prices([121, 150, 163, 220], 220),
    ...linesAt(others, 300, right),
    ...prices([92, 105, 132, 181, 194, 210], 500),
  ]).join(' ');
  assert.ok(read.indexOf('Hake') < read.indexOf('Mushroom pie'), read);
});

test('a sender and what a letter refers to are two blocks where no line of one is level with one of the other', () => {
  const sender = linesAt(['Kestrel Surveys', 'Basin Road', 'Hull'], 40, [104, 128, 150]);
  const reference = linesAt(['Invoice 117', 'Date 12 March', 'Due 11 April'], 360, [98, 118, 138]);
  const read = textsOf([...sender, ...reference]).join(' ');
  assert.equal(read, 'Kestrel Surveys Basin Road Hull Invoice 117 Date 12 March Due 11 April');
});

test('the first line beside an initial may be printed over it', () => {
  const lines = ['owever, the harbour office', 'was moved in spring without', 'much noise to the new quay'];
  const [first = '', ...others] = lines;
  const initial = segment('H', 40, 128, 40);
  const beside = others.map((text, at) => segment(text, 64, 114 + 14 * at));
  assert.deepEqual(textsOf([initial, segment(first, 44, 100), ...beside]), [`H${lines.join(' ')}`]);
});
