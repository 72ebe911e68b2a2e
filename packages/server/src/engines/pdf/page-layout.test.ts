import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PdfPageContent, Segment } from './page-content.ts';
import { layoutPage } from './page-layout.ts';

function segment(text: string, x0: number, baseline: number): Segment {
  const width = 6 * text.length;
  const runs = [{ text, font: 0, size: 10, rise: 0 }];
  return { bbox: [x0, baseline - 8, x0 + width, baseline + 2], baseline, size: 10, angle: 0, runs };
}

function textsOf(segments: readonly Segment[]): readonly string[] {
  const fonts = [{ name: 'Body', bold: false, italic: false, mono: false }];
  const content: PdfPageContent = {
    width: 600,
    height: 800,
    fonts,
    segments,
    solids: [],
    text: { letters: 0, garbled: 0 },
    links: [],
  };
  return layoutPage(content).parts.map((part) => (part.type === 'paragraph' ? part.text : part.type));
}

test('a row of right-to-left text is read from the right', () => {
  assert.deepEqual(textsOf([segment('שלום', 100, 300), segment('עולם', 400, 300)]), ['עולם שלום']);
});

test('three columns are read one after the other', () => {
  const lines = (name: string) => [1, 2, 3, 4, 5].map((line) => `${name} column, the line number ${line}`);
  const at = (name: string, x: number) => lines(name).map((text, row) => segment(text, x, 300 + 12 * row));
  // Every column is 29 letters of 6 points wide.
  const segments = [...at('one', 10), ...at('two', 205), ...at('six', 400)];
  assert.deepEqual(
    textsOf(segments),
    ['one', 'two', 'six'].map((name) => lines(name).join(' ')),
  );
});
