import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Block } from '../block.ts';
import type { Page } from '../document.ts';
import type { Bbox } from '../geometry.ts';
import type { Inline } from '../inline.ts';
import { renderMarkdown } from '../render/markdown.ts';
import { validatePage } from '../validate.ts';
import { streamContentList, toContentList } from './content-list.ts';
import { streamContentListV2, toContentListV2 } from './content-list-v2.ts';
import { streamMiddleJson, toMiddlePage } from './middle.ts';
import { streamModelJson, toModelEntries } from './model-json.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const middleSample = JSON.parse(fixture('vlm_demo1_middle_page0.json')).pdf_info[0];
const contentSample = (JSON.parse(fixture('vlm_demo1_content_list.json')) as { page_idx: number }[]).filter(
  (item) => item.page_idx === 0,
);

const sentence: readonly Inline[] = [
  { type: 'text', text: 'Sample text with ' },
  { type: 'equation', latex: 'a+b' },
  { type: 'text', text: ' inline.' },
];
const box = (...numbers: [number, number, number, number]): { readonly bbox: Bbox } => ({ bbox: numbers });
const cell = (text: string, spans: object = {}) => ({
  content: text === '' ? [] : [{ type: 'text' as const, text }],
  ...spans,
});

/** The page of the sample, in the model. */
const page: Page = {
  index: 0,
  width: 544,
  height: 743,
  blocks: [
    { type: 'header', ...box(40, 59, 503, 81), content: sentence },
    { type: 'title', level: 1, ...box(81, 163, 456, 193), content: sentence },
    { type: 'text', ...box(40, 222, 261, 371), content: sentence },
    {
      type: 'equation',
      ...box(40, 378, 261, 416),
      latex: 'E = m c ^ { 2 } \\tag{1}',
      asset: middleSample.para_blocks[2].lines[0].spans[0].image_path,
    },
    {
      type: 'table',
      ...box(272, 241, 503, 386),
      asset: middleSample.para_blocks[3].blocks[1].lines[0].spans[0].image_path,
      captions: [{ type: 'caption', ...box(272, 222, 503, 237), content: sentence }],
      rows: [
        { cells: [cell('A', { columnSpan: 2 }), cell('B')] },
        { cells: [cell('1', { rowSpan: 2 }), cell('2'), { content: [{ type: 'equation', latex: 'x^2' }] }] },
        { cells: [cell(''), cell('3')] },
      ],
    },
    {
      type: 'image',
      ...box(40, 430, 261, 579),
      asset: middleSample.para_blocks[4].blocks[0].lines[0].spans[0].image_path,
      description: 'A photo of a tree.',
      kind: 'natural_image',
      captions: [{ type: 'caption', ...box(40, 583, 261, 594), content: sentence }],
    },
    {
      type: 'list',
      ordered: false,
      ...box(272, 401, 503, 490),
      items: [
        { type: 'list_item', marker: '', ...box(272, 401, 503, 445), content: sentence },
        { type: 'list_item', marker: '', ...box(272, 445, 503, 490), content: sentence },
      ],
    },
    { type: 'algorithm', ...box(272, 497, 503, 579), content: sentence },
    { type: 'page_number', ...box(244, 705, 299, 720), content: sentence },
  ],
};

test('content_list.json equals the sample of MinerU 3.x, but for the picture of an equation, which only its pipeline backend names', () => {
  const items = toContentList(page).map((item) => {
    if (item.type !== 'equation') return item;
    const { img_path: _, ...rest } = item;
    return rest;
  });
  assert.deepEqual(items, contentSample);
});

/** Without blanks at the ends of spans and flags that only the model's own layout step knows. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value.trim() : value;
  const dropped = new Set(['level', 'merge_prev']);
  const entries = Object.entries(value).filter(([key]) => !dropped.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, comparable(inner)]));
}

test('middle.json equals the sample of MinerU 3.x', () => {
  const { para_blocks: body, discarded_blocks: furniture, page_size: size } = toMiddlePage(page);
  const ours = { size, body: withoutMarkers(body), furniture };
  assert.deepEqual(
    comparable(ours),
    comparable({
      size: middleSample.page_size,
      body: middleSample.para_blocks,
      furniture: middleSample.discarded_blocks,
    }),
  );
});

/** The sample's list items have no printed marks; ours write them as a span of their own. */
function withoutMarkers(blocks: unknown): unknown {
  return JSON.parse(
    JSON.stringify(blocks, (_, value) =>
      Array.isArray(value) ? value.filter((item) => !(item?.type === 'text' && item.content?.trim() === '')) : value,
    ),
  );
}

test('Markdown equals the sample of MinerU 3.x where Markdown is one', async () => {
  const html = (await Array.fromAsync(renderMarkdown([page], { tables: 'html' }))).join('');
  const ours = html.split('\n\n').slice(0, 7);
  const sample = fixture('vlm_demo1.txt').trimStart().split('\n\n').slice(0, 7);
  assert.deepEqual(ours, sample);
});

test('content_list_v2.json equals the sample of MinerU 3.x, fields in its order', () => {
  const sample = comparable(JSON.parse(fixture('vlm_demo1_content_list_v2_page0.json')));
  assert.equal(JSON.stringify(comparable(toContentListV2(page))), JSON.stringify(sample));
});

test('model.json equals the sample of MinerU 3.x', () => {
  const sample = JSON.parse(fixture('vlm_demo1_model_page0.json')) as { type: string; bbox: number[] }[];
  const ours = toModelEntries(page);
  const types = (entries: readonly { type: string }[]) =>
    entries.map(({ type }) => (type === 'algorithm' ? 'code' : type));
  assert.deepEqual(types(ours), types(sample));
  const texts = (entries: readonly object[]) =>
    entries.map((entry) => (entry as { content: string | null }).content?.replace(/\s+/g, ' ').trim() ?? null);
  assert.deepEqual(texts(ours), texts(sample));
  ours.forEach((entry, at) => {
    // The sample's boxes were cut to whole points on their way into the page above.
    const off = entry.bbox?.map((value, side) => Math.abs(value - (sample[at]?.bbox[side] ?? 0)));
    assert.ok(Math.max(...(off ?? [1])) <= 0.003, `${entry.type} ${off}`);
  });
});

test('tables that span or nest are complex, styles and links keep their spans', () => {
  const cells = [{ content: [], blocks: [{ type: 'table' as const, rows: [{ cells: [cell('x')] }] }] }];
  const blocks: readonly Block[] = [
    { type: 'table', rows: [{ cells: [cell('a'), cell('b')] }] },
    { type: 'table', rows: [{ cells }] },
    {
      type: 'text',
      anchor: 'here',
      content: [
        { type: 'text', text: 'b', styles: ['bold'] },
        { type: 'link', url: 'http://x', children: [{ type: 'text', text: 'l', styles: ['italic'] }] },
        { type: 'code', text: 'c' },
      ],
    },
    {
      type: 'list',
      ordered: true,
      items: [
        {
          type: 'list_item',
          content: [{ type: 'text', text: 'one' }],
          children: [
            { type: 'list', ordered: false, items: [{ type: 'list_item', content: [{ type: 'text', text: 'two' }] }] },
          ],
        },
      ],
    },
  ];
  const [simple, nested, text, list] = toContentListV2({ index: 0, blocks });
  assert.deepEqual([simple?.content.table_type, simple?.content.table_nest_level], ['simple_table', 1]);
  assert.deepEqual([nested?.content.table_type, nested?.content.table_nest_level], ['complex_table', 2]);
  assert.deepEqual(text, {
    type: 'paragraph',
    content: {
      paragraph_content: [
        { type: 'text', content: 'b', style: ['bold'] },
        { type: 'hyperlink', content: 'l', url: 'http://x', style: ['italic'] },
        { type: 'code_inline', content: 'c' },
      ],
    },
    anchor: 'here',
  });
  assert.deepEqual(list?.content.list_items, [
    { item_type: 'text', ilevel: 0, prefix: '1.', item_content: [{ type: 'text', content: 'one' }] },
    { item_type: 'text', ilevel: 1, prefix: '    -', item_content: [{ type: 'text', content: 'two' }] },
  ]);
});

test('files stream page by page and are valid JSON', async () => {
  const pages = [page, { ...page, index: 1 }];
  const list = JSON.parse((await Array.fromAsync(streamContentList(pages))).join(''));
  assert.equal(list.length, 2 * contentSample.length);
  const middle = JSON.parse(
    (await Array.fromAsync(streamMiddleJson(pages, { backend: 'pipeline', version: '3.4.5' }))).join(''),
  );
  assert.deepEqual([middle.pdf_info.length, middle._backend, middle._version_name], [2, 'pipeline', '3.4.5']);
  for (const stream of [streamContentListV2, streamModelJson])
    assert.equal(JSON.parse((await Array.fromAsync(stream(pages))).join('')).length, 2);
  for (const stream of [streamContentList, streamContentListV2, streamModelJson])
    assert.deepEqual(JSON.parse((await Array.fromAsync(stream([]))).join('')), []);
});

test('formats without a layout have neither boxes nor sizes', () => {
  const plain: Page = { index: 0, blocks: [{ type: 'text', content: [{ type: 'text', text: 'a' }] }] };
  assert.deepEqual(toContentList(plain), [{ type: 'text', text: 'a', page_idx: 0 }]);
  assert.equal('page_size' in toMiddlePage(plain), false);
  assert.deepEqual(toContentListV2(plain), [
    { type: 'paragraph', content: { paragraph_content: [{ type: 'text', content: 'a' }] } },
  ]);
  assert.equal(toModelEntries(plain)[0]?.bbox, null);
  assert.ok(validatePage(page).ok);
});

test('a bibliography becomes one list of references, furniture follows the body', () => {
  const blocks: readonly Block[] = [
    { type: 'footer', ...box(0, 700, 10, 710), content: [{ type: 'text', text: 'foot' }] },
    { type: 'reference', ...box(0, 100, 10, 110), content: [{ type: 'text', text: '[1] A' }] },
    { type: 'reference', ...box(0, 110, 20, 120), content: [{ type: 'text', text: '[2] B' }] },
  ];
  assert.deepEqual(toContentList({ index: 3, width: 100, height: 1_000, blocks }), [
    { type: 'list', sub_type: 'ref_text', list_items: ['[1] A', '[2] B'], bbox: [0, 100, 200, 120], page_idx: 3 },
    { type: 'footer', text: 'foot', bbox: [0, 700, 100, 710], page_idx: 3 },
  ]);
});

test('a picture that lies elsewhere is no file: its address stands in the text, its captions behind it', () => {
  const url = 'https://example.org/owl.png';
  const blocks: readonly Block[] = [
    { type: 'image', url, alt: 'An owl', captions: [{ type: 'caption', content: [{ type: 'text', text: 'Fig. 1' }] }] },
    {
      type: 'text',
      content: [
        { type: 'text', text: 'see ' },
        { type: 'image', url },
      ],
    },
  ];
  const elsewhere: Page = { index: 0, blocks };
  assert.ok(validatePage(elsewhere).ok);
  assert.deepEqual(
    toContentList(elsewhere).map((item) => [item.type, item.text]),
    [
      ['text', `![An owl](${url})`],
      ['text', 'Fig. 1'],
      ['text', `see ![](${url})`],
    ],
  );
  for (const written of [toMiddlePage(elsewhere), toContentListV2(elsewhere), toModelEntries(elsewhere)])
    assert.doesNotMatch(JSON.stringify(written), /image_path|image_source|"type":"image"/);
  assert.equal(
    validatePage({ index: 0, blocks: [{ type: 'text', content: [{ type: 'image', url, asset: 'a' }] }] }).ok,
    false,
  );
});

test('what stands in an item beside its first line is not lost', () => {
  const words = (value: string): readonly Inline[] => [{ type: 'text', text: value }];
  const items = [
    {
      type: 'list_item' as const,
      content: words('first line'),
      children: [
        { type: 'text' as const, content: words('second paragraph') },
        { type: 'code' as const, text: 'code in it' },
        { type: 'table' as const, rows: [{ cells: [cell('cell one'), cell('cell two')] }] },
        { type: 'list' as const, ordered: false, items: [{ type: 'list_item' as const, content: words('nested') }] },
      ],
    },
  ];
  const list: Page = { index: 0, blocks: [{ type: 'list', ordered: false, items }] };
  const written = toContentList(list);
  // Code and tables stay what they are: the list ends before them and goes on behind.
  assert.deepEqual(
    written.map(({ type }) => type),
    ['list', 'code', 'table', 'list'],
  );
  assert.deepEqual(written[0]?.list_items, ['- first line', 'second paragraph']);
  assert.deepEqual(written[3]?.list_items, ['- nested']);
  for (const file of [toMiddlePage(list), toContentListV2(list), toModelEntries(list)])
    for (const text of ['second paragraph', 'code in it', 'cell two', 'nested'])
      assert.ok(JSON.stringify(file).includes(text), text);
});

test('notes become notes of the page, and their marks stand in the text', () => {
  const noted: Page = {
    index: 0,
    blocks: [
      {
        type: 'text',
        content: [
          { type: 'text', text: 'a' },
          { type: 'note', label: '1' },
        ],
      },
      { type: 'note', label: '1', content: [{ type: 'text', text: 'b' }] },
    ],
  };
  assert.deepEqual(
    toContentList(noted).map(({ type, text }) => [type, text]),
    [
      ['text', 'a[^1]'],
      ['page_footnote', '[^1]: b'],
    ],
  );
  const { para_blocks: body, discarded_blocks: furniture } = toMiddlePage(noted);
  assert.deepEqual([body.map(({ type }) => type), furniture.map(({ type }) => type)], [['text'], ['page_footnote']]);
  assert.deepEqual(
    toContentListV2(noted).map(({ type }) => type),
    ['paragraph', 'page_footnote'],
  );
  assert.deepEqual(
    toModelEntries(noted).map(({ type }) => type),
    ['text', 'page_footnote'],
  );
});
