import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { convert, toMarkdown } from '../../packages/server/src/engines/office/testing/convert.ts';
import { madeFiles } from './made-files.ts';

/** Sheets and slides that other programs write; `npm run test:setup` brings the programs. */
const { folder, python, saveAs } = madeFiles();
const workbook = join(folder, 'book.xlsx');
const slides = join(folder, 'slides.pptx');
python('make_sheets.py', '@book.xlsx');
python('make_slides.py', '@slides.pptx');

/** LibreOffice writes the workbook in another format. */
function converted(format: string): Uint8Array {
  saveAs(format, 'book.xlsx');
  return readFileSync(join(folder, `book.${format}`));
}

async function markdownOf(t: TestContext, format: string, data: Uint8Array, options = {}): Promise<string> {
  return toMarkdown(await convert(t, { format, data, options }));
}

const sales = `## Sales

Sales of 2025

| Region | Share | Amount | Date |
| --- | --- | --- | --- |
| North[^c1] | 12.5% | €1,234.50 | 2026-03-14 |
| [South](https://example.org/south) | 88% | (99.25) | 2026-03-15 13:05 |

[^c1]: REMARK`;

const islands = `## Islands

| Item | Count |
| --- | --- |
| x | 3 |
| y | 4 |

| Key | Value |
| --- | --- |
| a\\|b | TRUE |
| two<br>lines | m<sup>2</sup> |

alone

<table><tr><th rowspan="2">Group</th><th colspan="2">Values</th></tr><tr><th>low</th><th>high</th></tr><tr><td>g</td><td>1</td><td>2</td></tr></table>`;

const drawings = `## Drawings

![Picture](images/x.png)

Counts

|  | Count |
| --- | --- |
| x | 3 |
| y | 4 |`;

test('a workbook of openpyxl: islands, formats, merged cells, links, comments, pictures, charts; nothing hidden', async (t) => {
  const markdown = await markdownOf(t, 'xlsx', readFileSync(workbook));
  assert.equal(markdown, [sales.replace('REMARK', '**Ann**: Is that so?'), islands, drawings].join('\n\n'));
});

test('each sheet is a page, and the workbook says its title and author', async (t) => {
  const document = await convert(t, { format: 'xlsx', data: readFileSync(workbook) });
  assert.equal(document.pages.length, 3);
  assert.equal(document.metadata.title, 'The workbook');
  assert.deepEqual(document.metadata.authors, ['Ann']);
});

test('comments are left out when they are not wanted', async (t) => {
  const markdown = await markdownOf(t, 'xlsx', readFileSync(workbook), { comments: false });
  assert.doesNotMatch(markdown, /Is that so|\[\^/);
});

test('the same workbook as ODF says the same', async (t) => {
  const markdown = await markdownOf(t, 'ods', converted('ods'));
  const flat = islands.replace('m<sup>2</sup>', 'm2');
  const expected = [sales.replace('REMARK', 'Is that so?'), flat, drawings].join('\n\n');
  assert.equal(markdown.replace(/\*\*\([\d-]+\)\*\*: /, ''), expected);
});

test('the same workbook of Excel 97 says the same but for what is drawn', async (t) => {
  const markdown = await markdownOf(t, 'xls', converted('xls'));
  const flat = islands.replace('m<sup>2</sup>', 'm2');
  assert.equal(markdown, [sales.replace('REMARK', 'Is that so?'), flat, '## Drawings'].join('\n\n'));
});

const slidesText = `# Points

- First
  - Inside
- Second

No point

3. one
4. two

> Say this

# Order

group above

group below

right

[a link](https://example.org/)

ratio $\\frac{a}{b}$

bottom

<table><tr><th>00</th><th colspan="2">01</th></tr><tr><td rowspan="2">10</td><td>11</td><td>12</td></tr><tr><td>21</td><td>22</td></tr></table>

Shares

|  | Sales |
| --- | --- |
| East | 1.5 |
| West | 2 |

![A square](images/x.png)

[^c1]

[^c1]: **Ann (2026-03-02)**: Is that so?`;

test('slides of python-pptx: points by level, reading order, groups, merged cells, charts, notes; nothing hidden', async (t) => {
  const document = await convert(t, { format: 'pptx', data: readFileSync(slides) });
  assert.equal(await toMarkdown(document), slidesText);
  assert.equal(document.pages.length, 3);
  assert.equal(document.metadata.title, 'The slides');
});

test('hidden sheets and slides are read when they are asked for, and each page says what it is', async (t) => {
  const options = { hidden: true };
  const deck = await convert(t, { format: 'pptx', data: readFileSync(slides), options });
  assert.deepEqual([deck.pages.length, deck.pages[0]?.kind], [4, 'slide']);
  assert.match(await toMarkdown(deck), /^# Secret$/m);
  const book = await convert(t, { format: 'xlsx', data: readFileSync(workbook), options });
  assert.deepEqual([book.pages.length, book.pages[0]?.kind], [4, 'sheet']);
  assert.match(await toMarkdown(book), /secret/);
  for (const format of ['ods', 'xls'])
    assert.match(await markdownOf(t, format, converted(format), options), /secret/, format);
});
