import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const at = (lines: readonly string[], y: number, x = 72): readonly Words[] =>
  column({ lines, x, y, size: 11, leading: 13 });
const prose = [
  'The pumps at the upper gate were looked at in the spring, and all of them were found',
  'to be in need of new seals before the summer begins, which is why this letter is sent.',
];

async function blocks(t: Parameters<typeof parsePdf>[0], words: readonly Words[]): Promise<readonly string[]> {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  return blocksOf(pages[0]);
}

test('the lines of an address are one paragraph of lines, the date and the greeting are paragraphs of their own', async (t) => {
  const words = [
    ...at(['Upper Mill Works', '3 Long Bank', 'Eastford EF2 1AB'], 760),
    ...at(['14 May 2023'], 700),
    ...at(['Dear Mr Tanner,'], 670),
    ...at(prose, 645),
  ];
  assert.deepEqual(await blocks(t, words), [
    'text: Upper Mill Works\n3 Long Bank\nEastford EF2 1AB',
    'text: 14 May 2023',
    'text: Dear Mr Tanner,',
    `text: ${prose.join(' ')}`,
  ]);
});

test('short sentences that follow each other are paragraphs', async (t) => {
  const words = [...at(['He came at noon.', 'She had left.', 'Nobody spoke of it.'], 760), ...at(prose, 700)];
  assert.equal((await blocks(t, words)).length, 4);
});
