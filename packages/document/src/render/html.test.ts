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
  assert.match(page, /<section id="page-1">\n<p>hello<\/p>\n<\/section>\n<\/body>\n<\/html>\n$/);
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
    await body([{ type: 'code', language: 'js', text: 'a < b' }]),
    '<pre><code class="language-js">a &lt; b</code></pre>',
  );
  assert.equal(
    await body([
      { type: 'equation', latex: 'a<b' },
      { type: 'text', content: [{ type: 'equation', latex: 'x' }] },
    ]),
    '<div class="math">\\[a&lt;b\\]</div>\n<p><span class="math">\\(x\\)</span></p>',
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
    '<table><caption>C</caption><thead><tr><th colspan="2">a</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><p class="note">N</p>',
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
    '<figure><img src="images/a.png" alt="A &quot;b&quot;"><figcaption>Fig. 1</figcaption></figure>\n<aside class="note">1 note</aside>',
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
