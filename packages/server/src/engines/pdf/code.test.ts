import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type PageSpec, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const prose: readonly Words[] = column({
  lines: [
    'What the keeper writes down every evening is read by the',
    'program below, which opens the gates as they are needed.',
  ],
  x: 72,
  y: 780,
});
const program = (lines: readonly string[], indent: number, y: number): readonly Words[] =>
  column({ lines, x: 72 + 6 * indent, y, font: 'Courier' });
const body = (from: number) => Array.from({ length: 8 }, (_, at) => `gate.open(${from + at})`);

async function codeOf(t: Parameters<typeof parsePdf>[0], pages: readonly PageSpec[]): Promise<readonly string[]> {
  const parsed = await parsePdf(t, makePdf({ pages }));
  return parsed.pages.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'code' ? [block.text] : [])));
}

test('a program that goes on over pages is one, also over a page that is all program, and keeps its indents', async (t) => {
  const codes = await codeOf(t, [
    { words: [...prose, ...program(['def open_all():'], 0, 740), ...program(body(0), 4, 728)] },
    { words: program(body(8), 4, 780) },
    { words: [...program(body(16), 4, 780), ...column({ lines: prose.map(({ text }) => text), x: 72, y: 600 })] },
  ]);
  const indented = Array.from({ length: 24 }, (_, at) => `    gate.open(${at})`);
  assert.deepEqual(codes, [['def open_all():', ...indented].join('\n')]);
});

test('a last line that stands alone on the next page belongs to the program', async (t) => {
  const codes = await codeOf(t, [
    { words: [...prose, ...program(body(0), 4, 740)] },
    {
      words: [...program(['return gates'], 4, 780), ...column({ lines: prose.map(({ text }) => text), x: 72, y: 700 })],
    },
  ]);
  assert.deepEqual(codes, [[...body(0), 'return gates'].join('\n')]);
});

test('a document of more program than words still is one of words', async (t) => {
  const lines = Array.from({ length: 20 }, (_, at) => `log.write("turned wheel number ${at}")`);
  const codes = await codeOf(t, [{ words: [...prose, ...program(lines, 0, 740)] }]);
  assert.deepEqual(codes, [lines.join('\n')]);
});
