import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bbox } from '@docmill/document';
import type { PdfPageContent, Segment } from './page-content.ts';
import { layoutPage } from './page-layout.ts';

function segment(text: string, x0: number, baseline: number): Segment {
  const width = 6 * text.length;
  const runs = [{ text, font: 0, size: 10, rise: 0 }];
  return { bbox: [x0, baseline - 8, x0 + width, baseline + 2], baseline, size: 10, angle: 0, runs };
}

function textsOf(segments: readonly Segment[], boxes: readonly Bbox[] = []): readonly string[] {
  const fonts = [
    { name: 'Body', bold: false, italic: false, mono: false },
    { name: 'Courier New', bold: false, italic: false, mono: true },
  ];
  const content: PdfPageContent = {
    width: 600,
    height: 800,
    fonts,
    segments,
    solids: [],
    boxes,
    text: { letters: 0, garbled: 0 },
    links: [],
  };
  return layoutPage(content).parts.map((part) => (part.type === 'paragraph' ? part.text : part.type));
}

test('a row of right-to-left text is read from the right', () => {
  assert.deepEqual(textsOf([segment('שלום', 100, 300), segment('עולם', 400, 300)]), ['עולם שלום']);
});

test('three columns are read one after the other', () => {
  const lines = (name: string) => [1, 2, 3, 4, 5].map((line) => `${name} column, the line number ${line}`);
  const at = (name: string, x: number) => lines(name).map((text, row) => segment(text, x, 300 + 12 * row));
  // Every column is 29 letters of 6 points wide.
  const segments = [...at('one', 10), ...at('two', 205), ...at('six', 400)];
  assert.deepEqual(
    textsOf(segments),
    ['one', 'two', 'six'].map((name) => lines(name).join(' ')),
  );
});

test('short lines that stand far apart are paragraphs, long ones are text with wide leading', () => {
  const at = (texts: readonly string[], leading: number) =>
    texts.map((text, row) => segment(text, 50, 300 + leading * row));
  assert.deepEqual(textsOf(at(['Paragraph 1.1', 'Paragraph 1.2'], 25)), ['Paragraph 1.1', 'Paragraph 1.2']);
  const long = 'a draft leaves room between its lines for those who mend';
  assert.deepEqual(textsOf(at([long, long, long], 22)), [[long, long, long].join(' ')]);
});

test('a small o of a font of one width before words of another is a round bullet', () => {
  const mark = (text: string, y: number): Segment => ({
    ...segment('o', 60, y),
    runs: [{ text: 'o', font: 1, size: 10, rise: 0 }, ...segment(` ${text}`, 80, y).runs],
  });
  assert.deepEqual(textsOf([mark('The sluice', 300), mark('The pond', 312)]), ['◦ The sluice', '◦ The pond']);
});

test('lists beside each other are read one by one, choices row by row', () => {
  const at = (texts: readonly string[], x: number) => texts.map((text, row) => segment(text, x, 300 + 12 * row));
  const lists = [
    ...at(['1. Oats', '2. Rye'], 50),
    ...at(['• Sluice', '• Wheel'], 130),
    ...at(['Tools?', '1. Hoe', '2. Axe'], 220),
  ];
  const read = ['1. Oats', '2. Rye', '• Sluice', '• Wheel', 'Tools?', '1. Hoe', '2. Axe'];
  assert.deepEqual(textsOf(lists), read);
  const choices = textsOf([...at(['a) Oats', 'c) Rye'], 50), ...at(['b) Peas', 'd) Hay'], 130)]).join(' ');
  assert.match(choices, /a\) Oats b\) Peas.* c\) Rye d\) Hay/);
});

test('boxes beside each other are read one by one, and text that runs around a box is read as if it were not there', () => {
  const box = (text: string, x: number, y: number) => text.split('|').map((line, at) => segment(line, x, y + 12 * at));
  const cards = [
    ...box('Clear the channel|and oil the gates.', 20, 300),
    ...box('Watch the level|of the pond.', 220, 300),
  ];
  const between = segment('Each season asks for work of its own, and all of it must be done.', 20, 360);
  const around = [
    ...['The text runs around the box,', 'which stands to its right', 'and takes up three lines'].map((text, at) =>
      segment(text, 20, 400 + 12 * at),
    ),
    ...box('Did you know that|wheels turn?', 250, 400),
    segment('and goes on below it over the whole width of the page.', 20, 436),
  ];
  const boxes: Bbox[] = [
    [15, 285, 200, 320],
    [210, 285, 390, 320],
    [245, 385, 400, 416],
  ];
  assert.deepEqual(textsOf([...cards, between, ...around], boxes), [
    'Clear the channel and oil the gates.',
    'Watch the level of the pond.',
    'Each season asks for work of its own, and all of it must be done.',
    'The text runs around the box, which stands to its right and takes up three lines',
    'Did you know that wheels turn?',
    'and goes on below it over the whole width of the page.',
  ]);
});

const linesAt = (texts: readonly string[], x: number, y: number, step = 12) =>
  texts.map((text, row) => segment(text, x, y + step * row));

test('a number far off at the edge of the page hides no gutter', () => {
  const left = ['• Three services have moved', 'to another place', '• Two are left'];
  const right = ['• Two people came', '• One left'];
  const foot = [segment('internal', 20, 700), segment('3', 590, 700)];
  assert.deepEqual(textsOf([...linesAt(left, 20, 300), ...linesAt(right, 220, 300), ...foot]).slice(0, 4), [
    '• Three services have moved to another place',
    '• Two are left',
    '• Two people came',
    '• One left',
  ]);
});

test('a heading right above something wider is read behind the columns above it', () => {
  const column = ['The wheel stood still for', 'two years before anyone', 'came to mend its paddles'];
  const wide = 'Below the columns the text runs over the whole width of the page, as it did before.';
  const segments = [
    ...linesAt(column, 20, 300),
    ...linesAt(column, 220, 300),
    segment('What came of it', 20, 360),
    segment(wide, 20, 374),
  ];
  const text = column.join(' ');
  assert.deepEqual(textsOf(segments).slice(0, 2), [text, text]);
  assert.match(textsOf(segments)[2] ?? '', /^What came of it/);
});

test('addresses beside each other are read one by one, names and what belongs to them line by line', () => {
  const sender = ['Mill Tools Ltd', '12 Weir Street', 'Leith'];
  const receiver = ['To', 'Rye and Sons', 'Pond Lane 4', 'Hamburg'];
  const read = textsOf([...linesAt(sender, 20, 100), ...linesAt(receiver, 400, 100)]).join(' ');
  assert.equal(read, [...sender, ...receiver].join(' '));
  const roles = ['Chair', 'Treasurer', 'Secretary'];
  const names = ['Anna Weber', 'Tom Ilves', 'Ada Okonkwo'];
  const pairs = textsOf([...linesAt(names, 20, 100), ...linesAt(roles, 400, 100)]).join(' ');
  assert.equal(pairs, 'Anna Weber Chair Tom Ilves Treasurer Ada Okonkwo Secretary');
});

test('fields of a form are read with their values, the last two lines of columns side by side one after the other', () => {
  const names = ['Effective date and time', 'Expiration date and time', 'Endorsement of the date'];
  const values = ['09/01/2015 at 09:52', '03/02/2016 at 12:01', '09/02/2015 at 12:01'];
  const fields = textsOf([...linesAt(names, 20, 100, 28), ...linesAt(values, 220, 100, 28)]);
  assert.equal(fields.join(' '), names.map((name, at) => `${name} ${values[at]}`).join(' '));
  const left = ['described by several groups', 'and has become common use'];
  const right = ['of those who like the mill', 'and go to see it at times.'];
  assert.equal(
    textsOf([...linesAt(left, 20, 100), ...linesAt(right, 220, 100)]).join(' '),
    [...left, ...right].join(' '),
  );
});

test('times below each other, with what happens then beside them, are paragraphs of their own', () => {
  const times = ['09:00 - 09:30', '09:30 - 10:15', '10:15 - 11:00'];
  const events = ['Registration of guests', 'Opening of the mill', 'Talks about the weir'];
  const programme = [...linesAt(times, 20, 300), ...linesAt(events, 110, 300)];
  assert.deepEqual(
    textsOf(programme),
    times.map((time, at) => `${time} ${events[at]}`),
  );
});

test('an index in columns is read down each of them, an entry a line; terms with their meanings are read row by row', () => {
  const words = ['abbey', 'alder', 'axle', 'barley', 'brook', 'canal', 'corn', 'dam', 'ditch', 'eel', 'flail', 'gear'];
  const entries = words.map((word, at) => `${word}, ${3 + at}, ${40 + 2 * at}`);
  const at = (texts: readonly string[], x: number) => texts.map((text, row) => segment(text, x, 300 + 12 * row));
  const columns = [entries.slice(0, 4), entries.slice(4, 8), entries.slice(8)];
  assert.deepEqual(textsOf(columns.flatMap((column, place) => at(column, 40 + 180 * place))), entries);
  const meanings = words.map((word) => `${word.slice(0, 3)} mill`);
  const [first] = textsOf([...at(words, 40), ...at(meanings, 220)]);
  assert.match(first ?? '', /^abbey abb mill/);
});

test('the name of a paper is read with its date, before the columns below it', () => {
  const sized = (text: string, at: readonly [number, number], size: number): Segment => {
    const one = segment(text, ...at);
    return { ...one, size, runs: one.runs.map((run) => ({ ...run, size })) };
  };
  const lines = (name: string) => [1, 2, 3, 4, 5].map((line) => `${name} column, the line number ${line}`);
  const at = (name: string, x: number) => lines(name).map((text, row) => segment(text, x, 160 + 12 * row));
  const head = [sized('The Mill', [10, 100], 24), segment('Vol. 85', 400, 94), segment('6 August', 400, 106)];
  const texts = textsOf([segment('12', 10, 60), ...head, ...at('one', 10), ...at('two', 205), ...at('six', 400)]);
  assert.deepEqual(
    texts.slice(-3),
    ['one', 'two', 'six'].map((name) => lines(name).join(' ')),
  );
});

test('a paragraph goes on through small capitals over a line end, and where its line ends within a range', () => {
  const pieces = (y: number, ...parts: readonly (readonly [string, number])[]): Segment => ({
    ...segment(parts.map(([text]) => text).join(''), 50, y),
    runs: parts.map(([text, size]) => ({ text, font: 0, size, rise: 0 })),
  });
  const text = [
    pieces(300, ['what is sent goes to the person who is named', 10]),
    pieces(312, ['in the ', 10], ['FOR FURTHER INFORMATION AND', 7.4]),
    pieces(324, ['CONTACT', 7.4], [' section of the book of the mill', 10]),
  ];
  assert.equal(textsOf(text).length, 1);
  const hanging = [
    segment('The mill: Docket No. 2019–', 50, 400),
    segment('2020 of the year in which it was so', 66, 412),
  ];
  assert.equal(textsOf([...hanging, segment('the wheel was mended in the valley', 66, 424)]).length, 1);
});

test('two short columns whose lines go on below are read one after the other, whatever gaps the foot of the page has', () => {
  const left = ['3. The keeper of the old mill on the', 'river opens the sluice'];
  const right = ['before the wheel turns, as the board', 'has ordered it to be done.'];
  const feet = ['printed at', 'ten to six', 'by hand', 'sheet 3', 'of 20', 'E:/mill'];
  const foot = feet.map((text, at) => segment(text, 15 + 75 * at, 700));
  const read = textsOf([...linesAt(left, 20, 300), ...linesAt(right, 250, 300), ...foot]);
  assert.equal(read.slice(0, -1).join(' '), [...left, ...right].join(' '));
});

test('a ragged line within a sentence goes on below, also where an item had an indent', () => {
  const ragged = ['the sluice is kept by hand, and the', 'keeper asks for someone', 'listening for the water'];
  assert.deepEqual(textsOf(linesAt(ragged, 50, 300)), [ragged.join(' ')]);
  const item = [
    segment('(1) In the books of the mill and', 58, 300),
    ...linesAt(['Sluice rules the word is used'], 50, 312),
  ];
  assert.equal(textsOf(item).length, 1);
});

test('short paragraphs in a column of them are parted by their distance, not joined by it', () => {
  const apart = (texts: readonly string[], y: number) => linesAt(texts, 50, y, 17);
  const short = apart(['In the mill.', 'Down went the water after it.', 'Section 2', 'Then it rose.'], 300);
  const long = linesAt(['No one had ever thought of how', 'the water was to get out', 'of the mill again.'], 50, 368);
  assert.deepEqual(textsOf([...short, ...long]).slice(0, 4), [
    'In the mill.',
    'Down went the water after it.',
    'Section 2',
    'Then it rose.',
  ]);
});

test('a caption goes on below its words, at their stop behind the label', () => {
  const caption = [
    segment('Table 2:', 20, 300),
    segment('Number of mills by river and by the number of', 95, 300),
    segment('wheels (in %)', 95, 312),
  ];
  assert.deepEqual(textsOf(caption), ['Table 2: Number of mills by river and by the number of wheels (in %)']);
});

test('authors side by side below the name of a paper are read one by one', () => {
  const name: Segment = { ...segment('A Simple Model of the Reservoir', 207, 80), size: 18 };
  const centred = (lines: readonly string[], x: number) =>
    lines.map((text, at) => segment(text, x - 3 * text.length, 110 + 12 * at));
  const first = ['Jun Serizawa', 'Department of Civil Engineering', 'jun@example.org'];
  const second = ['Elif Karaca', 'Institute for Applied Mathematics', 'elif@example.org'];
  const read = textsOf([name, ...centred(first, 180), ...centred(second, 420)]).join(' ');
  assert.equal(read, ['A Simple Model of the Reservoir', ...first, ...second].join(' '));
});
