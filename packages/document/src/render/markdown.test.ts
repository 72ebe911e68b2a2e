import assert from 'node:assert/strict';
import { test } from 'node:test';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { Block, ListItemBlock } from '../block.ts';
import type { Inline, Style, TextInline } from '../inline.ts';
import { renderMarkdownPage } from './markdown.ts';

const text = (value: string, ...styles: Style[]): TextInline => ({
  type: 'text',
  text: value,
  ...(styles.length === 0 ? {} : { styles }),
});
const paragraph = (...content: Inline[]): Block => ({ type: 'text', content });
const markdown = (...blocks: Block[]) => renderMarkdownPage({ index: 0, blocks });
const html = (...blocks: Block[]) =>
  micromark(markdown(...blocks), { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true }).trim();
const plain = (rendered: string) =>
  rendered
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

test('what looks like markup in a text is read back as that text', () => {
  const nasty = [
    '# not a title',
    '1. not a list',
    '1986) neither',
    '- nor this',
    '+ nor this',
    '> no quotation',
    '* no bullet',
    '2 * 3 * 4 and a*b*c and **bold**',
    '_under_ and snake_case_name and __init__',
    '`code` and ``more``',
    '[a link](http://example.org) and ![](image)',
    '[1] and [2], [x]: y',
    '[ref]: http://example.org',
    'a <b>tag</b> & an &amp; entity, 1 < 2',
    '~~struck~~ and ~ alone',
    'back\\slash \\* and \\n',
    '--- rule',
    '===',
    '```fence',
    '| a | b |',
    'ends with two  ',
    '$5 and $6',
  ];
  for (const value of nasty) {
    const rendered = html(paragraph(text(value)));
    assert.match(rendered, /^<p>/, value);
    assert.equal(
      plain(rendered).replaceAll('\\$', '$'),
      value.trim(),
      `${value} -> ${markdown(paragraph(text(value)))}`,
    );
  }
});

test('texts that need no escape stay as they are', () => {
  for (const value of ['a_b_c', '3 * 4', '[1]', 'x < y', '100 %', 'C# and F#', 'a - b', 'AT&T'])
    assert.equal(markdown(paragraph(text(value))), `${value}\n`);
});

test('styles become marks where CommonMark reads them, HTML elsewhere', () => {
  assert.equal(markdown(paragraph(text('a '), text('bold', 'bold'), text(' b'))), 'a **bold** b\n');
  assert.equal(markdown(paragraph(text('both', 'bold', 'italic'))), '***both***\n');
  const indexed = [
    text('x', 'italic'),
    text('1', 'italic', 'subscript'),
    text(' in ', 'italic'),
    text('S', 'italic', 'bold'),
  ];
  assert.equal(markdown(paragraph(...indexed)), '*x<sub>1</sub> in **S***\n');
  assert.equal(html(paragraph(...indexed)), '<p><em>x<sub>1</sub> in <strong>S</strong></em></p>');
  assert.equal(markdown(paragraph(text('H'), text('2', 'subscript'), text('O'))), 'H<sub>2</sub>O\n');
  const tight = [text('字'), text('“引用”', 'bold'), text('字')];
  assert.equal(html(paragraph(...tight)), '<p>字<strong>“引用”</strong>字</p>');
  assert.equal(html(paragraph(text(' lead ', 'bold'), text('x'))), '<p><strong>lead</strong> x</p>');
  assert.equal(markdown(paragraph(text('a', 'bold'), text('b', 'bold'))), '**ab**\n');
});

test('code spans, links, formulas and pictures', () => {
  assert.equal(markdown(paragraph({ type: 'code', text: 'a `tick`' })), '`` a `tick` ``\n');
  assert.equal(
    html(paragraph({ type: 'link', url: 'http://x.org/a b(c)', children: [text('a]b')] })),
    '<p><a href="http://x.org/a%20b(c)">a]b</a></p>',
  );
  assert.equal(markdown(paragraph({ type: 'equation', latex: 'a+b' })), '$a+b$\n');
  assert.equal(markdown({ type: 'equation', latex: 'E' }), '$$\nE\n$$\n');
  assert.equal(
    markdown({ type: 'image', asset: 'x.png', captions: [{ type: 'caption', content: [text('Fig. 1')] }] }),
    '![](images/x.png)\n\nFig. 1\n',
  );
});

const cell = (value: string, more: object = {}) => ({ content: value === '' ? [] : [text(value)], ...more });

test('an item that begins with a block begins with it on its first line', () => {
  const items = [{ type: 'list_item', content: [], children: [{ type: 'code', text: 'x' }] }] as const;
  assert.equal(markdown({ type: 'list', ordered: false, items }), '- ```\n  x\n  ```\n');
});

test('notes are marked in the text and told at their place, and what only looks like a mark is none', () => {
  const page = markdown(paragraph(text('a'), { type: 'note', label: '1' }, text(' [^2]')), {
    type: 'note',
    label: '1',
    content: [text('first\nsecond')],
  });
  assert.equal(page, 'a[^1] \\[^2]\n\n[^1]: first  \n    second\n');
});

test('a table without spans is a pipe table, any other is HTML', () => {
  const simple: Block = {
    type: 'table',
    rows: [{ cells: [cell('a|b'), cell('c')] }, { cells: [cell('two\nlines'), cell('')] }],
  };
  assert.equal(markdown(simple), '| a\\|b | c |\n| --- | --- |\n| two<br>lines |  |\n');
  assert.match(html(simple), /<th>a\|b<\/th>/);
  const spanned: Block = {
    type: 'table',
    rows: [{ cells: [cell('a & b', { columnSpan: 2, header: true })] }, { cells: [cell('1'), cell('2')] }],
  };
  assert.equal(
    markdown(spanned),
    '<table><tr><th colspan="2">a &amp; b</th></tr><tr><td>1</td><td>2</td></tr></table>\n',
  );
});

const item = (value: string, more: Partial<ListItemBlock> = {}): ListItemBlock => ({
  type: 'list_item',
  content: [text(value)],
  ...more,
});

test('lists nest, count from their start, and keep unusual marks', () => {
  const inner: Block = { type: 'list', ordered: false, items: [item('x'), item('y')] };
  const list: Block = {
    type: 'list',
    ordered: true,
    start: 9,
    items: [item('a', { children: [inner] }), item('b'), item('c', { marker: '(b)' })],
  };
  assert.equal(markdown(list), '9. a\n   - x\n   - y\n10. b\n11. (b) c\n');
  assert.match(html(list), /<ol start="9">\s*<li>a\s*<ul>\s*<li>x<\/li>/);
});

test('code is fenced by more backticks than it holds', () => {
  assert.equal(markdown({ type: 'code', text: 'a\n```\nb', language: 'md' }), '````md\na\n```\nb\n````\n');
});

test('furniture is left out, a continued paragraph is joined', () => {
  const blocks: Block[] = [
    { type: 'header', content: [text('head')] },
    paragraph(text('first half')),
    { type: 'page_number', content: [text('7')] },
    { type: 'text', content: [text('second half')], continuesPrevious: true },
  ];
  assert.equal(renderMarkdownPage({ index: 0, blocks: blocks.slice(0, 2) }), 'first half\n');
});

test('tables in HTML neither run scripts nor lose signs of formulas', () => {
  const content: Inline[] = [
    { type: 'link', url: 'javascript:alert(1)', children: [text('x')] },
    { type: 'equation', latex: 'a<b&c' },
  ];
  assert.equal(
    markdown({ type: 'table', rows: [{ cells: [{ content, columnSpan: 2 }] }] }),
    '<table><tr><td colspan="2">x $a&lt;b&amp;c$ </td></tr></table>\n',
  );
});

test('a picture elsewhere is linked where it is, in HTML only when the address is safe', () => {
  const image = (url: string) => ({ type: 'image', url, alt: 'x' }) as const;
  const blocks: readonly Block[] = [
    { type: 'image', url: 'a b.png', alt: 'x' },
    {
      type: 'table',
      rows: [{ cells: [{ columnSpan: 2, content: [image('https://e.org/?a&b'), image('javascript:x')] }] }],
    },
  ];
  const markdown = renderMarkdownPage({ index: 0, blocks });
  assert.equal(
    markdown,
    '![x](<a b.png>)\n\n<table><tr><td colspan="2"><img src="https://e.org/?a&amp;b" alt="x"/>x</td></tr></table>\n',
  );
});

test('an address that would run a program is never written, and a label cannot end its link early', () => {
  const link = (url: string, text: string) => ({ type: 'link', url, children: [{ type: 'text', text }] }) as const;
  const page = (content: readonly Inline[]) => renderMarkdownPage({ index: 0, blocks: [{ type: 'text', content }] });
  assert.equal(page([link(' java\tscript:alert(1)', 'click')]), 'click\n');
  assert.equal(page([{ type: 'image', url: 'data:text/html,<script>', alt: 'words' }]), 'words\n');
  assert.equal(page([link('obsidian:open?x', 'a](b')]), '[a\\](b](obsidian:open?x)\n');
  assert.equal(page([link('https://e.org/?a&copy;b', 'x')]), '[x](https://e.org/?a\\&copy;b)\n');
});
