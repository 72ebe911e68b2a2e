import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '@docmill/document';
import { parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, rowsOfWords } from '../../../../../../test/fixtures/pdf-maker.ts';

test('a head goes down as far as the corner that spans its rows', async (t) => {
  const rows = [
    ['2019 sown', '30 reaped'],
    ['41', '320'],
    ['17', '150'],
  ];
  const words = [
    { text: 'Harvest of all fields', x: 230, y: 700, font: 'Helvetica-Bold' as const },
    ...column({ lines: ['Rye', 'Oats'], x: 80, y: 658, leading: 20 }),
    ...rowsOfWords({ rows, xs: [180, 300], y: 680, leading: 20 }),
  ];
  const across = [712, 672, 652, 632].map((y) => `76 ${y} m 416 ${y} l S`);
  const down = [76, 176, 416].map((x) => `${x} 632 m ${x} 712 l S`);
  const drawing = ['0.5 w 176 692 m 416 692 l S 296 632 m 296 692 l S', ...across, ...down].join('\n');
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, drawing }] }), {});
  const [table] = (pages[0]?.blocks ?? []).filter((block) => block.type === 'table');
  const heads = table?.rows.map(({ cells }) =>
    cells.filter(({ header }) => header).map(({ content }) => textOf(content)),
  );
  assert.deepEqual(heads, [['', 'Harvest of all fields'], ['2019 sown', '30 reaped'], [], []]);
});
