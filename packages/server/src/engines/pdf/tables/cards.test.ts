import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, rowsOfWords } from '../../../../../../test/fixtures/pdf-maker.ts';

test('cards in frames of their own between two lines are no table', async (t) => {
  const cards = [
    ['Border spade', 'Forged blade, ash', 'handle, 95 cm long.', 'Price 34.90'],
    ['Digging fork', 'Four tines of steel,', 'for heavy soils.', 'Price 39.90'],
    ['Transplanter', 'Narrow blade with', 'marks for depth.', 'Price 21.50'],
  ];
  const words = cards.flatMap((lines, at) => column({ lines, x: 60 + 160 * at, y: 700 }));
  const frames = cards.map((_, at) => `${52 + 160 * at} 650 140 66 re S`).join('\n');
  const { pages } = await parsePdf(
    t,
    makePdf({ pages: [{ words, drawing: `0.5 w 52 730 m 520 730 l S 52 630 m 520 630 l S\n${frames}` }] }),
  );
  const blocks = blocksOf(pages[0]);
  assert.ok(!blocks.some((block) => block.startsWith('table')), blocks.join('\n'));
  assert.match(blocks.join(' '), /Border spade.*95 cm.*Digging fork.*tines.*Transplanter/);
});

test('a large heading between an address and a table without lines parts them', async (t) => {
  const top = rowsOfWords({
    rows: [
      ['Ada Okonkwo', 'Account', '00123456'],
      ['14 Pond Lane', 'Sort code', '80-22-60'],
      ['Leith EH6', 'Pages', '1'],
    ],
    xs: [72, 300, 380],
    y: 780,
  });
  const rows = [
    ['Date', 'Paid', 'Left'],
    ['3 March', '31.50', '172.60'],
    ['5 March', '7.20', '165.40'],
    ['8 March', '64.80', '100.60'],
  ];
  const heading = { text: 'Statement', x: 72, y: 735, size: 15, font: 'Helvetica-Bold' as const };
  const words = [...top, heading, ...rowsOfWords({ rows, xs: [72, 200, 300], y: 712 })];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  assert.ok(blocksOf(pages[0]).includes('title: Statement'), blocksOf(pages[0]).join('\n'));
});
