import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf } from '../../../../../test/fixtures/pdf-maker.ts';

/** Paragraphs with an indent in a ragged column: `count` lines of which the last is `last`. */
const ragged = (count: number, last: string) => {
  const lines = ['the river that the mill stood at', 'had run dry in the last summer', 'and no one came to grind'];
  return [...Array.from({ length: count - 1 }, (_, at) => lines[at % 3] ?? ''), last];
};

test('ragged text with indents goes on in the next column, past the notes at the foot of its own, and so do these', async (t) => {
  const paragraph = (x: number, y: number) => [
    ...column({ lines: ragged(2, 'and so it stood.').slice(0, 1), x: x + 12, y }),
    ...column({ lines: ragged(3, 'and so it stood.').slice(1), x, y: y - 12 }),
  ];
  const note = (lines: readonly string[], x: number, y: number) => column({ lines, x, y, size: 7 });
  const first = [
    ...[700, 664, 628].flatMap((y) => paragraph(72, y)),
    { text: 'The council of the valley has now', x: 84, y: 592 },
    { text: 'asked all the millers to', x: 72, y: 580 },
    ...note(['1 The council met in the hall at the', 'river, as it does whenever the'], 72, 300),
    ...column({ lines: ['propose what should be done at', 'the weir and who should pay.'], x: 320, y: 700 }),
    ...[664, 628, 592].flatMap((y) => paragraph(320, y)),
    ...note(['water is too low for the wheels to', 'turn on their own.'], 320, 300),
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words: first }] }), {});
  const blocks = blocksOf(pages[0]);
  assert.ok(
    blocks.some((block) => block.includes('asked all the millers to propose what should be done')),
    blocks.join('\n'),
  );
  assert.ok(
    blocks.some((block) => block.includes('whenever the water is too low')),
    blocks.join('\n'),
  );
});

const justified = [
  'The river that the mill stood at had run dry in',
  'the last summer, and no one came to grind there',
  'for a year. So the wheels were taken to the barn.',
];
const pages = (next: readonly string[]) => [
  {
    words: [
      ...column({ lines: [...justified, ...justified], x: 72, y: 700 }),
      ...column({ lines: justified, x: 72, y: 120 }),
    ],
  },
  { words: [...column({ lines: next, x: 72, y: 760 }), ...column({ lines: justified, x: 72, y: 700 })] },
];

test('a paragraph goes on over the page behind a full stop when the last line had no room for the next word', async (t) => {
  const made = await parsePdf(
    t,
    makePdf({ pages: pages(['Afterwards the council of the valley bought all', 'that was left there.']) }),
  );
  assert.match(blocksOf(made.pages[0]).at(-1) ?? '', /taken to the barn\. Afterwards the council/);
});

test('a line at the top of a page behind a full stop is a paragraph of its own when there was room, or it is alone', async (t) => {
  for (const next of [['A', 'b'], ['Afterwards nobody came.']]) {
    const made = await parsePdf(t, makePdf({ pages: pages(next) }));
    assert.match(blocksOf(made.pages[0]).at(-1) ?? '', /taken to the barn\.$/);
  }
});
