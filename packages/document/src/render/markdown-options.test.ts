import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse as parseYaml } from 'yaml';
import type { Block, CellNode, TableBlock } from '../block.ts';
import type { Page } from '../document.ts';
import type { Inline } from '../inline.ts';
import { renderHtml } from './html.ts';
import { type MarkdownFileOptions, renderMarkdown } from './markdown.ts';
import { withoutPictures } from './without-pictures.ts';

const text = (value: string): readonly Inline[] => [{ type: 'text', text: value }];
const paragraph = (value: string, more: object = {}): Block => ({ type: 'text', content: text(value), ...more });
const cell = (value: string, more: object = {}): CellNode => ({ content: text(value), ...more });
const table = (...rows: (readonly CellNode[])[]): TableBlock => ({
  type: 'table',
  rows: rows.map((cells) => ({ cells })),
});
const picture: Inline = { type: 'image', asset: 'a.png', alt: 'sign' };

const pagesOf = (...pages: (readonly Block[])[]): Page[] => pages.map((blocks, index) => ({ index, blocks }));
async function markdown(pages: readonly Page[], options: MarkdownFileOptions = {}): Promise<string> {
  return (await Array.fromAsync(renderMarkdown(pages, options))).join('');
}
const lines = async (block: Block, options: MarkdownFileOptions) =>
  (await markdown(pagesOf([block]), options)).trim().split('\n');

test('a merged cell repeats its text wherever it reaches', async () => {
  const merged = table(
    [cell('year', { rowSpan: 2, header: true }), cell('a|b', { columnSpan: 2, header: true })],
    [cell('x', { header: true }), cell('y', { header: true })],
    [cell('1900'), cell('1', { rowSpan: 2 }), cell('2')],
    [cell('1901'), cell('3')],
  );
  assert.deepEqual(await lines(merged, { tables: 'repeat' }), [
    '| year | a\\|b | a\\|b |',
    '| --- | --- | --- |',
    '| year | x | y |',
    '| 1900 | 1 | 2 |',
    '| 1901 | 1 | 3 |',
  ]);
  assert.match((await lines(merged, {})).join(), /^<table><tr><th rowspan="2">/);
  assert.match((await lines(table([cell('a')], [cell('b')]), { tables: 'html' })).join(), /^<table>/);
});

test('what a cell holds besides lines stands on its line', async () => {
  const item = (value: string) => ({ type: 'list_item', content: text(value) }) as const;
  const blocks: Block[] = [
    { type: 'list', ordered: false, items: [item('one'), item('two')] },
    table([cell('p'), cell('q')]),
    { type: 'image', asset: 'i.png', captions: [{ type: 'caption', content: text('Fig') }] },
    { type: 'image', url: 'http://a.example/b.png', alt: 'far' },
    { type: 'equation', latex: 'x|y' },
  ];
  const rows = await lines(table([cell('head')], [cell('first', { blocks })]), { tables: 'repeat' });
  assert.equal(
    rows[2],
    '| first<br>• one<br>• two<br>p q<br>![](images/i.png)<br>Fig<br>![far](http://a.example/b.png)<br>$x\\|y$ |',
  );
});

test('spans that would swell a table beyond measure keep it in HTML', async () => {
  const wide = table([cell('a', { columnSpan: 1_000_000_000 })], [cell('b')]);
  assert.match((await lines(wide, { tables: 'repeat' })).join(), /colspan="1000000000"/);
  const long = table([cell('w'.repeat(100_000), { columnSpan: 1_000 })], [cell('b')]);
  assert.match((await lines(long, { tables: 'repeat' })).join(), /colspan="1000"/);
  const ragged = table(
    Array.from({ length: 2_000 }, () => cell('a')),
    ...Array.from({ length: 2_000 }, () => [cell('b')]),
  );
  for (const tables of ['gfm', 'repeat'] as const) assert.match((await lines(ragged, { tables })).join(), /^<table>/);
  const tall = table(...Array.from({ length: 4 }, () => [cell('c', { rowSpan: 1_000_000_000 })]));
  assert.deepEqual((await lines(tall, { tables: 'repeat' })).at(-1), '| c | c | c | c |');
});

test('marks tell where pages begin, inside a paragraph too that goes on over the break', async () => {
  const pages = pagesOf([paragraph('one'), paragraph('two')], [], [paragraph('and', { continuesPrevious: true })]);
  const marked = await markdown(pages, { pageMarks: true });
  assert.equal(marked, '<!-- page 1 -->\n\none\n\ntwo\n\n<!-- page 2 -->\n\n<!-- page 3 -->\n\nand\n');
  const neighbours = pagesOf([paragraph('two')], [paragraph('and', { continuesPrevious: true })]);
  assert.equal(await markdown(neighbours, { pageMarks: true }), '<!-- page 1 -->\n\ntwo <!-- page 2 --> and\n');
  const chinese = pagesOf([paragraph('水')], [paragraph('车', { continuesPrevious: true })]);
  assert.equal(await markdown(chinese, { pageMarks: true }), '<!-- page 1 -->\n\n水<!-- page 2 -->车\n');
  const deck: Page[] = [
    { index: 1, kind: 'slide', blocks: [] },
    { index: 4, kind: 'sheet', blocks: [] },
  ];
  assert.equal(await markdown(deck, { pageMarks: true }), '<!-- slide 2 -->\n\n<!-- sheet 5 -->\n');
  assert.equal(await markdown(neighbours), 'two and\n');
});

test('furniture is left out, kept, or kept as far as it is notes; nothing is joined to it', async () => {
  const pages = pagesOf(
    [paragraph('two'), { type: 'page_footnote', content: text('1 note') }, { type: 'page_number', content: text('7') }],
    [{ type: 'header', content: text('# Mills') }, paragraph('and', { continuesPrevious: true })],
  );
  assert.equal(await markdown(pages), 'two and\n');
  assert.equal(await markdown(pages, { furniture: 'notes' }), 'two\n\n1 note\n\nand\n');
  assert.equal(await markdown(pages, { furniture: 'keep' }), 'two\n\n1 note\n\n7\n\n\\# Mills\n\nand\n');
  const html = async (furniture: 'notes' | 'keep') =>
    (await Array.fromAsync(renderHtml(pages, { furniture }))).join('');
  assert.match(await html('keep'), /<p class="furniture">7<\/p>[\s\S]*<header class="furniture"># Mills<\/header>/);
  assert.doesNotMatch(await html('notes'), /furniture|Mills/);
});

test('front matter is YAML that gives back what it was made of', async () => {
  const nasty = 'a: "b" \\ # c\n---\u2028\u0085\ufeff\ud800 {x} %20 \u0000 水';
  const metadata = { title: nasty, authors: [nasty, 'yes'], language: 'no', createdAt: '2024-05-01', modifiedAt: '' };
  const [, front = '', body] =
    /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(
      await markdown(pagesOf([paragraph('body')]), { frontMatter: metadata }),
    ) ?? [];
  assert.equal(body, 'body\n');
  const expected = nasty.replace('\ud800', '\ufffd');
  assert.deepEqual(parseYaml(front), {
    title: expected,
    author: [expected, 'yes'],
    lang: 'no',
    date: '2024-05-01',
    modified: '',
  });
  assert.equal(await markdown([], { frontMatter: {} }), '---\n---\n\n');
});

test('of pictures only words are left', async () => {
  const link: Inline = { type: 'link', url: 'http://a.example', children: [{ type: 'image', asset: 'b.png' }] };
  const caption = { type: 'caption', content: text('Figure 1') } as const;
  const page = withoutPictures({
    index: 0,
    blocks: [
      { type: 'text', content: [...text('see '), picture, link] },
      { type: 'image', asset: 'a.png', alt: 'Generated.', description: 'A mill.', captions: [caption] },
      { type: 'image', url: 'http://a.example/i.png' },
      { type: 'equation', latex: '', asset: 'e.png', text: 'x = 1' },
      {
        type: 'list',
        ordered: false,
        items: [{ type: 'list_item', content: [picture], children: [paragraph('sub')] }],
      },
      { ...table([{ content: [picture], blocks: [{ type: 'image', asset: 'c.png' }] }]), asset: 't.png' },
    ],
  });
  const written = await markdown([page]);
  assert.doesNotMatch(written, /!\[|\.png|<img/);
  for (const words of ['see sign', 'A mill.', 'Figure 1', 'x = 1', '- sign', 'sub'])
    assert.ok(written.includes(words), words);
  assert.doesNotMatch((await Array.fromAsync(renderHtml([page]))).join(''), /<img/);
});

test('a page of HTML says of whom and when it is only when asked', async () => {
  const about = { authors: ['A "B"'], createdAt: '2024-05-01' };
  const written = (await Array.fromAsync(renderHtml([], { about }))).join('');
  assert.match(
    written,
    /<meta name="author" content="A &quot;B&quot;">\n<meta name="dcterms.created" content="2024-05-01">/,
  );
  assert.doesNotMatch((await Array.fromAsync(renderHtml([]))).join(''), /author|dcterms/);
});

test('a page is read only when the one before it is written, whatever is asked for', async () => {
  const taken: number[] = [];
  function* pages(): Generator<Page> {
    for (const index of [0, 1, 2]) {
      taken.push(index);
      yield { index, blocks: [paragraph('p')] };
    }
  }
  const pieces = renderMarkdown(pages(), { pageMarks: true, furniture: 'keep', tables: 'repeat', frontMatter: {} });
  assert.equal((await pieces.next()).value, '---\n---\n\n');
  assert.deepEqual(taken, []);
  while (!(await pieces.next()).value?.includes('p')) assert.ok(taken.length <= 1);
  assert.deepEqual(taken, [0]);
});
