import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const bold = 'Helvetica-Bold' as const;
const lines = Array.from(
  { length: 6 },
  (_, at) => `the line number ${at} of a paragraph that goes on with ${at} over its full width`,
);
const prose = (y: number): readonly Words[] => column({ lines, x: 72, y });

async function blocks(t: Parameters<typeof parsePdf>[0], words: readonly Words[]) {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  return pages.flatMap(blocksOf);
}

test('a number far before its words makes a heading, and what stands at the right is none of it', async (t) => {
  const heading: readonly Words[] = [
    { text: '2.1', x: 72, y: 600, font: bold },
    { text: 'What the mill takes', x: 110, y: 600, font: bold },
  ];
  const remark: readonly Words[] = [
    { text: '2. What the mill gives', x: 72, y: 490, font: bold },
    { text: 'in sacks', x: 400, y: 490 },
  ];
  const found = await blocks(t, [...prose(700), ...heading, ...prose(585), ...remark, ...prose(470)]);
  assert.ok(found.includes('title: 2.1 What the mill takes'), found.join('\n'));
  assert.ok(found.includes('title: 2. What the mill gives'), found.join('\n'));
  assert.ok(found.includes('text: in sacks'), found.join('\n'));
});

test('a list that is set in a font of its own has items, no headings', async (t) => {
  const items = (lines: readonly string[], x: number, y: number) =>
    column({ lines, x, y, size: 11, leading: 18 }).map((words): Words => ({ ...words, font: 'Helvetica' }));
  const list = [
    ...items(['1. oats and rye', '2. peas and hay'], 90, 600),
    ...items(['- dry', '- green'], 108, 564),
    ...items(['3. water'], 90, 528),
  ];
  const found = await blocks(t, [...prose(700), ...list, ...prose(480)]);
  assert.equal(found.filter((block) => block.startsWith('title')).length, 0, found.join('\n'));
  assert.ok(found.includes('list'), found.join('\n'));
});

test('a bold heading may take three lines of a narrow column', async (t) => {
  const narrow = (y: number) =>
    column({ lines: Array.from({ length: 8 }, (_, at) => `the line ${at} of a narrow column`), x: 72, y });
  const heading = column({
    lines: ['What is asked of those', 'who keep the old mill', '(the keepers)'],
    x: 72,
    y: 590,
  });
  const found = await blocks(t, [
    ...narrow(700),
    ...heading.map((words): Words => ({ ...words, font: bold })),
    ...narrow(550),
  ]);
  assert.ok(found.includes('title: What is asked of those who keep the old mill (the keepers)'), found.join('\n'));
});

test('bold lines among the entries of a bibliography are headings, and what stands behind it is none of it', async (t) => {
  const entry = (name: string, y: number) =>
    column({
      lines: [`${name}, R. (1997), "Work at the mill and what it does to`, 'those who live by it", Vol. 3.'],
      x: 72,
      y,
      size: 8,
    });
  const small = (text: string, y: number): Words => ({ text, x: 72, y, size: 8, font: bold });
  const words = [
    ...prose(700),
    { text: 'References', x: 72, y: 600, font: bold },
    ...entry('Weir', 580),
    ...entry('Pond', 555),
    small('Further reading', 520),
    ...entry('Rye', 508),
    small('About the authors', 475),
    ...column({
      lines: ['Ada Weir is the keeper of a mill, and writes about the', 'rivers of the north.'],
      x: 72,
      y: 463,
      size: 8,
    }),
  ];
  const found = await blocks(t, words);
  assert.ok(found.includes('title: Further reading'), found.join('\n'));
  assert.ok(found.includes('title: About the authors'), found.join('\n'));
  assert.match(found.at(-1) ?? '', /^text: Ada Weir/);
});
