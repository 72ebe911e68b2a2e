import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ListItemBlock, textOf } from '@docmill/document';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf } from '../../../../../test/fixtures/pdf-maker.ts';

const sentence = 'the wheel stood still for two years before anyone came to mend the paddles and the weir';
const body = column({ lines: [sentence, sentence, sentence, sentence], x: 72, y: 700 });

function outline(items: readonly ListItemBlock[]): unknown {
  return items.map(({ content, children = [] }) => {
    const nested = children.flatMap((child) => ('items' in child ? [outline(child.items)] : []));
    return nested.length === 0 ? textOf(content) : [textOf(content), ...nested];
  });
}

test('contents without dots are an index, with the page numbers behind or before the titles; a chapter below them is a title', async (t) => {
  const entries = ['Preface', '1 Water', '1.1 Wheels', '1.2 Weirs', '2 Wind'];
  const pageNumbers = ['v', '3', '4', '9', '12'];
  const head = { text: 'Contents', x: 72, y: 760, size: 16, font: 'Helvetica-Bold' as const };
  const chapter = { text: 'Chapter 1', x: 72, y: 760, size: 16, font: 'Helvetica-Bold' as const };
  const at = (lines: readonly string[], x: number) => column({ lines, x, y: 720, leading: 14 });
  for (const [titles, numbers] of [
    [72, 480],
    [110, 72],
  ] as const) {
    const contents = { words: [head, ...at(entries, titles), ...at(pageNumbers, numbers)] };
    const { pages } = await parsePdf(t, makePdf({ pages: [contents, { words: [chapter, ...body] }] }));
    const index = pages[0]?.blocks.find((block) => block.type === 'index');
    assert.deepEqual(outline(index?.items ?? []), [
      'Preface v',
      ['1 Water 3', ['1.1 Wheels 4', '1.2 Weirs 9']],
      '2 Wind 12',
    ]);
    assert.equal(blocksOf(pages[1])[0], 'title: Chapter 1');
  }
});

test('chapters without dots part from the entries close below them, whose words keep their blanks before the dots', async (t) => {
  const dots = Array.from({ length: 40 }, (_, at) => at);
  const entry = (words: readonly (readonly [string, number])[], y: number) => [
    ...words.map(([text, x]) => ({ text, x, y })),
    ...dots.map((at) => ({ text: '.', x: 200 + 6 * at, y })),
  ];
  const chapter = (text: string, number: string, y: number) => [
    { text, x: 72, y },
    { text: number, x: 480, y },
  ];
  const words = [
    { text: 'Contents', x: 72, y: 760, size: 16, font: 'Helvetica-Bold' as const },
    ...chapter('1 Water', '3', 720),
    ...entry(
      [
        ['1.1', 90],
        ['Great', 110],
        ['falls', 138],
      ],
      706,
    ),
    { text: '4', x: 480, y: 706 },
    ...chapter('2 Wind', '9', 692),
    ...entry(
      [
        ['2.1', 90],
        ['Old', 110],
        ['sails', 129],
      ],
      678,
    ),
    { text: '9', x: 480, y: 678 },
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  const index = pages[0]?.blocks.find((block) => block.type === 'index');
  assert.deepEqual(outline(index?.items ?? []), [
    ['1 Water 3', ['1.1 Great falls 4']],
    ['2 Wind 9', ['2.1 Old sails 9']],
  ]);
});

test('the number of a chapter and the name below it are one title', async (t) => {
  const words = [
    { text: 'Chapter 2', x: 72, y: 740, size: 20, font: 'Helvetica-Bold' as const },
    { text: 'Falls and their names', x: 72, y: 695, size: 25, font: 'Helvetica-Bold' as const },
    ...column({ lines: [sentence, sentence, sentence, sentence], x: 72, y: 650 }),
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  assert.equal(blocksOf(pages[0])[0], 'title: Chapter 2 Falls and their names');
});
