import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { renderMarkdown, toPassages } from '@docmill/document';
import { madeFiles } from './made-files.ts';

/** Every kind of file as another program writes it, read the whole way from its type to its Markdown. */
const { folder, python, pandoc, saveAs, read } = madeFiles();

before(() => {
  python('make_word_features.py', '@word.docx');
  python('make_docx.py', '@a.docx');
  python('make_slides.py', '@slides.pptx');
  python('make_sheets.py', '@book.xlsx');
  python('make_sparse_sheet.py', '@sparse.xlsx');
  python('make_variants.py', '@a.docx', '@slides.pptx', '@book.xlsx', '@.');
  python('make_plain_files.py', '@.');
  for (const format of ['docx', 'odt', 'rtf', 'epub', 'ipynb']) pandoc(`pandoc.${format}`);
  pandoc('pandoc.html', '--mathml');
  copyFileSync(join(import.meta.dirname, '../fixtures/office/features.fodt'), join(folder, 'writer.fodt'));
  saveAs('docx', 'writer.fodt');
  saveAs('odt', 'writer.fodt');
  saveAs('rtf', 'writer.fodt');
  saveAs('doc', 'a.docx');
  saveAs('xls', 'book.xlsx');
  saveAs('odp', 'slides.pptx');
  saveAs('ppt', 'slides.pptx');
  saveAs('html', 'a.docx');
});

test('docx: titles by style and level, counters that go on and start anew, VML, a lost picture, a chart, a diagram, check boxes', async () => {
  const { markdown, document } = await read('word.docx');
  const parts = [
    '## By style\n\n### By level of style\n\n#### By level of its own',
    '1. a\n   - 1.1 a one\n   - 1.2 a two\n\nbetween\n\n2. b\n\n5. e',
    '![old](images/x.png)\n\nThe picture is lost, the text is not.',
    'Shares\n\n|  | 2025 |\n| --- | --- |\n| East | 50% |\n| West | 25% |',
    '- Plan\n  - Do',
    '- [x] done\n- [ ] open',
  ];
  assert.equal(markdown, parts.join('\n\n'));
  assert.deepEqual(
    document.warnings.map(({ code }) => code),
    ['image_skipped'],
  );
});

for (const format of ['docx', 'odt', 'rtf'])
  test(`${format} of LibreOffice: contents, foot- and endnotes, a box of text and a formula`, async () => {
    const { markdown, document } = await read(`writer.${format}`);
    const notes = 'Foot[^1] and end[^2].';
    const end = '## End\n\nOf the text.\n\n[^1]: below the page\n\n[^2]: behind the text';
    assert.match(markdown, /^(?:- )?Beginning 1\n\n?(?:- )?End 2\n\n## Beginning\n\n/);
    for (const part of [notes, 'In the box', 'Around the box', 'So $\\frac{a}{b}$ it is', end])
      assert.ok(markdown.includes(`\n\n${part}`), part);
    // LibreOffice writes the contents into RTF as plain paragraphs.
    assert.equal(document.pages[0]?.blocks[0]?.type, format === 'rtf' ? 'text' : 'index');
  });

const code = '```python\ndef f(x):\n    return x\n```';
const pandocParts = {
  title: '# All of It\n\nAnn',
  note: 'A note[^1], *slanted*, [a link](https://example.org/)',
  'what the note says': '[^1]: What the note says.',
  'formula in the line': ' and $\\frac{a}{b}$.',
  formula: '$$\nx^2+y^2=z^2\n$$',
  numbers: '3. three\n4. four\n   - inside',
  code,
  quotation: '> Said\n',
  'quotation inside': '> > Said within',
  tasks: '- [x] done\n- [ ] open',
  term: '- **Term**\n\n  What it means',
  spans:
    '<table><tr><th colspan="2">Both of these</th></tr><tr><td rowspan="2">left</td><td>right</td></tr><tr><td>below</td></tr></table>',
  table: '| One | Two |\n| --- | --- |\n| 1 | 2 |',
  caption: 'A caption\n\n| One',
  picture: '![A square](',
};

/** What pandoc does not write into a format, or says there by other means. */
const unsaid: Readonly<Record<string, readonly (keyof typeof pandocParts)[]>> = {
  docx: ['code', 'quotation inside', 'term', 'picture'],
  odt: ['code', 'quotation inside', 'term', 'picture'],
  html: [],
  epub: ['formula'],
  ipynb: ['title', 'note', 'what the note says', 'numbers', 'term', 'caption'],
  rtf: [
    'title',
    'formula in the line',
    'formula',
    'numbers',
    'code',
    'quotation',
    'quotation inside',
    'term',
    'spans',
    'caption',
    'picture',
  ],
};

for (const [format, without] of Object.entries(unsaid))
  test(`${format} of pandoc: ${Object.keys(pandocParts)
    .filter((part) => !without.includes(part as 'title'))
    .join(', ')}`, async () => {
    const { markdown } = await read(`pandoc.${format}`);
    // Notes have the labels of the file; braces around one digit change nothing.
    const text = markdown
      .replace(/\[\^[\w-]*?(\d)\]/g, '[^1]')
      .replace(/\^\{(\d)\}/g, '^$1')
      .replaceAll(' + ', '+')
      .replaceAll(' = ', '=');
    for (const [name, part] of Object.entries(pandocParts))
      assert.equal(text.includes(part), !without.includes(name as 'title'), name);
    assert.match(text, /^#{1,2} First part$/m);
    assert.match(text, /^#{2,3} Second part$/m);
  });

for (const name of ['strict.docx', 'macros.docm', 'template.dotx', 'show.ppsx', 'macros.xlsm'])
  test(`${name} says what the plain kind says`, async () => {
    const plain = { docx: 'a.docx', docm: 'a.docx', dotx: 'a.docx', ppsx: 'slides.pptx', xlsm: 'book.xlsx' };
    const ending = name.split('.')[1] as keyof typeof plain;
    assert.equal((await read(name)).markdown, (await read(plain[ending])).markdown);
  });

for (const [name, source, words] of [
  ['a.wps', 'a.doc', '# Report on Everything\n\n## First part'],
  ['book.et', 'book.xls', '| Region | Share | Amount | Date |'],
  ['slides.dps', 'slides.ppt', '# Points\n\n- First'],
] as const)
  test(`${name}: what WPS writes under its own names is what older programs of Microsoft write`, async () => {
    const { document, markdown } = await read(source, {}, name);
    assert.deepEqual(document.warnings, []);
    assert.ok(markdown.includes(words), markdown);
  });

test('odp of LibreOffice: points, numbers, notes, links, reading order, spans, charts, pictures, comments; nothing hidden', async () => {
  const { markdown, document } = await read('slides.odp');
  const { markdown: pptx } = await read('slides.pptx');
  // LibreOffice drops formulas of slides, parts lists where their level changes, and names no head of a table.
  const alike = (text: string) =>
    text
      .replace(' $\\frac{a}{b}$', '')
      .replace('Inside\n\n-', 'Inside\n-')
      .replace(/<(\/?)th\b/g, '<$1td');
  assert.equal(alike(markdown), alike(pptx));
  assert.equal(document.pages.length, 3);
});

test('remarks to slides are left out when they are not wanted', async () => {
  assert.match((await read('slides.pptx')).markdown, /Is that so/);
  assert.doesNotMatch((await read('slides.pptx', { comments: false })).markdown, /Is that so/);
});

test('html of LibreOffice: headings, styles, links, tables in tables, spans and pictures', async () => {
  const { markdown } = await read('a.html');
  for (const part of [
    '# First part\n\nNormal, **bold**, H<sub>2</sub>O, ~~struck~~.',
    'See [this site](http://example.org/a) now',
    '## Lists\n\n1. one\n2. two',
    '<td>cell 20<table><tr><td>in one</td><td>in two</td></tr></table></td>',
    '<td rowspan="2">cell 12</td>',
    '![](',
  ])
    assert.ok(markdown.includes(part), part);
});

test('a sheet of its first and its last cell takes neither time nor memory', { timeout: 5_000 }, async () => {
  assert.equal((await read('sparse.xlsx')).markdown, '## Sheet\n\nfirst\n\nlast');
});

for (const [name, word] of [
  ['utf16.csv', 'Größe'],
  ['gb18030.csv', '北京的天气今天非常好'],
  ['big5.csv', '臺灣的天氣今天非常好'],
  ['shiftjis.csv', 'これは日本語の文章です'],
  ['semicolon.csv', 'Größe'],
  ['tabs.tsv', 'Größe'],
] as const)
  test(`${name}: marks, quotes and characters are found`, async () => {
    const mark = { semicolon: ';', tabs: '\t' }[name.split('.')[0] ?? ''] ?? ',';
    const expected = `| Key | Value |\n| --- | --- |\n| ${word} | a${mark}"b" |\n| lines | one<br>two |`;
    assert.equal((await read(name)).markdown, expected);
  });

test('values are set out as what they are', async () => {
  assert.equal((await read('data.json')).markdown, '```json\n{\n  "a": [\n    1,\n    null\n  ]\n}\n```');
  assert.equal((await read('data.jsonl')).markdown, '```jsonl\n{"a": 1}\n{"a": 2}\n```');
  assert.equal((await read('data.xml')).markdown, '```xml\n<a b="1"><c>d &amp; e</c></a>\n```');
});

test('mail: its head, the HTML of its words, attached tables and messages', async () => {
  const head = [
    '**From:** Ann \\<ann@example.org>',
    '**To:** Bob \\<bob@example.org>',
    '**Date:** Mon, 02 Mar 2026 10:00:00 +0000',
    '**Attachments:** table.csv, inner.eml',
  ];
  const table = '## table.csv\n\n| Key | Value |\n| --- | --- |\n| a | 1 |';
  const inner = '## inner.eml\n\n### Inside\n\nWords inside';
  const parts = ['# Grüße', head.join('  \n'), 'Words of **HTML**', table, inner];
  assert.equal((await read('mail.eml')).markdown, parts.join('\n\n'));
});

test('a saved page finds its picture in itself', async () => {
  assert.equal((await read('page.mhtml')).markdown, '# Saved\n\nText with ![a square](images/x.png)');
});

for (const name of ['all.zip', 'all.tar', 'all.tar.gz'])
  test(`${name}: each file under its name, which is shown and never followed`, async () => {
    assert.equal(
      (await read(name)).markdown,
      '# notes/a.md\n\n## One\n\nfirst\n\n# b.html\n\n## Two\n\nsecond\n\n# ../c.txt\n\nthird',
    );
  });

for (const [name, byline] of [
  ['news.rss', '*ann@example.org (Ann), Mon, 02 Mar 2026 10:00:00 +0000*'],
  ['news.atom', '*Ann, 2026-03-02T10:00:00+00:00*'],
] as const)
  test(`${name}: the feed, its entry, who wrote it and when`, async () => {
    const link = (address: string) => `[${address}](${address})`;
    const feed = ['# News', link('https://example.org/'), 'What is new'];
    const entry = ['## First', byline, link('https://example.org/1'), 'Words of **the entry**'];
    assert.equal((await read(name)).markdown, [...feed, ...entry].join('\n\n'));
  });

test('sound needs a service for transcription, and that is said', async () => {
  await assert.rejects(read('talk.wav'), { code: 'no_transcription' });
});

test('a file is read as what it is, whatever it is called', async () => {
  for (const [file, name] of [
    ['a.docx', 'a.pdf'],
    ['book.xlsx', 'book.docx'],
    ['slides.pptx', 'slides.odp'],
    ['mail.eml', 'mail.html'],
  ] as const) {
    const { document, markdown } = await read(file, {}, name);
    assert.equal(document.warnings[0]?.code, 'format_corrected', name);
    assert.equal(markdown, (await read(file)).markdown);
  }
});

test('what is rendered follows the options: tables, furniture, pictures, front matter, marks of pages', async () => {
  const { pages, metadata } = (await read('a.docx')).document;
  const rendered = async (options: Parameters<typeof renderMarkdown>[1]) =>
    (await Array.fromAsync(renderMarkdown(pages, options))).join('');
  assert.match(await rendered({ tables: 'repeat' }), /\| cell 00 \| cell 00 \| cell 02 \|/);
  assert.match(await rendered({ furniture: 'keep' }), /Head of the page/);
  assert.match(
    await rendered({ imageLink: () => 'data:image/png;base64,AA==' }),
    /!\[\]\(data:image\/png;base64,AA==\)/,
  );
  assert.match(
    await rendered({ frontMatter: metadata, pageMarks: true }),
    /^---\ntitle: "?The title"?\n[\s\S]*<!-- page 1 -->/,
  );
});

test('passages stand under their titles, and no row of a table is cut', async () => {
  const { pages } = (await read('book.xlsx')).document;
  const passages = await Array.fromAsync(toPassages(pages, { maxSize: 60, unit: 'characters' }));
  assert.ok(passages.some(({ titles }) => titles.includes('Islands')));
  for (const { text } of passages) assert.doesNotMatch(text, /^\|[^|\n]*$/m);
});
