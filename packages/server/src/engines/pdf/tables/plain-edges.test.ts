import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type TableBlock, textOf } from '@docmill/document';
import { parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { gridLines, makePdf, rowsOfWords, type Words } from '../../../../../../test/fixtures/pdf-maker.ts';

async function tableOf(t: TestContext, words: readonly Words[], drawing: string): Promise<TableBlock | undefined> {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, drawing }] }));
  return pages[0]?.blocks.find((block) => block.type === 'table');
}

function shown(table: TableBlock | undefined): readonly string[] {
  return (table?.rows ?? []).map(({ cells }) =>
    cells.map(({ content, columnSpan = 1 }) => `${textOf(content)}${'+'.repeat(columnSpan - 1)}`).join(' | '),
  );
}

const head = ['Mill', 'Wheel', 'Stones', 'Rent'];
const body = [
  ['Upper', 'overshot', 'three pairs', '120'],
  ['Lower', 'breast', 'two pairs', '80'],
  ['Saw', 'undershot', 'none', '64'],
  ['Paper', 'turbine', 'none', '210'],
];
const xs = [80, 180, 280, 380];
const edges = [76, 176, 276, 376, 476];
const ys = [712, 698, 684, 670, 656, 642];
const words = rowsOfWords({ rows: [head, ...body], xs, y: 702 });
const all = [head, ...body].map((row) => row.join(' | '));

test('a head whose ground ends where no line is drawn is a row of its own', async (t) => {
  const lines = [712, 684, 670, 656, 642].map((y) => `76 ${y} m 476 ${y} l S`).join('\n');
  const sides = edges.map((x) => `${x} 712 m ${x} 642 l S`).join('\n');
  assert.deepEqual(shown(await tableOf(t, words, `0.8 g 76 698 400 14 re f 0 g\n${lines}\n${sides}`)), all);
});

test('the names of columns and the labels of rows may stand outside of the lines', async (t) => {
  assert.deepEqual(shown(await tableOf(t, words, gridLines(edges, ys.slice(1)))), all);
  assert.deepEqual(shown(await tableOf(t, words, gridLines(edges.slice(1), ys))), all);
});

test('lines of a text beside a grid are no labels', async (t) => {
  const text = ['The mills are', 'let to those', 'who grind in', 'the valley so', 'that all eat'].map(
    (line, at): Words => ({ text: line, x: 90, y: 702 - 14 * at, size: 10 }),
  );
  const cells = rowsOfWords({ rows: [head, ...body].map((row) => ['', ...row.slice(1)]), xs, y: 702 });
  const table = await tableOf(t, [...text, ...cells], gridLines(edges.slice(1), ys));
  assert.equal(table?.rows[0]?.cells.length, 3);
});

test('names of a head span the columns that their grounds go over', async (t) => {
  const rows = [
    ['Mill', 'Plan', '', 'Actual', ''],
    ['', 'Q1', 'Q2', 'Q1', 'Q2'],
    ...body.map(([name = ''], at) => [name, `${at + 10}`, `${at + 20}`, `${at + 30}`, `${at + 40}`]),
  ];
  const grounds = [
    [76, 100],
    [176, 140],
    [316, 140],
  ].map(([x, width]) => `${x} 698 ${width} 14 re f`);
  const own = rowsOfWords({ rows, xs: [80, 180, 250, 320, 390], y: 702 });
  const drawing = `0.8 g ${grounds.join('\n')} 0 g\n${[712, 628].map((y) => `76 ${y} m 456 ${y} l S`).join('\n')}`;
  assert.deepEqual(shown(await tableOf(t, own, drawing)).slice(0, 2), [
    'Mill | Plan+ | Actual+',
    ' | Q1 | Q2 | Q1 | Q2',
  ]);
});
