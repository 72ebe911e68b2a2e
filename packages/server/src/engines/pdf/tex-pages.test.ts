import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { blocksOf, parsePdf, shownBlock } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type PageSpec, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

async function parse(t: TestContext, specs: readonly PageSpec[]) {
  const { pages } = await parsePdf(t, makePdf({ pages: specs }));
  return pages;
}

const line = (at: number) => `the line number ${at} of a paragraph that is set in full width and goes on with ${at}`;
const prose = (count: number, from = 1) => Array.from({ length: count }, (_, at) => line(from + at));

test('a line of a paragraph that begins with a citation begins no item', async (t) => {
  const lines = [
    ...prose(2),
    '[3] rely on a coordinator, as the other lines of the paragraph do, and go on',
    ...prose(2, 3),
  ];
  const [page] = await parse(t, [{ words: column({ lines, x: 72, y: 700 }) }]);
  assert.equal(page?.blocks.length, 1);
  assert.match(shownBlock(page?.blocks[0] as never), /^text: the line number 1 .*\[3\] rely/);
});

test('a running head that stands on one page only is one, when it repeats a title', async (t) => {
  const page = (head: string | undefined, title: string, from: number): PageSpec => ({
    words: [
      ...(head === undefined ? [] : [{ text: head, x: 260, y: 800, size: 10, font: 'Times-Roman' as const }]),
      { text: title, x: 72, y: 700, size: 14, font: 'Helvetica-Bold' },
      ...column({ lines: prose(5, from), x: 72, y: 670 }),
    ],
  });
  const pages = await parse(t, [
    page(undefined, '1 Mills', 1),
    page('1 Mills', '2 Weirs', 9),
    page('2 Weirs', '3 Locks', 20),
  ]);
  assert.deepEqual(
    pages.map((one) => one.blocks.map(({ type }) => type)),
    [
      ['title', 'text'],
      ['header', 'title', 'text'],
      ['header', 'title', 'text'],
    ],
  );
});

test('the small feet of slides, longer than their texts, do not make titles of these', async (t) => {
  const foot =
    'Maren Oduya (University of Westmark)    A Simple Model of the Reservoir and of its Flood Plain    May 2018';
  const slide = (title: string, at: number): PageSpec => ({
    words: [
      { text: title, x: 40, y: 780, size: 15 },
      { text: `Warnings come late in case ${at}`, x: 60, y: 600, size: 11 },
      { text: foot, x: 40, y: 20, size: 6 } satisfies Words,
    ],
  });
  const pages = await parse(t, ['Motivation', 'Model', 'Errors'].map(slide));
  assert.deepEqual(
    pages.map((one) => blocksOf(one).slice(0, 2)),
    ['Motivation', 'Model', 'Errors'].map((title, at) => [`title: ${title}`, `text: Warnings come late in case ${at}`]),
  );
});

test('numbered headings in bold that are a little smaller than the text are headings', async (t) => {
  const words = [
    ...column({ lines: prose(5), x: 72, y: 760, size: 12, leading: 22 }),
    { text: 'II. MODEL', x: 240, y: 620, size: 10.9, font: 'Helvetica-Bold' as const },
    ...column({ lines: prose(5, 9), x: 72, y: 585, size: 12, leading: 22 }),
  ];
  const [page] = await parse(t, [{ words }]);
  assert.deepEqual(page?.blocks.filter(({ type }) => type === 'title').map(shownBlock), ['title: II. MODEL']);
});
