import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const sentence = 'the wheel stood still for two years before anyone came to mend the paddles and the weir';
const prose = (y: number) =>
  column({ lines: [`At first ${sentence}`, sentence, sentence, sentence, 'of the mill.'], x: 180, y });
const title: Words = { text: 'Guidance on mills', x: 72, y: 780, size: 20, font: 'Helvetica-Bold' };

async function shown(t: TestContext, notes: readonly Words[]): Promise<readonly string[]> {
  const words = [title, ...prose(740), ...prose(640), ...notes];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  return blocksOf(pages[0]).map((block) => block.slice(0, 24));
}

test('bold words in the margin level with paragraphs are their headings, each read before its text', async (t) => {
  const heading = (text: string, y: number): Words => ({ text, x: 72, y, size: 10, font: 'Helvetica-Bold' });
  assert.deepEqual(await shown(t, [heading('Arriving', 740), heading('Leaving', 640)]), [
    'title: Guidance on mills',
    'title: Arriving',
    'text: At first the wheel',
    'title: Leaving',
    'text: At first the wheel',
  ]);
});

test('small notes in the margin are read behind the text', async (t) => {
  const note = (text: string, y: number) => column({ lines: [text], x: 72, y, size: 7 });
  const blocks = await shown(t, [...note('See the map of 1921', 740), ...note('and of 1933', 640)]);
  assert.match(blocks.at(-1) ?? '', /^text: (?:See the map|and of 1933)/);
});

test('small words in the margin level with the beginnings of paragraphs are read before them', async (t) => {
  const keyword = (text: string, y: number) => column({ lines: [text], x: 72, y, size: 8 });
  const blocks = await shown(t, [...keyword('Arriving', 740), ...keyword('Leaving', 640)]);
  assert.deepEqual(blocks.slice(1), [
    'text: Arriving',
    'text: At first the wheel',
    'text: Leaving',
    'text: At first the wheel',
  ]);
});

test('longer lines in the size of the text make a column of a margin, whose short lines are no notes', async (t) => {
  const lines = ['Dates of the mill', 'The weir opens at noon, and', 'the pond is full by one.', 'See us soon'];
  const bar = column({ lines, x: 20, y: 740, size: 10 });
  const blocks = (await shown(t, bar)).join(' ');
  assert.ok(blocks.indexOf('Dates of the mill') < blocks.indexOf('At first'), blocks);
  assert.ok(blocks.indexOf('The weir opens') < blocks.indexOf('At first'), blocks);
});
