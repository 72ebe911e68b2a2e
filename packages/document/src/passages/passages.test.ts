import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Block, CellNode } from '../block.ts';
import type { Inline } from '../inline.ts';
import { countTokens } from './measure.ts';
import { type Passage, type PassageOptions, passageJsonSchema, streamPassages, toPassages } from './passages.ts';

const text = (value: string): readonly Inline[] => [{ type: 'text', text: value }];
const title = (level: 1 | 2 | 3, value: string): Block => ({ type: 'title', level, content: text(value) });
const paragraph = (value: string, more: object = {}): Block => ({ type: 'text', content: text(value), ...more });
const cell = (value: string, more: object = {}): CellNode => ({ content: text(value), ...more });

function cut(blocks: readonly Block[], options: PassageOptions = {}): Promise<readonly Passage[]> {
  return Array.fromAsync(toPassages([{ index: 0, blocks }], options));
}

const texts = async (blocks: readonly Block[], maxSize: number) =>
  (await cut(blocks, { maxSize, unit: 'characters' })).map((passage) => passage.text);

test('passages stand under their headings and end where one begins', async () => {
  const passages = await cut([
    paragraph('before'),
    title(1, 'A'),
    title(2, 'B'),
    paragraph('one'),
    paragraph('two'),
    title(2, 'C'),
    title(3, 'D'),
    paragraph('three'),
    title(1, 'E'),
  ]);
  assert.deepEqual(
    passages.map((passage) => [passage.titles, passage.text]),
    [
      [[], 'before'],
      [['A', 'B'], 'one\n\ntwo'],
      [['A', 'C', 'D'], 'three'],
      [[], 'E'],
    ],
  );
});

test('passages know their pages and boxes, over page breaks too', async () => {
  const pages = [
    {
      index: 2,
      blocks: [title(1, 'T'), paragraph('a', { bbox: [1, 2, 3, 4] }), { type: 'header', content: text('no') } as const],
    },
    {
      index: 3,
      blocks: [paragraph('b', { continuesPrevious: true, bbox: [0, 0, 5, 5] }), paragraph('c', { bbox: [0, 0, 5, 5] })],
    },
  ];
  const [passage, ...others] = await Array.fromAsync(toPassages(pages));
  assert.equal(others.length, 0);
  assert.deepEqual(passage, {
    index: 0,
    text: 'a b\n\nc',
    titles: ['T'],
    pageNumbers: [3, 4],
    boxes: [
      { pageNumber: 3, bbox: [1, 2, 3, 4] },
      { pageNumber: 4, bbox: [0, 0, 5, 5] },
    ],
    characters: 6,
    tokens: 3,
  });
});

test('a paragraph that is too large is cut after sentences, else between words, else anywhere', async () => {
  assert.deepEqual(await texts([paragraph('One two. Three four. Five.')], 20), ['One two. Three four.', 'Five.']);
  assert.deepEqual(await texts([paragraph('one two three four')], 9), ['one two', 'three', 'four']);
  assert.deepEqual(await texts([paragraph('水车在河边。磨坊很老。没有人。')], 12), [
    '水车在河边。磨坊很老。',
    '没有人。',
  ]);
  assert.deepEqual(await texts([paragraph('abcdef😀ghij')], 7), ['abcdef😀', 'ghij']);
});

test('a table is cut between rows only, and each part begins with its header', async () => {
  const rows = [
    { cells: [cell('k', { header: true }), cell('v', { header: true })] },
    ...['a', 'b', 'c'].map((key) => ({ cells: [cell(key), cell(`value ${key}`)] })),
    { cells: [cell('long'), cell('x'.repeat(100))] },
  ];
  const parts = await texts([{ type: 'table', rows, captions: [{ type: 'caption', content: text('Cap') }] }], 60);
  const head = '| k | v |\n| --- | --- |\n';
  assert.deepEqual(parts, [
    `Cap\n\n${head}| a | value a |\n| b | value b |`,
    `${head}| c | value c |`,
    `${head}| long | ${'x'.repeat(100)} |`,
  ]);
});

test('a header that leaves no room for rows stands once', async () => {
  const rows = [['h'.repeat(40)], ['a'], ['b']].map((values) => ({ cells: values.map((value) => cell(value)) }));
  const parts = await texts([{ type: 'table', rows }], 30);
  assert.equal(parts.filter((part) => part.includes('hhh')).length, 1);
  assert.equal(parts.join().match(/\| [ab] \|/g)?.length, 2);
});

test('a cell that reaches over a cut stands in both parts', async () => {
  const rows = [
    { cells: [cell('h', { header: true }), cell('i', { header: true })] },
    { cells: [cell('both', { rowSpan: 3 }), cell('1')] },
    { cells: [cell('2')] },
    { cells: [cell('3')] },
  ];
  const parts = await texts([{ type: 'table', rows }], 125);
  assert.equal(parts.length, 2);
  assert.match(parts[0] ?? '', /<td rowspan="2">both<\/td><td>1<\/td><\/tr><tr><td>2<\/td>/);
  assert.equal(parts[1], '| h | i |\n| --- | --- |\n| both | 3 |');
});

test('styles end with each part and begin anew with the next, links and formulas stay whole', async () => {
  const content: Inline[] = [
    { type: 'text', text: 'Plain start. And ' },
    { type: 'text', text: 'bold words. Bold end.', styles: ['bold'] },
    { type: 'text', text: ' See ' },
    { type: 'link', url: 'http://a.example', children: [{ type: 'text', text: 'the long label of it' }] },
    { type: 'text', text: '. The formula ' },
    { type: 'equation', latex: 'a + b = c' },
    { type: 'text', text: ' ends.' },
  ];
  const blocks: Block[] = [{ type: 'text', content, quote: true }];
  const passages = await cut(blocks, { maxSize: 60, unit: 'characters' });
  const parts = passages.map((passage) => passage.text);
  assert.ok(parts.length > 2);
  for (const part of parts) {
    assert.match(part, /^> /);
    assert.equal((part.match(/\*\*/g)?.length ?? 0) % 2, 0, part);
    assert.ok(part.length <= 60, part);
  }
  assert.ok(parts.some((part) => part.includes('[the long label of it](http://a.example)')));
  assert.ok(parts.some((part) => part.includes('$a + b = c$')));
});

test('a closing quotation mark stays with its sentence', async () => {
  assert.deepEqual(await texts([paragraph('他说：“水车在转。”然后他走了很远的路。')], 12), [
    '他说：“水车在转。”',
    '然后他走了很远的路。',
  ]);
});

test('notes of the page are left to the option, running heads never answer a question', async () => {
  const blocks: Block[] = [
    { type: 'header', content: text('Head') },
    paragraph('body'),
    { type: 'page_footnote', content: text('1 A note.') },
  ];
  assert.deepEqual(
    (await cut(blocks)).map((passage) => passage.text),
    ['body'],
  );
  for (const furniture of ['notes', 'keep'] as const)
    assert.deepEqual(
      (await cut(blocks, { furniture })).map((passage) => passage.text),
      ['body\n\n1 A note.'],
    );
});

test('parts of a table and items of a list stand on their own pages', async () => {
  const regions = [0, 1].map((pageIndex) => ({ pageIndex, bbox: [0, 0, pageIndex + 1, 9] as const }));
  const rows = ['a', 'b', 'c', 'd'].map((key, at) => ({ cells: [cell(key), cell(key)], pageIndex: at < 2 ? 0 : 1 }));
  const table: Block = { type: 'table', rows, bbox: [0, 0, 1, 9], regions };
  const items = [0, 1].map((at) => ({
    type: 'list_item' as const,
    content: text(`item number ${at}`),
    bbox: [0, at, 9, at + 1] as const,
  }));
  const list: Block = { type: 'list', ordered: false, items, bbox: [0, 0, 9, 2] };
  const places = async (block: Block, maxSize: number) =>
    (await cut([block], { maxSize, unit: 'characters' })).map(({ pageNumbers, boxes }) => [pageNumbers, boxes.length]);
  assert.deepEqual(await places(table, 32), [
    [[1], 1],
    [[2], 1],
    [[2], 1],
  ]);
  assert.deepEqual(
    (await cut([list], { maxSize: 16, unit: 'characters' })).map(({ boxes }) => boxes[0]?.bbox[1]),
    [0, 1],
  );
});

test('lists are cut between items that keep their numbers, code between lines under a fence of its own', async () => {
  const items = ['one', 'two', 'three'].map((value) => ({ type: 'list_item', content: text(value) }) as const);
  assert.deepEqual(await texts([{ type: 'list', ordered: true, start: 4, items }], 14), ['4. one\n5. two', '6. three']);
  assert.deepEqual(await texts([{ type: 'code', text: 'a\n  b\nc\n', language: 'js' }], 16), [
    '```js\na\n  b\n```',
    '```js\nc\n```',
  ]);
});

test('no passage is larger than the limit and no word is lost, whatever the unit', async () => {
  const words = Array.from({ length: 3_000 }, (_, at) => `word${at}${at % 7 === 0 ? '.' : ''}`);
  const blocks = [title(1, 'T'), paragraph(words.join(' ')), { type: 'code', text: words.join('\n') } as const];
  for (const unit of ['characters', 'tokens'] as const) {
    const passages = await cut(blocks, { maxSize: 50, unit });
    for (const passage of passages) assert.ok(passage[unit] <= 50, `${passage[unit]}`);
    const all = passages
      .map((passage) => passage.text.replace(/```\n?/g, ''))
      .join(' ')
      .split(/\s+/)
      .filter((word) => word !== '');
    assert.deepEqual(all, [...words, ...words]);
  }
});

test('tokens are estimated by words, numbers, signs and characters', () => {
  assert.equal(countTokens('The mountain, 123456 fox'), 1 + 2 + 1 + 2 + 1);
  assert.equal(countTokens('größer мельница'), 2 + 3);
  assert.equal(countTokens('水车 한국'), 4);
});

test('each line of the file is a passage that fits the schema', async () => {
  const lines = (
    await Array.fromAsync(streamPassages([{ index: 0, blocks: [title(1, 'T'), paragraph('a\nb')] }]))
  ).join('');
  assert.match(lines, /^\{[^\n]+\}\n$/);
  const schema = passageJsonSchema();
  const reference = new URL('../../../../docs/reference/passage.schema.json', import.meta.url);
  assert.deepEqual(JSON.parse(readFileSync(reference, 'utf8')), schema, 'run: node scripts/reference-docs.ts');
  assert.deepEqual(Object.keys(JSON.parse(lines)).sort(), Object.keys(schema.properties as object).sort());
});

const hostile: Readonly<Record<string, Block>> = {
  'one endless word': paragraph('x'.repeat(1_000_000)),
  'quotes without end': paragraph('"'.repeat(300_000)),
  'a very long table': {
    type: 'table',
    rows: Array.from({ length: 20_000 }, (_, at) => ({ cells: [cell(`${at}`, { rowSpan: 2 }), cell('v')] })),
  },
  'a long table under a wide row': {
    type: 'table',
    rows: Array.from({ length: 10_000 }, (_, at) => ({ cells: at > 0 ? [cell('v')] : Array(10_000).fill(cell('h')) })),
  },
  'a long table of wide cells': {
    type: 'table',
    rows: Array.from({ length: 3_000 }, () => ({ cells: [cell('wide', { columnSpan: 1_000 }), cell('v')] })),
  },
  'very many empty lines': { type: 'code', text: 'a\n'.repeat(100_000) },
};
for (const [name, block] of Object.entries(hostile)) {
  test(`${name} costs no more than its length`, { timeout: 60_000 }, async () => {
    assert.ok((await cut([block], { maxSize: 100, tables: 'repeat' })).length > 10);
  });
}
