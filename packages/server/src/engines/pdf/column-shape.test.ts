import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PdfPageContent, Segment } from './page-content.ts';
import { layoutPage } from './page-layout.ts';

/** A line of ideographs, 10 points each. */
function segment(text: string, x0: number, baseline: number): Segment {
  const runs = [{ text, font: 0, size: 10, rise: 0 }];
  return { bbox: [x0, baseline - 8, x0 + 10 * text.length, baseline + 2], baseline, size: 10, angle: 0, runs };
}

function textsOf(lines: readonly (readonly [text: string, x: number, baseline: number])[]): readonly string[] {
  const content: PdfPageContent = {
    width: 400,
    height: 800,
    fonts: [{ name: 'Body', bold: false, italic: false, mono: false }],
    segments: lines.map((line) => segment(...line)),
    solids: [],
    text: { letters: 0, garbled: 0 },
    links: [],
  };
  return layoutPage(content).parts.map((part) => (part.type === 'paragraph' ? part.text : part.type));
}

const full = '水車の羽根は毎年秋に取り外して乾かし春にまた';
const rest = '取り付けることになっている。';

test('text of ideographs is one paragraph though its lines stand wider apart than those of short ones', () => {
  const short = ['日時', '場所', '議題', '資料', '以上'].map((text, at) => [text, 50, 100 + 15 * at] as const);
  const found = textsOf([...short, [full, 50, 190], [full, 50, 213], [rest, 50, 236]]);
  assert.equal(found.at(-1), `${full} ${full} ${rest}`);
});

test('the date of a letter and the name below it, at the right, are two paragraphs, and so is what stands at the left', () => {
  const found = textsOf([
    [full, 50, 100],
    [rest, 50, 115],
    ['令和三年十月', 210, 130],
    ['北河水車株式会社', 190, 145],
    ['御中', 50, 160],
  ]);
  assert.deepEqual(found.slice(-3), ['令和三年十月', '北河水車株式会社', '御中']);
});

test('where paragraphs begin further in, a full line of one is no part of the next', () => {
  const [first, end] = [full.slice(2), `${full.slice(3)}。`];
  const found = textsOf([
    [first, 70, 100],
    [rest, 50, 115],
    [first, 70, 130],
    [rest, 50, 145],
    [end, 70, 160],
    [first, 70, 175],
    [rest, 50, 190],
  ]);
  assert.deepEqual(found.slice(2), [end, `${first} ${rest}`]);
});
