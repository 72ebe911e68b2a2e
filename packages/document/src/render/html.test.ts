import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block } from '../block.ts';
import type { Inline } from '../inline.ts';
import { type HtmlOptions, renderHtml } from './html.ts';

const text = (value: string): readonly Inline[] => [{ type: 'text', text: value }];
const cell = (value: string, more: object = {}) => ({ content: text(value), ...more });

async function html(blocks: readonly Block[], options: HtmlOptions = {}): Promise<string> {
  return (await Array.fromAsync(renderHtml([{ index: 0, blocks }], options))).join('');
}

async function body(blocks: readonly Block[]): Promise<string> {
  return /<section id="page-1">\n([\s\S]*?)\n?<\/section>/.exec(await html(blocks))?.[1] ?? '';
}

test('a page of HTML is complete and names its language and title', async () => {
  const page = await html([{ type: 'text', content: text('hello') }], { title: 'A & B', language: 'zh-CN' });
  assert.match(page, /^<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">/);
  assert.match(page, /<title>A &amp; B<\/title>/);
  assert.match(page, /<section id="page-1">\n<p>hello<\/p>\n<\/section>\n<\/main>\n<\/body>\n<\/html>\n$/);
});

test('marks of notes lead to the notes', async () => {
  const mark: Inline = { type: 'note', label: '1' };
  assert.equal(
    await body([
      { type: 'text', content: [...text('a'), mark] },
      { type: 'note', label: '1', content: text('b') },
    ]),
    '<p>a<sup><a href="#note-1">1</a></sup></p>\n<aside class="note" id="note-1"><sup>1</sup> b</aside>',
  );
});

test('titles, lists, quotes, code and formulas keep their structure', async () => {
  assert.equal(await body([{ type: 'title', level: 2, anchor: 'a', content: text('T') }]), '<h2 id="a">T</h2>');
  const nested: Block = { type: 'list', ordered: false, items: [{ type: 'list_item', content: text('in') }] };
  assert.equal(
    await body([
      {
        type: 'list',
        ordered: true,
        start: 3,
        items: [{ type: 'list_item', content: text('out'), children: [nested] }],
      },
    ]),
    '<ol start="3"><li>out<ul><li>in</li></ul></li></ol>',
  );
  assert.equal(await body([{ type: 'text', quote: true, content: text('q') }]), '<blockquote><p>q</p></blockquote>');
  assert.equal(
    await body([{ type: 'text', quote: true, quoteDepth: 2, content: text('q') }]),
    '<blockquote><blockquote><p>q</p></blockquote></blockquote>',
  );
  assert.equal(
    await body([{ type: 'code', language: 'js', text: 'a < b' }]),
    '<pre><code class="language-js">a &lt; b</code></pre>',
  );
  assert.equal(
    await body([
      { type: 'equation', latex: 'a<b' },
      { type: 'text', content: [{ type: 'equation', latex: 'x' }] },
    ]),
    '<div class="math display">\\[a&lt;b\\]</div>\n<p><span class="math inline">\\(x\\)</span></p>',
  );
});

test('header rows make a head, captions and notes stand with their table', async () => {
  const table: Block = {
    type: 'table',
    captions: [{ type: 'caption', content: text('C') }],
    footnotes: [{ type: 'footnote', content: text('N') }],
    rows: [{ cells: [cell('a', { header: true, columnSpan: 2 })] }, { cells: [cell('1'), cell('2')] }],
  };
  assert.equal(
    await body([table]),
    '<div class="table"><table><caption>C</caption><thead><tr><th scope="col" colspan="2">a</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div><p class="note">N</p>',
  );
});

test('figures have an alternative text and a caption, notes of the page stay, other furniture goes', async () => {
  const blocks: readonly Block[] = [
    { type: 'header', content: text('running head') },
    { type: 'image', asset: 'a.png', alt: 'A "b"', captions: [{ type: 'caption', content: text('Fig. 1') }] },
    { type: 'page_footnote', content: text('1 note') },
  ];
  assert.equal(
    await body(blocks),
    '<figure><img src="images/a.png" alt="A &quot;b&quot;"/><figcaption>Fig. 1</figcaption></figure>\n<aside class="note">1 note</aside>',
  );
});

test('nothing that a document says becomes markup or a script', async () => {
  const evil = '"><script>alert(1)</script>';
  const link = (url: string): Inline => ({ type: 'link', url, children: [{ type: 'text', text: 'x' }] });
  const blocks: readonly Block[] = [
    { type: 'title', level: 1, anchor: evil, content: text(evil) },
    { type: 'text', content: [link('javascript:alert(1)'), link(' java\tscript:alert(1)'), link('data:text/html,x')] },
    { type: 'text', content: [link('https://a.b/?q="'), link('page.html#a:b'), link('mailto:a@b.c')] },
    { type: 'code', language: evil, text: evil },
    { type: 'image', asset: evil, alt: evil, description: evil },
    { type: 'equation', latex: evil },
  ];
  const page = await html(blocks, { title: evil, language: evil });
  assert.doesNotMatch(page, /<script/);
  assert.doesNotMatch(page, /javascript:|java\tscript:|data:text/);
  assert.match(
    page,
    /<a href="https:\/\/a\.b\/\?q=&quot;">x<\/a><a href="page\.html#a:b">x<\/a><a href="mailto:a@b\.c">x<\/a>/,
  );
});

const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>';

test('no place of a document lets markup through', async () => {
  const note = { content: text(evil), anchor: evil };
  const captions = [{ type: 'caption', ...note }] as const;
  const footnotes = [{ type: 'footnote', ...note }] as const;
  const item = { type: 'list_item', marker: evil, anchor: evil, content: text(evil) } as const;
  const inlines: readonly Inline[] = [
    { type: 'text', text: evil, styles: ['bold', 'subscript'] },
    { type: 'code', text: evil },
    { type: 'equation', latex: evil },
    { type: 'image', asset: evil, alt: evil },
    { type: 'link', url: `https://x/${evil}`, children: [{ type: 'text', text: evil }] },
  ];
  const blocks: readonly Block[] = [
    { type: 'text', anchor: evil, content: inlines },
    { type: 'list', ordered: true, anchor: evil, items: [item] },
    { type: 'index', items: [item] },
    { type: 'table', anchor: evil, captions, footnotes, rows: [{ cells: [{ content: inlines, blocks: [item] }] }] },
    { type: 'image', asset: evil, alt: evil, description: evil, kind: evil, captions, footnotes },
    { type: 'chart', asset: evil, data: `<table onclick="${evil}">`, kind: evil, captions, footnotes },
    { type: 'code', language: evil, text: evil, captions, footnotes },
    { type: 'algorithm', content: inlines, captions, footnotes },
    { type: 'equation', latex: evil, anchor: evil },
    { type: 'reference', ...note },
    { type: 'page_footnote', ...note },
  ];
  const page = await html(blocks, { title: `</title>${evil}`, language: evil });
  assert.doesNotMatch(page, /<script|<img src=x|<table onclick/);
  // Every quote in an attribute of a tag belongs to the renderer.
  for (const [tag] of page.matchAll(/<[a-z][^>]*>/g)) assert.match(tag, /^<\w+(?: [a-z-]+(?:="[^"<]*")?)*\/?>$/);
});

test('links open only what can do no harm', async () => {
  const shown = (url: string) =>
    body([{ type: 'text', content: [{ type: 'link', url, children: [{ type: 'text', text: 'x' }] }] }]);
  const harmless = ['http://a', 'HTTPS://a', 'mailto:a@b', 'ftp://a', 'tel:+1', 'a/b.html', '../a:b', '?q=a:b', '#top'];
  for (const url of harmless) assert.equal(await shown(url), `<p><a href="${url}">x</a></p>`);
  const harmful = [
    'javascript:a',
    'JaVaScRiPt:a',
    '\u0001javascript:a',
    'java\nscript:a',
    'vbscript:a',
    'data:,a',
    'file:///a',
  ];
  for (const url of harmful) assert.equal(await shown(url), '<p>x</p>', JSON.stringify(url));
});

test('a language that is none is undetermined, an underscore is a hyphen', async () => {
  assert.match(await html([], { language: 'pt_BR' }), /<html lang="pt-BR">/);
  assert.match(await html([], { language: 'no language' }), /<html lang="und">/);
  assert.match(await html([]), /<html lang="und">/);
});

test('places that links lead to have their name', async () => {
  const items = [{ type: 'list_item', anchor: 'i', content: text('x') }] as const;
  assert.equal(await body([{ type: 'list', ordered: false, anchor: 'l', items }]), '<ul id="l"><li id="i">x</li></ul>');
  assert.match(await body([{ type: 'table', anchor: 't', rows: [{ cells: [cell('a')] }] }]), /<table id="t">/);
  assert.match(await body([{ type: 'image', anchor: 'f', asset: 'a.png' }]), /<figure id="f">/);
});

test('items keep a printed number that is not the next one, and marks that are no bullet', async () => {
  const item = (marker: string) => ({ type: 'list_item', marker, content: text('x') }) as const;
  assert.equal(
    await body([{ type: 'list', ordered: true, items: [item('1.'), item('4.'), item('5.'), item('(b)')] }]),
    '<ol><li>x</li><li value="4">x</li><li>x</li><li class="marked"><span class="marker">(b)</span> x</li></ol>',
  );
  assert.equal(await body([{ type: 'list', ordered: false, items: [item('•')] }]), '<ul><li>x</li></ul>');
});

test('a head takes in the rows that its cells reach into', async () => {
  const head = { header: true };
  const rows = [
    { cells: [cell('a', { ...head, rowSpan: 2 }), cell('b', { ...head, columnSpan: 2 })] },
    { cells: [cell('c'), cell('d')] },
    { cells: [cell('1', head), cell('2'), cell('3')] },
  ];
  const table = await body([{ type: 'table', rows }]);
  assert.match(table, /<thead>.*<td>c<\/td><td>d<\/td><\/tr><\/thead><tbody><tr><th scope="row">1<\/th>/);
  assert.doesNotMatch(await body([{ type: 'table', rows: rows.slice(0, 1) }]), /<thead>/);
});

test('cells hold lists and tables, captions and code of theirs included', async () => {
  const inner: Block = {
    type: 'table',
    captions: [{ type: 'caption', content: text('C') }],
    rows: [{ cells: [cell('x')] }],
  };
  const blocks: readonly Block[] = [inner, { type: 'code', language: 'c', text: 'y' }];
  const table = await body([{ type: 'table', rows: [{ cells: [{ content: [], blocks }] }] }]);
  assert.match(table, /<td><div class="table"><table><caption>C<\/caption>.*<code class="language-c">y<\/code>/);
});

test('a paragraph that goes on is one, with a blank between words and none between Chinese characters', async () => {
  const halves = (first: string, second: string): readonly Block[] => [
    { type: 'text', content: text(first) },
    { type: 'page_number', content: text('7') },
    { type: 'text', content: text(second), continuesPrevious: true },
  ];
  assert.equal(await body(halves('one', 'two')), '<p>one two</p>');
  assert.equal(await body(halves('一', '二')), '<p>一二</p>');
});

test('pictures in lines and cells have an alternative text, empty where nothing is known', async () => {
  const content: readonly Inline[] = [{ type: 'image', asset: 'a.png' }];
  assert.equal(await body([{ type: 'text', content }]), '<p><img src="images/a.png" alt=""/></p>');
  assert.match(await body([{ type: 'table', rows: [{ cells: [{ content }] }] }]), /<img src="images\/a.png" alt=""\/>/);
});

test('a link to a picture is what the caller says', async () => {
  const page = await html([{ type: 'image', asset: 'a.png' }], { imageLink: (name) => `data:image/png,${name}` });
  assert.match(page, /<img src="data:image\/png,a.png" alt=""\/>/);
});

test('blocks come one at a time, each page with the number that people know it by', async () => {
  const pages = [2, 4].map((index) => ({ index, blocks: [{ type: 'text' as const, content: text('p') }] }));
  const pieces = await Array.fromAsync(renderHtml(pages));
  const page = (number: number) => [`<section id="page-${number}">\n`, '<p>p</p>\n', '</section>\n'];
  assert.deepEqual(pieces.slice(-7, -1), [...page(3), ...page(5)]);
});

test('what has nothing to show leaves nothing', async () => {
  const empty: readonly Block[] = [
    { type: 'title', level: 1, content: [] },
    { type: 'table', rows: [] },
    { type: 'image' },
  ];
  assert.equal(await body(empty), '');
});
