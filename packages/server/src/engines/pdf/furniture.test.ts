import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const prose = (name: string): readonly Words[] =>
  column({
    lines: Array.from(
      { length: 8 },
      (_, at) => `${name} tells in its line number ${at} of the mill and of all its wheels`,
    ),
    x: 72,
    y: 700,
  });

async function feetOf(t: Parameters<typeof parsePdf>[0], pages: readonly (readonly Words[])[]) {
  const parsed = await parsePdf(t, makePdf({ pages: pages.map((words) => ({ words })) }));
  return parsed.pages.map((page) => blocksOf(page).slice(1));
}

test('a foot that counts the pages is one, on a single page as well', async (t) => {
  const foot = [{ text: 'The Mill 2009 27/312 in all', x: 300, y: 30, size: 8 }];
  assert.deepEqual(await feetOf(t, [[...prose('one'), ...foot]]), [['footer: The Mill 2009 27/312 in all']]);
});

test('of a foot of two lines both are the foot', async (t) => {
  const page = (name: string, number: number) => [
    ...prose(name),
    { text: 'Working Papers of the Mill', x: 300, y: 42, size: 8 },
    { text: `February 2011 no. ${number}`, x: 340, y: 33, size: 8, font: 'Helvetica-Bold' as const },
  ];
  const feet = await feetOf(t, [page('one', 13), page('two', 14)]);
  for (const blocks of feet) for (const block of blocks) assert.match(block, /^footer: /);
});

test('what stands above a rule that is written at the top of the pages is their head, and none of the text below', async (t) => {
  const page = (head: string, name: string) => [
    { text: head, x: 72, y: 790 },
    { text: '_'.repeat(60), x: 72, y: 776 },
    ...column({
      lines: [
        `and ${name} goes on in the middle of a sentence, which the page of ${name} has begun`,
        `before it, as ${name} is told by ${name} in the whole book of the mill and its ${name}.`,
      ],
      x: 72,
      y: 764,
    }),
  ];
  const { pages } = await parsePdf(
    t,
    makePdf({ pages: [{ words: page('Findings', 'one') }, { words: page('The Mill', 'two') }] }),
  );
  for (const found of pages) {
    const blocks = blocksOf(found);
    assert.deepEqual(blocks.map((block) => block.split(':')[0]).sort(), ['header', 'header', 'text']);
    assert.ok(
      blocks.some((block) => block.startsWith('text: and ')),
      blocks.join('\n'),
    );
  }
});
