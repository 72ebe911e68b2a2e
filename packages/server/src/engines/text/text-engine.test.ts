import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { renderMarkdownPage } from '@docmill/document';
import { engineConformance } from '../conformance.ts';
import { decodeText } from './decode.ts';
import { createTextEngine } from './text-engine.ts';

const limits = { maxPages: 10, maxPixels: 10, maxOutputBytes: 1_000_000 };

async function convert(t: TestContext, format: string, data: string | Uint8Array, name = `file.${format}`) {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-text-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, data);
  const file = { path, format, bytes: Buffer.byteLength(data), name };
  const { document, assets } = await createTextEngine().convert(
    { file, options: {}, limits, signal: new AbortController().signal },
    () => undefined,
  );
  return { document, assets, markdown: document.pages.map((page) => renderMarkdownPage(page)).join('') };
}

const sample = (format: string, data: string) => ({ name: `a ${format} file`, format, data: Buffer.from(data) });

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGP4z8AAQRAKAB/uA/2ULhjfAAAAAElFTkSuQmCC';

function notebook(cells: readonly object[], metadata: object = { language_info: { name: 'python' } }): string {
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 });
}

engineConformance('text', {
  create: createTextEngine,
  good: [
    sample('txt', 'one\n\ntwo\ftwo pages'),
    sample('md', '# T\n\n- a\n  - b\n\n| a | b |\n|---|---|\n| 1 | *2* |\n\n[x](y) ![p](q)\n\n[^1]: note\n'),
    sample('csv', 'a,b\n1,"x, y"\n'),
    sample('tsv', 'a\tb\n'),
    sample('json', '{"a":1}'),
    sample('xml', '<a/>'),
    sample('jsonl', '{"a":1}\n{"a":2}\n'),
    sample('yaml', 'a: 1\n'),
    sample('code', 'print(1)\n'),
    sample('ipynb', notebook([{ cell_type: 'markdown', source: ['# T\n', '![p](attachment:p.png)'] }])),
  ],
  bad: [{ name: 'nothing but blanks', format: 'txt', data: Buffer.from(' \n '), refusedWith: 'file_empty' }],
});

test('plain text keeps its paragraphs and lines', async (t) => {
  const { document, markdown } = await convert(t, 'txt', 'first\nsecond\r\n\r\n# third\n\f\nnext page');
  assert.equal(markdown, 'first  \nsecond\n\n\\# third\nnext page\n');
  assert.equal(document.pages.length, 2);
});

test('Markdown keeps its structure', async (t) => {
  const source =
    '---\ntitle: x\n---\n# A *b*\n\n1. one\n2. two\n   - deep\n\n> quote\n\n> > inside\n\n```js\ncode\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n';
  const { markdown } = await convert(t, 'md', source);
  assert.equal(markdown, source.replace(/^---\n([\s\S]*?)---\n/, '```yaml\n$1```\n\n'));
});

test('tables of values are read whatever parts them', async (t) => {
  const expected = '| name | n |\n| --- | --- |\n| a, b | 1 |\n| c |  |\n';
  assert.equal((await convert(t, 'csv', 'name,n\n"a, b",1\nc\n')).markdown, expected);
  assert.equal((await convert(t, 'csv', '\uFEFFname;n\r\na, b;1\r\nc;\r\n')).markdown, expected);
  assert.equal((await convert(t, 'tsv', 'name\tn\na, b\t1\nc\t\n')).markdown, expected);
});

test('JSON is set out only where nothing is lost by it', async (t) => {
  assert.equal((await convert(t, 'json', '{"a":[1]}')).markdown, '```json\n{\n  "a": [\n    1\n  ]\n}\n```\n');
  assert.match((await convert(t, 'json', '{"n":12345678901234567890}')).markdown, /12345678901234567890/);
  const { document, markdown } = await convert(t, 'json', '{"a":');
  assert.equal(document.warnings[0]?.code, 'invalid_json');
  assert.match(markdown, /\{"a":/);
});

const chinese = '水车在河边立了两百年，磨着山谷里农民送来的粮食。孩子们在石头之间玩耍，直到屋顶塌下来。';

test('character sets are found', () => {
  const utf16 = Buffer.from(`\uFEFF${chinese}`, 'utf16le');
  assert.deepEqual([decodeText(utf16).text, decodeText(utf16).charset], [chinese, 'utf-16le']);
  const swapped = Buffer.from(utf16).swap16();
  assert.equal(decodeText(swapped).text, chinese);
  assert.deepEqual(decodeText(Buffer.from(chinese)).warnings, []);
  const latin = Buffer.from('Müller fährt über die Straße nach Köln und grüßt die Gäste aus Zürich.', 'latin1');
  assert.match(decodeText(latin).text, /Müller fährt über die Straße/);
  assert.equal(decodeText(latin).warnings[0]?.code, 'charset_guessed');
});

test('GB18030 is read as what it is', () => {
  // 水车在河边，磨坊。 twice over, as GB2312 bytes.
  const bytes = Buffer.from('cbaeb3b5d4dabad3b1dfa3acc4a5b7bba1a3'.repeat(8), 'hex');
  const { text, charset } = decodeText(bytes);
  assert.equal(text, '水车在河边，磨坊。'.repeat(8));
  assert.equal(charset, 'gb18030');
});

test('a few words of two-byte characters are told from letters with accents', () => {
  for (const [charset, bytes, words] of [
    ['gb18030', 'b1b1bea9b5c4ccecc6f8', '北京的天气'],
    ['big5', 'bb4fc657aaba', '臺灣的'],
    ['euc-kr', 'b4ebc7d1b9ceb1b9c0c720bcf6b5b5b4c220bcadbfefc0ccb4d9', '대한민국의 수도는 서울이다'],
  ] as const) {
    const { text, charset: found } = decodeText(Buffer.concat([Buffer.from('a,b\n1,'), Buffer.from(bytes, 'hex')]));
    assert.deepEqual([found, text], [charset, `a,b\n1,${words}`]);
  }
  for (const words of ['Ärger,Äpfel,Öl', 'Größe;Süße', 'ÀÉÎ déjà vu', '5 °C ± 1'])
    assert.equal(decodeText(Buffer.from(words, 'latin1')).text, words);
});

test('formulas of Markdown are formulas, prices and code are not', async (t) => {
  const source = 'a $x_{1}\\{y_{2}\\}$ b, $5 and $10, `$c$`\n\n$$\n\\frac{a}{b}\n$$\n\n```sh\necho $a$b\n```\n';
  assert.equal((await convert(t, 'md', source)).markdown, source.replace(/\$(?=5|10)/g, '\\$'));
});

test('HTML in Markdown is read as HTML, what only looks like it stays text', async (t) => {
  const { markdown } = await convert(
    t,
    'md',
    'H<sub>2</sub>O<br>List<T>\n\n<!-- note -->\n\n<table>\n\n<tr><th>a</th><th>b</th></tr>\n\n<tr><td>1</td><td>2</td></tr>\n\n</table>\n\n<details>\n<summary>more</summary>\n\n*text*\n\n</details>\n',
  );
  assert.equal(markdown, 'H<sub>2</sub>O  \nList\\<T>\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nmore\n\n*text*\n');
});

test('long lists of links stay links', async (t) => {
  const source = Array.from({ length: 2_000 }, (_, at) => `- [*a*](b${at})`).join('\n');
  assert.equal(
    (await convert(t, 'md', `${source}\n\n\`\`\`\n${'*'.repeat(3_000)}\n\`\`\`\n`)).markdown,
    `${source}\n\n\`\`\`\n${'*'.repeat(3_000)}\n\`\`\`\n`,
  );
});

test('a long text is read in parts without a seam', async (t) => {
  const items = Array.from({ length: 1_500 }, (_, at) => `- item ${at} [x] [^n]\n  - deep ${at}`).join('\n');
  const numbers = Array.from({ length: 1_500 }, (_, at) => `${at + 1}. number ${at}`).join('\n');
  const code = `\`\`\`sh\n${'# no title\n- no item\n\n'.repeat(2_000)}\`\`\``;
  const text = Array.from({ length: 300 }, (_, at) => `paragraph ${at} of many that follow each other`).join('\n\n');
  const { document } = await convert(
    t,
    'md',
    `${items}\n\n# A\n\n${numbers}\n\n${code}\n\n${text}\n\n[x]: y\n\n[^n]: note\n`,
  );
  const blocks = document.pages[0]?.blocks ?? [];
  assert.deepEqual([...new Set(blocks.map(({ type }) => type))], ['list', 'title', 'code', 'text', 'note']);
  assert.equal(blocks.length, 4 + 300 + 1);
  const [bullets, , ordered] = blocks;
  assert.ok(bullets?.type === 'list' && ordered?.type === 'list');
  assert.deepEqual([bullets.items.length, ordered.items.length, ordered.start], [1_500, 1_500, undefined]);
  for (const { content, children } of bullets.items) {
    assert.deepEqual(
      content.map(({ type }) => type),
      ['text', 'link', 'text', 'note'],
    );
    assert.equal(children?.length, 1);
  }
});

test('signs without end lose their meaning, not themselves', async (t) => {
  const { document } = await convert(t, 'md', `a \uE0F2 ${'[x](y) *z* '.repeat(2_000)}\n\n*b*`);
  const [wild, plain] = document.pages[0]?.blocks ?? [];
  assert.deepEqual(wild, {
    type: 'text',
    content: [{ type: 'text', text: `a \uFFFD ${'[x](y) *z* '.repeat(2_000)}`.trimEnd() }],
  });
  assert.deepEqual(plain, { type: 'text', content: [{ type: 'text', text: 'b', styles: ['italic'] }] });
});

test('footnotes of Markdown are notes', async (t) => {
  const { document, markdown } = await convert(t, 'md', 'a[^x] b[^注]\n\n[^x]: one\n\n    two\n[^注]: three\n');
  assert.equal(markdown, 'a[^x] b[^u6ce8]\n\n[^x]: one  \n    two\n\n[^u6ce8]: three\n');
  assert.deepEqual(
    document.pages[0]?.blocks.map(({ type }) => type),
    ['text', 'note', 'note'],
  );
});

test('front matter says what a text is called and who wrote it', async (t) => {
  const { document } = await convert(
    t,
    'md',
    '---\ntitle: "A: b"\nauthor: C # d\nlang: de\ndate: 2026-01-02\ntags: [x]\n---\ntext',
  );
  assert.deepEqual(document.metadata, { title: 'A: b', authors: ['C'], language: 'de', createdAt: '2026-01-02' });
});

test('lines of JSON stay lines, and the first wrong one is named', async (t) => {
  const { document, markdown } = await convert(t, 'jsonl', '{"a":1}\n{"a":\n');
  assert.equal(markdown, '```jsonl\n{"a":1}\n{"a":\n```\n');
  assert.deepEqual(document.warnings, [{ code: 'invalid_json', params: { reason: 'line 2' } }]);
});

test('programs are fenced with their language', async (t) => {
  assert.equal((await convert(t, 'code', '  indented()\n', 'a.py')).markdown, '```python\n  indented()\n```\n');
  assert.equal(
    (await convert(t, 'code', '#!/usr/bin/env node\nx', 'run')).markdown,
    '```javascript\n#!/usr/bin/env node\nx\n```\n',
  );
  assert.equal(
    (await convert(t, 'code', 'FROM a\n```\n', 'Dockerfile')).markdown,
    '````dockerfile\nFROM a\n```\n````\n',
  );
});

test('a notebook keeps its cells and the best form of each output', async (t) => {
  const output = (data: object) => ({ output_type: 'display_data', data });
  const code = (source: string, outputs: readonly object[] = []) => ({ cell_type: 'code', source, outputs });
  const { markdown, assets } = await convert(
    t,
    'ipynb',
    notebook([
      {
        cell_type: 'markdown',
        source: '# Title\n\n![own](attachment:a.png)',
        attachments: { 'a.png': { 'image/png': png } },
      },
      code('print(1)', [
        { output_type: 'stream', name: 'stdout', text: ['10%\r', '100%\n', '\u001b[31mred\u001b[0m'] },
      ]),
      code('%%bash\nls', [output({ 'text/plain': '<DataFrame>', 'text/html': '<table><tr><th>a<tr><td>1</table>' })]),
      code('plot()', [output({ 'image/png': png, 'text/plain': '<Figure>' })]),
      code('tex()', [output({ 'text/latex': ['$$x^2$$'] })]),
      code('1/0', [{ output_type: 'error', ename: 'E', evalue: 'v', traceback: ['\u001b[0;31mE\u001b[0m: v'] }]),
      { cell_type: 'raw', source: 'raw' },
    ]),
  );
  const picture = `images/${assets[0]?.asset.name}`;
  assert.equal(assets.length, 1);
  assert.equal(
    markdown,
    `# Title\n\n![own](${picture})\n\n\`\`\`python\nprint(1)\n\`\`\`\n\n\`\`\`\n100%\nred\n\`\`\`\n\n\`\`\`bash\n%%bash\nls\n\`\`\`\n\n| a |\n| --- |\n| 1 |\n\n\`\`\`python\nplot()\n\`\`\`\n\n![](${picture})\n\n\`\`\`python\ntex()\n\`\`\`\n\n$$\nx^2\n$$\n\n\`\`\`python\n1/0\n\`\`\`\n\n\`\`\`\nE: v\n\`\`\`\n\n\`\`\`\nraw\n\`\`\`\n`,
  );
});

test('an old notebook is read, and JSON that is none stays JSON', async (t) => {
  const old = {
    nbformat: 3,
    metadata: {},
    worksheets: [
      {
        cells: [
          { cell_type: 'heading', level: 2, source: 'H' },
          { cell_type: 'code', language: 'r', input: ['x'], outputs: [{ output_type: 'pyout', text: ['1'] }] },
        ],
      },
    ],
  };
  assert.equal((await convert(t, 'ipynb', JSON.stringify(old))).markdown, '## H\n\n```r\nx\n```\n\n```\n1\n```\n');
  assert.match((await convert(t, 'ipynb', '{"cells": 3}')).markdown, /^```json/);
});

const hostile: Readonly<Record<string, readonly [format: string, data: string]>> = {
  'dollars without end': ['md', `deep ${'$a '.repeat(200_000)}`],
  'ticks without end': ['md', `deep ${'` `` ``` '.repeat(20_000)}`],
  'entities that multiply': [
    'xml',
    `<!DOCTYPE a [<!ENTITY b "deep"><!ENTITY c "${'&b;'.repeat(1000)}">]><a>${'&c;'.repeat(1000)}</a>`,
  ],
  'quotations in quotations': ['md', `${'>'.repeat(20_000)} deep`],
  'lists in lists': ['md', `${'- '.repeat(20_000)}deep`],
  'lists in lists by indents': [
    'md',
    `${Array.from({ length: 60 }, (_, at) => `${'  '.repeat(at)}- x`).join('\n')}deep`,
  ],
  'arrays in arrays': ['json', `["deep", ${'['.repeat(200_000)}`],
  'emphasis without end': ['md', `deep ${'**a*'.repeat(20_000)}`],
  'links without end': ['md', `deep ${'[a](b'.repeat(20_000)}`],
  'definitions without end': ['md', `deep\n\n${Array.from({ length: 30_000 }, (_, at) => `[${at}]: x`).join('\n')}`],
  'lists of lists': ['md', `deep\n\n${'- a\n  - b\n    - c\n'.repeat(5_000)}`],
  'tables left open': ['md', `deep\n\n${'<table>\n\n'.repeat(5_000)}`],
};
for (const [name, [format, data]] of Object.entries(hostile)) {
  test(`${name} cost neither memory nor much time`, { timeout: 60_000 }, async (t) => {
    const { markdown } = await convert(t, format, data);
    assert.ok(markdown.includes('deep') && markdown.length < 2 * data.length);
  });
}
