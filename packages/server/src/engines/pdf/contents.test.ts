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
