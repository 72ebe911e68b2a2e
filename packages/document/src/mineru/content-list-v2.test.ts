import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Block } from '../block.ts';
import type { Page } from '../document.ts';
import type { Inline } from '../inline.ts';
import { streamContentListV2, toContentListV2 } from './content-list-v2.ts';
import { streamModelJson } from './model-json.ts';

const text = (value: string): readonly Inline[] => [{ type: 'text', text: value }];
const cell = (value: string, more: object = {}) => ({ content: value === '' ? [] : text(value), ...more });
const bbox = { bbox: [10, 20, 60, 70] } as const;
const list = (blocks: readonly Block[]) => toContentListV2({ index: 0, width: 100, height: 100, blocks });

/** Cells of MinerU hold paragraphs, and its tables line breaks. */
const plainHtml = (value: string) => value.replace(/<\/?p>|\n\s*| (?=<\/)/g, '');

test('entries of a workbook equal the sample of MinerU 3.x, but for what stands inside cells and the words about a picture', () => {
  const sample = JSON.parse(
    readFileSync(join(import.meta.dirname, 'fixtures/xlsx_01_content_list_v2_parts.json'), 'utf8'),
    (key, value) => (key === 'html' || (key === 'content' && typeof value === 'string') ? plainHtml(value) : value),
  );
  const head = { header: true };
  const blocks: readonly Block[] = [
    { type: 'title', level: 1, content: text('Sheet1') },
    {
      type: 'table',
      rows: [
        { cells: [cell('first', { ...head, rowSpan: 2 }), cell('header', { ...head, columnSpan: 2 })] },
        { cells: [cell('second'), cell('third')] },
        { cells: [cell('1'), cell('2'), cell('3')] },
        { cells: [cell('3', { rowSpan: 2 }), cell('4'), cell('5')] },
        { cells: [cell('6'), cell('7')] },
        { cells: [cell('8'), cell('9', { rowSpan: 2, columnSpan: 2 })] },
        { cells: [cell('10')] },
      ],
    },
    { type: 'image', asset: sample[2].content.image_source.path.slice('images/'.length) },
    { type: 'chart', data: sample[3].content.content },
  ];
  const ours = JSON.parse(JSON.stringify(toContentListV2({ index: 0, blocks })));
  assert.equal(ours[2].content.content, '');
  delete ours[2].content.content;
  assert.equal(JSON.stringify(ours), JSON.stringify(sample));
});

test('a list of a page has its marks in the text, as readers of MinerU expect', () => {
  const items = [
    { type: 'list_item', marker: '(a)', content: text('one') },
    { type: 'list_item', content: text('two') },
  ] as const;
  assert.deepEqual(list([{ type: 'list', ordered: true, ...bbox, items }])[0], {
    type: 'list',
    content: {
      list_type: 'text_list',
      list_items: [
        { item_type: 'text', item_content: [{ type: 'text', content: '(a) one' }] },
        { item_type: 'text', item_content: [{ type: 'text', content: '2. two' }] },
      ],
    },
    bbox: [100, 200, 600, 700],
  });
});

test('an entry of an index names the place it leads to', () => {
  const entry: Inline = { type: 'link', url: '#_Toc1', children: [{ type: 'text', text: 'Chapter' }] };
  const blocks: readonly Block[] = [{ type: 'index', items: [{ type: 'list_item', content: [entry] }] }];
  assert.deepEqual(list(blocks)[0]?.content, {
    list_type: 'text_list',
    list_items: [
      {
        item_type: 'text',
        ilevel: 0,
        prefix: '-',
        item_content: [{ type: 'hyperlink', content: 'Chapter', url: '#_Toc1' }],
        anchor: '_Toc1',
      },
    ],
  });
});

test('a link of several styles tells its pieces, runs of one style are one span', () => {
  const content: readonly Inline[] = [
    { type: 'text', text: 'a', styles: ['bold'] },
    { type: 'text', text: 'b', styles: ['bold'] },
    {
      type: 'link',
      url: 'u',
      children: [
        { type: 'text', text: 'c', styles: ['subscript'] },
        { type: 'equation', latex: 'd' },
      ],
    },
  ];
  assert.deepEqual(list([{ type: 'text', content }])[0]?.content.paragraph_content, [
    { type: 'text', content: 'ab', style: ['bold'] },
    {
      type: 'hyperlink',
      content: 'cd',
      url: 'u',
      children: [
        { type: 'text', content: 'c', style: ['subscript'] },
        { type: 'equation_inline', content: 'd' },
      ],
    },
  ]);
});

test('notes of code and algorithms are kept, and left out where there are none', () => {
  const footnotes = [{ type: 'footnote', content: text('n') }] as const;
  const [code, algorithm] = list([
    { type: 'code', text: 'x', language: 'c' },
    { type: 'algorithm', content: text('y'), footnotes },
  ]);
  assert.deepEqual(code?.content, {
    code_caption: [],
    code_content: [{ type: 'text', content: 'x' }],
    code_language: 'c',
  });
  assert.deepEqual(algorithm?.content, {
    algorithm_caption: [],
    algorithm_content: [{ type: 'text', content: 'y' }],
    algorithm_footnote: [{ type: 'text', content: 'n' }],
  });
});

test('empty paragraphs are no entries, and formulas in tables stay HTML', () => {
  const latex: readonly Inline[] = [{ type: 'equation', latex: 'a<b&c' }];
  const items = list([
    { type: 'text', content: text(' ') },
    { type: 'table', rows: [{ cells: [{ content: latex }] }] },
  ]);
  assert.equal(items.length, 1);
  assert.equal(items[0]?.content.html, '<table><tr><td> $a&lt;b&amp;c$ </td></tr></table>');
});

test('missing pages keep their place, so that the place of a page is its index', async () => {
  const blocks: readonly Block[] = [{ type: 'text', content: text('a') }];
  const pages: readonly Page[] = [1, 3].map((index) => ({ index, blocks }));
  for (const stream of [streamContentListV2, streamModelJson]) {
    const read = JSON.parse((await Array.fromAsync(stream(pages))).join('')) as readonly unknown[][];
    assert.deepEqual(
      read.map((page) => page.length),
      [0, 1, 0, 1],
    );
  }
});

test('each kind of page furniture has its own name', () => {
  const types = ['header', 'footer', 'page_number', 'aside_text', 'page_footnote'] as const;
  const items = list(types.map((type) => ({ type, content: text('f') })));
  assert.deepEqual(
    items.map((item) => [item.type, Object.keys(item.content)[0]]),
    ['page_header', 'page_footer', 'page_number', 'page_aside_text', 'page_footnote'].map((name) => [
      name,
      `${name}_content`,
    ]),
  );
});
