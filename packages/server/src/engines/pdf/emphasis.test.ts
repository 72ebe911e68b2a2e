import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMarkdownPage } from '@docmill/document';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const lines = Array.from(
  { length: 5 },
  (_, at) => `the line number ${at} of a paragraph that goes on with ${at} over its full width`,
);
const prose: readonly Words[] = column({ lines, x: 72, y: 700 });

async function pageOf(t: Parameters<typeof parsePdf>[0], words: readonly Words[]) {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words: [...prose, ...words] }] }));
  const [page] = pages;
  assert.ok(page !== undefined);
  return page;
}

test('a title that is slanted all over has no emphasis', async (t) => {
  const title: Words = { text: 'What the keeper saw', x: 72, y: 740, size: 18, font: 'Helvetica-Oblique' };
  assert.match(renderMarkdownPage(await pageOf(t, [title])), /^# What the keeper saw$/m);
});

test('figures that are raised or lowered in the size of the text are super- and subscripts', async (t) => {
  const at = (text: string, x: number, y = 600): Words => ({ text, x, y, font: 'Times-Roman' });
  const words = [
    at('a field of 20 m', 72),
    at('2', 137, 604),
    at(' with H', 142),
    at('2', 172, 596),
    at('O in it', 177),
  ];
  assert.match(renderMarkdownPage(await pageOf(t, words)), /20 m ?<sup>2<\/sup> with H<sub>2<\/sub>O in it/);
});

test('short notes with plain numbers that follow each other closely are notes of their own', async (t) => {
  const notes = column({
    lines: ['1 This is told in full in the old book.', '2 And in the new one.'],
    x: 72,
    y: 90,
    size: 8,
  });
  const blocks = blocksOf(await pageOf(t, notes)).filter((block) => block.startsWith('page_footnote'));
  assert.equal(blocks.length, 2);
});

test('a bold comma behind a plain word is not emphasised', async (t) => {
  const words: readonly Words[] = [
    { text: 'Over time', x: 72, y: 600 },
    { text: ',', x: 114, y: 600, font: 'Helvetica-Bold' },
    { text: ' the wheel slows down', x: 117, y: 600 },
  ];
  assert.match(renderMarkdownPage(await pageOf(t, words)), /Over time, the wheel/);
});
