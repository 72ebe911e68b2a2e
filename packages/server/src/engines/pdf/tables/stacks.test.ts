import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf } from './evidence.ts';
import { tablesInStack } from './stacks.ts';
import { middleOf, type Word } from './words.ts';

const size = 10;
const width = 5;
const xs = [10, 110, 170, 230];
const harvest = [
  ['Crop', 'Sown', 'Reaped', 'Ground'],
  ['Rye', '41', '320', '300'],
  ['Oats', '17', '150', '90'],
  ['Barley', '22', '180', '12'],
  ['Wheat', '9', '70', '66'],
];

/** wordsAt sets texts at x with letters five points wide, their baseline at y. */
function wordsAt(text: string, x: number, y: number): readonly Word[] {
  let from = x;
  return text.split(' ').map((part) => {
    const to = from + width * part.length;
    const word: Word = { text: part, bbox: [from, y - 7.5, to, y + 2], baseline: y, size, font: 0, indexed: false };
    from = to + 0.5 * width;
    return word;
  });
}

const rowAt = (row: readonly string[], y: number) => row.flatMap((text, at) => wordsAt(text, xs[at] ?? 0, y));

/** rowsIn gives the rows of the tables between lines at some heights; rows of the harvest stand 18 points apart, from 20 on. */
function rowsIn(lines: readonly number[], more: readonly Word[] = [], rows: readonly (readonly string[])[] = harvest) {
  const words = [...rows.flatMap((row, at) => rowAt(row, 20 + 18 * at)), ...more];
  words.sort((a, b) => middleOf(a) - middleOf(b));
  const stack = lines.map((at) => ({ at, from: 5, to: 300 }));
  return tablesInStack({ stack, horizontal: stack, words }).map(({ shape, bbox }) => {
    const inside = words.filter((word) => middleOf(word) > bbox[1] && middleOf(word) < bbox[3]);
    const { rows: count, texts } = evidenceOf(shape, inside);
    return Array.from({ length: count }, (_, row) => texts.filter((one) => one.row === row).map(({ text }) => text));
  });
}

test('rows below the last line belong to the table when they go on as the rows above', () => {
  assert.deepEqual(rowsIn([8, 24, 42, 60, 78]), [harvest]);
  const prose = wordsAt('The mill stood at the river for two hundred years', 10, 128);
  assert.deepEqual(rowsIn([8, 24, 42, 60, 78], prose), [harvest]);
});

test('behind a narrow column of labels the texts of a table may be as wide as prose', () => {
  const texts: readonly (readonly [string, string, ...string[]])[] = [
    ['Yard', 'must have been swept twice a day by other hands', 'and by nobody else in any week of the year'],
    ['Byre', 'should be open to all who ask for it at the gate', 'without a fee'],
    ['Mill', 'needs to be told of in the book before the first', 'sack is brought there'],
  ];
  const words = texts.flatMap(([label, ...lines], at) => [
    ...wordsAt(label, 10, 40 + 24 * at),
    ...lines.flatMap((line, below) => wordsAt(line, 45, 40 + 24 * at + 12 * below)),
  ]);
  const all = [...wordsAt('Place', 10, 20), ...wordsAt('Rule', 45, 20), ...words];
  const stack = [8, 26, 108].map((at) => ({ at, from: 5, to: 290 }));
  const [table] = tablesInStack({ stack, horizontal: stack, words: all.sort((a, b) => middleOf(a) - middleOf(b)) });
  assert.equal(table?.shape.xs.length, 3);
});

test('the head is found above a first line that runs below the first row', () => {
  assert.deepEqual(rowsIn([42, 60, 78, 96]), [harvest]);
});

test('a head whose names have lines of several heights is one', () => {
  const [, ...rest] = harvest;
  const names = [
    ...wordsAt('Crop', 10, 21),
    ...wordsAt('Sown', 110, 16),
    ...wordsAt('fields', 110, 26),
    ...wordsAt('Reaped', 170, 21),
    ...wordsAt('Ground', 230, 21),
  ];
  const [table = []] = rowsIn([30, 42, 60, 78, 96], names, [[], ...rest]);
  assert.deepEqual(table[0], ['Crop', 'Sown fields', 'Reaped', 'Ground']);
  assert.equal(table.length, 5);
});

test('a sentence at the foot, inside the last line, is no row', () => {
  const sentence = wordsAt('The mill stood at the river for two hundred years and ground', 10, 116);
  assert.deepEqual(rowsIn([8, 24, 42, 60, 78, 96, 124], sentence), [harvest]);
});

test('lines around four names are no head of what is set in two columns below', () => {
  const steps = [
    ['Serves', 'Ready', 'Cooked', 'Eaten'],
    ['Leeks', 'Wash them'],
    ['Onion', 'Peel it'],
    ['Butter', 'Melt it'],
  ];
  assert.deepEqual(rowsIn([8, 26], [], steps), []);
});

test('sums below the last line of the rows belong to the table, the text above a line at the foot of the page does not', () => {
  const sums = ['150', '600'].flatMap((sum, at) => [
    ...wordsAt('Sum', 170, 110 + 18 * at),
    ...wordsAt(sum, 230, 110 + 18 * at),
  ]);
  const prose = wordsAt('Please pay within thirty days and quote the number.', 10, 160);
  const read = rowsIn([24, 42, 60, 78, 96, 260], [...sums, ...prose]);
  assert.deepEqual(read, [[...harvest, ['Sum', '150'], ['Sum', '600']]]);
});

test('lines between two headings that stand over rules are no table', () => {
  const heading = (text: string, y: number) => wordsAt(text, 10, y).map((word) => ({ ...word, size: 12, font: 1 }));
  const years = [
    ['Curator', '2018'],
    ['Assistant', '2014'],
  ] as const;
  const lines = years.flatMap(([post, year], at) => [
    ...wordsAt(post, 10, 40 + 14 * at),
    ...wordsAt(year, 230, 40 + 14 * at),
  ]);
  assert.deepEqual(rowsIn([24, 84], [...heading('Work', 20), ...lines, ...heading('Prizes', 80)], []), []);
});

test('a larger text alone between rows of one extent is the heading of a table of its own', () => {
  const heading = wordsAt('Sums', 10, 112).map((word) => ({ ...word, size: 14 }));
  const rows = [
    ['Salt', '4', '30', '20'],
    ['Flax', '7', '90', '80'],
  ];
  const below = rows.flatMap((row, at) => rowAt(row, 134 + 18 * at));
  assert.deepEqual(rowsIn([8, 24, 42, 60, 78, 96, 138, 156], [...heading, ...below]), [harvest, rows]);
});

test('the name of two columns stands above the head, over a rule that runs over these only', () => {
  const name = wordsAt('Grain', 125, 2);
  const words = [...harvest.flatMap((row, at) => rowAt(row, 20 + 18 * at)), ...name];
  words.sort((a, b) => middleOf(a) - middleOf(b));
  const stack = [24, 42, 60, 78, 96].map((at) => ({ at, from: 5, to: 300 }));
  const [table] = tablesInStack({ stack, horizontal: [{ at: 5, from: 105, to: 165 + 30 }, ...stack], words });
  assert.ok((table?.bbox[1] ?? 100) < 0);
});
