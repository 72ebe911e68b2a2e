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

async function convert(t: TestContext, format: string, data: string | Uint8Array) {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-text-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, data);
  const file = { path, format, bytes: Buffer.byteLength(data), name: `file.${format}` };
  const { document } = await createTextEngine().convert(
    { file, options: {}, limits, signal: new AbortController().signal },
    () => undefined,
  );
  return { document, markdown: document.pages.map((page) => renderMarkdownPage(page)).join('') };
}

const sample = (format: string, data: string) => ({ name: `a ${format} file`, format, data: Buffer.from(data) });

engineConformance('text', {
  create: createTextEngine,
  good: [
    sample('txt', 'one\n\ntwo\ftwo pages'),
    sample('md', '# T\n\n- a\n  - b\n\n| a | b |\n|---|---|\n| 1 | *2* |\n\n[x](y) ![p](q)\n\n[^1]: note\n'),
    sample('csv', 'a,b\n1,"x, y"\n'),
    sample('tsv', 'a\tb\n'),
    sample('json', '{"a":1}'),
    sample('xml', '<a/>'),
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
    '---\ntitle: x\n---\n# A *b*\n\n1. one\n2. two\n   - deep\n\n> quote\n\n```js\ncode\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n';
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
