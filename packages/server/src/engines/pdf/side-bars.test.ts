import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PdfPageContent, Segment } from './page-content.ts';
import { layoutPage } from './page-layout.ts';

function segment(text: string, x0: number, baseline: number, size = 10): Segment {
  const width = 0.5 * size * text.length;
  const runs = [{ text, font: 0, size, rise: 0 }];
  const bbox = [x0, baseline - 0.8 * size, x0 + width, baseline + 0.2 * size] as const;
  return { bbox, baseline, size, angle: 0, runs };
}

function textsOf(segments: readonly Segment[]): readonly string[] {
  const content: PdfPageContent = {
    width: 600,
    height: 800,
    fonts: [{ name: 'Body', bold: false, italic: false, mono: false }],
    segments,
    solids: [],
    text: { letters: 0, garbled: 0 },
    links: [],
  };
  return layoutPage(content).parts.map((part) => (part.type === 'paragraph' ? part.text : part.type));
}

const linesAt = (texts: readonly string[], x: number, heights: readonly number[]) =>
  texts.map((text, at) => segment(text, x, heights[at] ?? 0));

test('a bar of short lines in groups beside a column is read behind it', () => {
  const line = 'the miller kept a book of all that went by';
  const main = Array.from({ length: 14 }, (_, at) => segment(line, 40, 100 + 12 * at));
  const bar = ['LANGUAGES', 'English', 'Yoruba', 'TOOLS', 'Go', 'Postgres', 'Terraform', 'REFEREES'];
  const heights = [100, 117, 130, 154, 171, 186, 199, 219];
  const read = textsOf([...main, ...linesAt(bar, 400, heights)]).join(' ');
  assert.equal(read, [...main.map(() => line), ...bar].join(' '));
});

test('columns of a menu are read one by one, though its prices stand far from the dishes', () => {
  const dishes = ['Starters', 'Mackerel', 'with rye toast', 'Soup', 'Crab', 'brown crab', 'Mains', 'Hake'];
  const others = ['Mushroom pie', 'Steak', 'dry aged', 'Gnocchi', 'Puddings', 'Posset', 'Torte', 'Oatcakes'];
  const left = [100, 121, 134, 150, 163, 176, 199, 220];
  const right = [92, 105, 118, 132, 158, 181, 194, 210];
  const prices = (heights: readonly number[], x: number) => heights.map((y, at) => segment(`${at + 4}.50`, x, y));
  const read = textsOf([
    ...linesAt(dishes, 40, left),
    ...prices([121, 150, 163, 220], 220),
    ...linesAt(others, 300, right),
    ...prices([92, 105, 132, 181, 194, 210], 500),
  ]).join(' ');
  assert.ok(read.indexOf('Hake') < read.indexOf('Mushroom pie'), read);
});

test('a sender and what a letter refers to are two blocks where no line of one is level with one of the other', () => {
  const sender = linesAt(['Kestrel Surveys', 'Basin Road', 'Hull'], 40, [104, 128, 150]);
  const reference = linesAt(['Invoice 117', 'Date 12 March', 'Due 11 April'], 360, [98, 118, 138]);
  const read = textsOf([...sender, ...reference]).join(' ');
  assert.equal(read, 'Kestrel Surveys Basin Road Hull Invoice 117 Date 12 March Due 11 April');
});

test('the first line beside an initial may be printed over it', () => {
  const lines = ['owever, the harbour office', 'was moved in spring without', 'much noise to the new quay'];
  const [first = '', ...others] = lines;
  const initial = segment('H', 40, 128, 40);
  const beside = others.map((text, at) => segment(text, 64, 114 + 14 * at));
  assert.deepEqual(textsOf([initial, segment(first, 44, 100), ...beside]), [`H${lines.join(' ')}`]);
});

const words = 'the miller kept a book of all that went through';
const columnAt = (x: number, y: number, count: number) =>
  Array.from({ length: count }, (_, at) => segment(words, x, y + 12 * at));

test('names of authors in the middle of two columns are read one by one, above the text of both', () => {
  const names = [
    ...linesAt(['Ana Petrova', 'Mill of Varna'], 120, [100, 113]),
    ...linesAt(['Joost de Wit', 'Pond of Delft'], 380, [100, 113]),
  ];
  const centred = names.map((one) => {
    const middle = one.bbox[0] < 300 ? 157 : 417;
    const half = (one.bbox[2] - one.bbox[0]) / 2;
    return { ...one, bbox: [middle - half, one.bbox[1], middle + half, one.bbox[3]] as const };
  });
  const read = textsOf([...centred, ...columnAt(40, 150, 8), ...columnAt(300, 146, 8)]).join(' ');
  assert.match(read, /^Ana Petrova Mill of Varna Joost de Wit Pond of Delft the miller/);
});

test('a large remark of two lines in a column does not part the columns beside it', () => {
  const remark = linesAt(['We count the boats twice', 'and still lose one'], 40, [200, 221]).map((one) => ({
    ...segment('We count', one.bbox[0], one.baseline, 16),
    runs: one.runs.map((run) => ({ ...run, size: 16 })),
  }));
  const left = [...columnAt(40, 100, 6), ...remark, ...columnAt(40, 250, 6)];
  const right = [...columnAt(300, 100, 6), ...columnAt(300, 216, 6)];
  const read = textsOf([...left, ...right]);
  assert.equal(read[1], 'We count the boats twice and still lose one');
});

test('a heading at the foot of the first column belongs to what goes over both columns below', () => {
  const wide = Array.from({ length: 4 }, (_, at) => segment(`${words} ${words}`, 40, 210 + 12 * at));
  const heading = segment('Limits', 40, 180, 12);
  const read = textsOf([...columnAt(40, 100, 6), heading, ...columnAt(300, 100, 6), ...wide]);
  assert.equal(read.at(-2), 'Limits');
});

test('the words of a numbered clause hang far behind its number', () => {
  const clause = ['3.1 The lessee of the mill keeps the sluice, and the weir that', 'stands above it, as they are'];
  const lines = [segment(clause[0] ?? '', 40, 100), segment(clause[1] ?? '', 74, 112)];
  const above = segment(`${words}, on the wheel, wet`, 40, 60);
  assert.equal(textsOf([above, ...lines])[1], clause.join(' '));
});

test('boxes to tick and Roman numbers mark items', () => {
  const boxes = ['☐ Clear the channel of the weir', '☐ Oil the gates'];
  assert.deepEqual(textsOf(linesAt(boxes, 40, [100, 112])), boxes);
  const numbers = ['II. Clear the channel of the weir', 'III. Oil the gates'];
  assert.deepEqual(textsOf(linesAt(numbers, 40, [100, 112])), numbers);
  const choice = ['What the mill has: a wheel of wood', '☐ a pond ☐ a weir ☐ a sluice'].join(' ');
  assert.deepEqual(textsOf(linesAt(choice.split(/ (?=☐ a pond)/), 40, [100, 112])), [choice]);
});

test('a bar of many lines in the size of the text is a column, and no notes in the margin', () => {
  const bar = ['Contact', 'Kiel, Germany', '0170 555 0142', 'Skills', 'Welding (MIG, TIG)', 'Hydraulics', 'Drawing'];
  const rest = ['Languages', 'German', 'English', 'Danish'];
  const heights = [100, 119, 138, 166, 185, 198, 211, 240, 259, 278, 297];
  const main = Array.from({ length: 20 }, (_, at) => segment(`${words} his stones`, 170, 104 + 12.4 * at));
  const read = textsOf([...linesAt([...bar, ...rest], 30, heights), ...main]).join(' ');
  assert.ok(read.startsWith([...bar, ...rest].join(' ')), read);
});

test('a title that ends in the gutter of the columns below does not part them', () => {
  const title = segment('Of mills and their pond', 40, 60, 22);
  const left = [segment('Apron', 40, 100), ...columnAt(54, 112, 5)];
  const right = [...columnAt(314, 100, 2), segment('Fairway', 300, 124), ...columnAt(314, 136, 4)];
  const read = textsOf([title, ...left, ...right]).join(' ');
  assert.equal(
    read.indexOf('Fairway'),
    `Of mills and their pond Apron ${Array(7).fill(words).join(' ')} `.length,
    read,
  );
});

test('columns at the end of a document have few lines, the last of which ends with its sentence', () => {
  const left = columnAt(40, 100, 3);
  const right = [segment(words, 300, 100), segment('his stones.', 300, 112)];
  assert.deepEqual(textsOf([...left, ...right]), [Array(3).fill(words).join(' '), `${words} his stones.`]);
});

test('an initial is a word of its own when the page knows the next word, but not both as one', () => {
  const read = (first: string, last: string) => {
    const lines = [first, 'was moved in spring without', last];
    return textsOf([segment('A', 40, 128, 40), ...lines.map((text, at) => segment(text, 64, 100 + 14 * at))])[0] ?? '';
  };
  assert.match(read('pond is no lake, and it', 'any noise; the pond stayed'), /^A pond is/);
  assert.match(read('lthough it was late, it', 'any noise, although late'), /^Although it/);
});

test('an address alone on its line, further below than lines of one text are, is a paragraph of its own', () => {
  const details = ['Mill Lane 8, Kiel', '+49 431 555 0142', 'keeper@mill.example'];
  const skills = ['Stones and wheels', 'Weirs of wood'];
  const read = textsOf([...linesAt(details, 40, [100, 119, 138]), ...linesAt(skills, 40, [170, 182])]);
  assert.deepEqual(read.slice(0, 3), details);
});

test('short lines far apart are paragraphs, unless their sentences go on', () => {
  const heights = [100, 118, 136];
  const lines = ['Ponds in the valley', 'Weirs on the upper river', 'Gates of the old canal'];
  assert.deepEqual(textsOf(linesAt(lines, 40, heights)), lines);
  const sentence = ['The pond lies in the', 'valley below the weir,', 'near the old canal'];
  assert.deepEqual(textsOf(linesAt(sentence, 40, heights)), [sentence.join(' ')]);
});
