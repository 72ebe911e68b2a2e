import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utils, write } from '@e965/xlsx';
import { convert, toMarkdown } from '../../testing/convert.ts';

test('a binary workbook is read from its parts', async (t) => {
  const book = utils.book_new();
  const sheet = utils.aoa_to_sheet([
    ['Name', 'Share'],
    ['x', 0.5],
  ]);
  const cell = sheet.B2;
  if (cell !== undefined) cell.z = '0%';
  utils.book_append_sheet(book, sheet, 'One');
  const data: Uint8Array = write(book, { bookType: 'xlsb', type: 'buffer' });
  assert.equal(
    await toMarkdown(await convert(t, { format: 'xlsb', data })),
    '## One\n\n| Name | Share |\n| --- | --- |\n| x | 50% |',
  );
});
