import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bbox } from '@docmill/document';
import { findFigures } from './figures/find-figures.ts';
import type { PdfPageContent, Picture, Segment } from './page-content.ts';
import { layoutPage } from './page-layout.ts';
import type { PagePath } from './paths.ts';

const wide = 'the keeper of the mill wrote down whatever went by';
const narrow = ['The pond was low that', 'year and the wheel', 'stood still until the', 'rains came over the'];
const below = [
  'hills in autumn and then the wheel turned without',
  'a stop until the frost came, as it had always done.',
];

function segment(text: string, x0: number, baseline: number, size = 10): Segment {
  const runs = [{ text, font: 0, size, rise: 0 }];
  const bbox = [x0, baseline - 0.8 * size, x0 + 0.5 * size * text.length, baseline + 0.2 * size] as const;
  return { bbox, baseline, size, angle: 0, runs };
}

/** A picture of 100 by 50 with the text of a paragraph around it, which begins level with its top. */
function wrapped(x: number): readonly Segment[] {
  const beside = narrow.map((line, at) => segment(line, x, 145 + 12 * at));
  return [segment(wide, 50, 112), segment('until it was sold.', 50, 124), ...beside, ...under()];
}

function under(): readonly Segment[] {
  return below.map((line, at) => segment(line, 50, 193 + 12 * at));
}

function partsOf(segments: readonly Segment[], picture: Bbox): readonly string[] {
  const solids: readonly Picture[] = [{ type: 'picture', bbox: picture }];
  const content: PdfPageContent = {
    ...{ width: 400, height: 600, segments, solids, links: [], text: { letters: 0, garbled: 0 } },
    fonts: [{ name: 'Body', bold: false, italic: false, mono: false }],
  };
  return layoutPage(content).parts.map((part) => (part.type === 'paragraph' ? part.text : part.type));
}

const expected = [`${wide} until it was sold.`, 'picture', [...narrow, ...below].join(' ')];

test('text that runs around a picture at the right is one paragraph, behind the picture', () => {
  assert.deepEqual(partsOf(wrapped(50), [195, 136, 300, 186]), expected);
});

test('text that runs around a picture at the left is one paragraph, behind the picture', () => {
  assert.deepEqual(partsOf(wrapped(200), [50, 136, 190, 186]), expected);
});

test('a small caption beside a picture stays a paragraph of its own', () => {
  const caption = ['The pond in the', 'year of the frost'].map((line, at) => segment(line, 162, 150 + 10 * at, 8));
  const parts = partsOf([segment(wide, 50, 112), ...caption, ...under()], [50, 136, 152, 186]);
  assert.ok(parts.includes('The pond in the year of the frost'), parts.join('\n'));
});

test('lines that run around a drawing are none of its labels, also where each word of them stands alone', () => {
  const [first = '', ...others] = narrow;
  const words = first.split(' ').map((word, at) => segment(word, 50 + 30 * at, 145));
  const beside = others.map((line, at) => segment(line, 50, 157 + 12 * at));
  const paths = [195, 250].map(
    (x): PagePath => ({ kind: 'shape', bbox: [x, 136, x + 50, 186], fill: 0x336699, thickness: 0, object: 0 }),
  );
  const page = { images: [], taken: [], width: 400, height: 600 };
  const segments = [segment(wide, 50, 112), ...words, ...beside, ...under()];
  assert.deepEqual(findFigures({ ...page, paths, segments }), [[195, 136, 300, 186]]);
});
