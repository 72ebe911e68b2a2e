import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const sentence = 'the wheel stood still for two years before anyone came to mend the paddles and the weir';
const prose = (y: number, x = 72) => column({ lines: [sentence, sentence, sentence, sentence], x, y });
const bold = (text: string, y: number, more: Partial<Words> = {}): Words => {
  return { text, x: 72, y, size: 14, font: 'Helvetica-Bold', ...more };
};

async function titlesOf(t: TestContext, words: readonly Words[]): Promise<readonly string[]> {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }), {});
  return blocksOf(pages[0]).filter((block) => block.startsWith('title'));
}

test('a heading is one though something smaller stands far to its right', async (t) => {
  const words = [
    bold('Rates of loans', 760),
    { text: 'as at 9 April', x: 420, y: 760, size: 9 },
    ...prose(730),
    bold('Rates of rents', 660),
    ...prose(630),
  ];
  assert.deepEqual(await titlesOf(t, words), ['title: Rates of loans', 'title: Rates of rents']);
});

test('a headline below a masthead is a title', async (t) => {
  const words = [
    bold('The Courier', 780, { size: 40 }),
    { text: 'No. 214', x: 72, y: 750, size: 8 },
    bold('Council votes to close the bridge', 710, { size: 24 }),
    bold('for two years', 684, { size: 24 }),
    ...prose(650),
  ];
  assert.equal((await titlesOf(t, words)).length, 2);
});

test('a heading on the first page is one that is set as those above the text are', async (t) => {
  const words = [
    bold('Leek soup', 780, { size: 22 }),
    bold('Ingredients', 740),
    ...column({ lines: ['3 leeks'], x: 72, y: 720 }),
    bold('Method', 690),
    ...prose(664),
  ];
  assert.deepEqual(await titlesOf(t, words), ['title: Leek soup', 'title: Ingredients', 'title: Method']);
});

test('words of the text in quotation marks, set large on several lines, are no title; a section by its sign is no note', async (t) => {
  const words = [
    ...prose(780),
    bold('"We did not leave the water.', 700, { size: 15 }),
    bold('The water left us."', 682, { size: 15 }),
    ...prose(650),
    ...prose(590),
    bold('§ 39.13 Amended', 360, { size: 9 }),
    ...prose(340),
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }), {});
  const blocks = blocksOf(pages[0]);
  assert.ok(!blocks.some((block) => /^title: .*We did/.test(block)), blocks.join('\n'));
  assert.ok(!blocks.some((block) => block.startsWith('page_footnote')), blocks.join('\n'));
});

test('what stands above the name of a work on its cover, and a date alone, are no titles', async (t) => {
  const cover = [
    { text: 'University of Tarnow', x: 200, y: 700, size: 17 },
    { text: 'Master of Arts', x: 230, y: 600, size: 17 },
    bold('The Mills of the Weser', 520, { size: 25 }),
    { text: '14 August 2018', x: 240, y: 120, size: 14 },
  ];
  const { pages } = await parsePdf(
    t,
    makePdf({ pages: [{ words: cover }, { words: [bold('1 Rivers', 760), ...prose(730)] }] }),
    {},
  );
  const titles = blocksOf(pages[0]).filter((block) => block.startsWith('title'));
  assert.deepEqual(titles, ['title: The Mills of the Weser']);
});
