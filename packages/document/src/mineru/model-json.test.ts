import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block } from '../block.ts';
import type { Inline } from '../inline.ts';
import { toModelEntries } from './model-json.ts';

const text = (value: string): readonly Inline[] => [{ type: 'text', text: value }];
const at = (top: number) => ({ bbox: [0, top, 50, top + 10] }) as const;
const entries = (...blocks: readonly Block[]) => toModelEntries({ index: 0, width: 200, height: 300, blocks });
const types = (...blocks: readonly Block[]) => entries(...blocks).map(({ type }) => type);

test('notes of a figure are regions of their own, in the order of the page', () => {
  const captions = [
    { type: 'caption', ...at(40), content: text('below') },
    { type: 'caption', ...at(0), content: text('above') },
  ] as const;
  const footnotes = [{ type: 'footnote', ...at(60), content: text('note') }] as const;
  const figure = { type: 'image', asset: 'a.png', ...at(20), captions, footnotes } as const;
  assert.deepEqual(
    entries(figure).map(({ type, content }) => [type, content]),
    [
      ['image_caption', 'above'],
      ['image', ''],
      ['image_caption', 'below'],
      ['image_footnote', 'note'],
    ],
  );
});

test('regions have only names that the layout model knows', () => {
  const captions = [{ type: 'caption', content: text('c') }] as const;
  const footnotes = [{ type: 'footnote', content: text('n') }] as const;
  assert.deepEqual(types({ type: 'chart', captions, footnotes }), ['chart', 'image_caption', 'image_footnote']);
  assert.deepEqual(types({ type: 'algorithm', content: text('a'), captions }), ['code_caption', 'algorithm']);
  assert.deepEqual(types({ type: 'code', text: 'a', captions, footnotes }), ['code_caption', 'code', 'footnote']);
});

test('fields stand in the order of the sample, boxes are shares of the page', () => {
  const [first] = entries({ type: 'text', ...at(100), angle: 90, content: text('a'), continuesPrevious: true });
  assert.equal(
    JSON.stringify(first),
    '{"type":"text","bbox":[0,0.333,0.25,0.367],"angle":90,"content":"a","merge_prev":true}',
  );
});

test('an equation of which only the picture is known has no content', () => {
  assert.deepEqual(
    [
      entries({ type: 'equation', latex: '', asset: 'e.png' })[0]?.content,
      entries({ type: 'equation', latex: 'x' })[0]?.content,
    ],
    ['', '\\[\nx\n\\]'],
  );
});
