import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { PictureStore } from '../../packages/server/src/engines/building/picture-store.ts';
import { findLibreOffice } from '../../packages/server/src/engines/office/legacy/libreoffice.ts';
import { readPowerPointBinary } from '../../packages/server/src/engines/office/legacy/powerpoint-binary.ts';
import { readDoc } from '../../packages/server/src/engines/office/legacy/readers.ts';
import { readWordBinary } from '../../packages/server/src/engines/office/legacy/word-binary.ts';
import { convert, toMarkdown } from '../../packages/server/src/engines/office/testing/convert.ts';
import { madeFiles } from './made-files.ts';

/** Files that other programs write of the same contents; `npm run test:setup` brings the programs. */
const { folder, python, saveAs } = madeFiles();

const texts = `# Report on Everything

## First part

Normal, **bold**, H<sub>2</sub>O, ~~struck~~.

See [this site](http://example.org/a) now

Kept added remarked[^c1]

### Lists

1. one
2. two
   1. two inside
3. three

- point
  - point inside
- last point

> A quotation

### Tables and pictures

<table><tr><CELL colspan="2">cell 00</CELL><CELL>cell 02</CELL></tr><tr><td>cell 10</td><td>cell 11</td><td rowspan="2">cell 12</td></tr><tr><td>cell 20<table><tr><td>in one</td><td>in two</td></tr></table></td><td>cell 21</td></tr></table>

![](images/x.png)

Figure 1: a picture

\`\`\`
def f(x):
    return x
\`\`\`

[^c1]: **Bob**: A remark`;

/** What one format cannot say, or says by other words, is not compared. */
function comparable(markdown: string): string {
  return markdown
    .replace(/<(\/?)(?:t[hd]|CELL)\b/g, '<$1td')
    .replace(/\*\*Bob \([\d-]+\)\*\*/, '**Bob**')
    .replace('added [^c1]remarked', 'added remarked[^c1]');
}

const input = (name: string) => ({
  path: join(folder, name),
  options: {},
  limits: { maxPages: 10, maxPixels: 1e6, maxOutputBytes: 1e7 },
  pictures: new PictureStore({ maxPages: 10, maxPixels: 1e6, maxOutputBytes: 1e7 }),
  signal: new AbortController().signal,
  onProgress: () => undefined,
});

before(() => {
  python('make_docx.py', '@a.docx');
  python('make_pptx.py', '@slides.pptx');
  for (const format of ['odt', 'rtf', 'doc']) saveAs(format, 'a.docx');
  for (const format of ['odp', 'ppt']) saveAs(format, 'slides.pptx');
});

const read = async (t: TestContext, name: string) =>
  convert(t, { format: name.split('.')[1] ?? '', data: readFileSync(join(folder, name)) });

for (const name of ['a.docx', 'a.odt', 'a.rtf', 'a.doc'])
  test(`${name}: what python-docx wrote, and LibreOffice saved again, is read whole`, async (t) => {
    const document = await read(t, name);
    assert.equal(comparable(await toMarkdown(document)), comparable(texts));
    const furniture = document.pages[0]?.blocks.filter(({ type }) => type === 'header' || type === 'page_number');
    assert.deepEqual(
      furniture?.map(({ type }) => type),
      ['header', 'page_number'],
    );
    assert.equal(document.metadata.title, 'The title');
  });

for (const name of ['slides.odp', 'slides.ppt'])
  test(`${name}: slides that LibreOffice saved are read whole`, async (t) => {
    const document = await read(t, name);
    assert.equal(document.pages.length, 2);
    assert.equal(
      await toMarkdown(document),
      ['First', 'Second'].map((word) => `# ${word} slide\n\n- A point\n  - A point inside`).join('\n\n'),
    );
  });

test('without LibreOffice texts of Word 97 give their words, headings, lists and tables', async () => {
  const { pages } = await readWordBinary(input('a.doc'));
  const markdown = await toMarkdown({ pages } as Parameters<typeof toMarkdown>[0]);
  assert.match(markdown, /## First part\n\nNormal, bold, H2O/);
  assert.match(markdown, /- one\n- two\n/);
  assert.match(markdown, /\| cell 10 \| cell 11 \| cell 12 \|/);
});

test('without LibreOffice slides of PowerPoint 97 give their titles and words', async () => {
  const { pages } = await readPowerPointBinary(input('slides.ppt'));
  const markdown = await toMarkdown({ pages } as Parameters<typeof toMarkdown>[0]);
  assert.equal(
    markdown,
    ['First', 'Second'].map((word) => `# ${word} slide\n\nA point\n\nA point inside`).join('\n\n'),
  );
});

test('a conversion that takes longer than it may is left to the weaker reader, and the limit is named', async () => {
  const from = input('a.doc');
  const reading = await readDoc({ ...from, limits: { ...from.limits, libreOffice: { time: 1, memory: 2e9 } } });
  assert.deepEqual(reading.warnings[0], {
    code: 'weaker_reader',
    params: { reason: 'LibreOffice took longer than 0.001 s (LIBREOFFICE_TIME_LIMIT)' },
  });
  assert.ok(reading.pages.some(({ blocks }) => blocks.length > 0));
});

test('LibreOffice is found, and leaves nothing behind', async (t) => {
  assert.ok(findLibreOffice() !== undefined);
  const left = () => readdirSync(tmpdir()).filter((name) => /^docmill-office-\w{6}$/.test(name));
  const before = left();
  await read(t, 'a.doc');
  assert.deepEqual(left(), before);
});
