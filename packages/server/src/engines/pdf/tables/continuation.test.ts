import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '@docmill/document';
import { blocksOf, parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, gridLines, makePdf, rowsOfWords } from '../../../../../../test/fixtures/pdf-maker.ts';

const head = ['Crop', 'Sown', 'Reaped'];
const xs = [80, 180, 260];
const edges = [76, 176, 256, 336];
const words = (rows: readonly (readonly string[])[]) => rowsOfWords({ rows: [head, ...rows], xs, y: 700 });
const drawing = gridLines(edges, [712, 696, 682, 668]);
const above = (text: string) => column({ lines: [text], x: 80, y: 724 });

test('a table goes on below a line that says that it does; below another line it is another one', async (t) => {
  const first = {
    words: [
      ...above('Costs'),
      ...words([
        ['Rye', '41', '320'],
        ['Oats', '17', '150'],
      ]),
    ],
    drawing,
  };
  const other = (text: string) => ({
    words: [
      ...above(text),
      ...words([
        ['Barley', '22', '180'],
        ['Wheat', '9', '70'],
      ]),
    ],
    drawing,
  });
  const { pages } = await parsePdf(t, makePdf({ pages: [first, other('Costs (continued)')] }));
  const table = pages[0]?.blocks.find((block) => block.type === 'table');
  assert.deepEqual(
    table?.rows.map(({ cells }) => cells.map(({ content }) => textOf(content)).join(' ')),
    ['Crop Sown Reaped', 'Rye 41 320', 'Oats 17 150', 'Barley 22 180', 'Wheat 9 70'],
  );
  assert.deepEqual(blocksOf(pages[1]), []);
  const apart = await parsePdf(t, makePdf({ pages: [first, other('Gains')] }));
  assert.equal(apart.pages[1]?.blocks.filter((block) => block.type === 'table').length, 1);
});
