import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { renderMarkdownPage } from '@docmill/document';
import { parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type Words } from '../../../../../../test/fixtures/pdf-maker.ts';

async function markdownOf(t: TestContext, words: readonly Words[], drawing?: string): Promise<string> {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, ...(drawing === undefined ? {} : { drawing }) }] }));
  return pages.map((page) => renderMarkdownPage(page)).join('');
}

const duties = [
  ['has the keys of all the sluices and', 'opens them at the hours that the', 'village has agreed on in spring'],
  ['writes down what every farmer has', 'brought to the mill, and what is to', 'be ground for him before Sunday'],
  ['greases the axles of both wheels in', 'the morning and looks after the', 'stones whenever they run hot'],
  ['drives the cart to the market town', 'and brings back the letters, or the', 'newspapers, or whatever is needed'],
];
const remarks = [
  ['lives beside the upper sluice', 'and may not leave the valley'],
  ['reads the book aloud on the', 'last day of each month'],
  ['is chosen anew every year, by', 'those who own a field'],
  ['owns the horse, but neither', 'the cart nor the harness'],
];
const names = ['Keeper', 'Clerk', 'Miller', 'Carter'];
const y = (row: number) => 700 - 50 * row;
const bold = 'Helvetica-Bold' as const;
const headAt = (xs: readonly number[], top: number) =>
  ['Role', 'Duty', 'Remarks'].map((text, at): Words => ({ text, x: xs[at] ?? 0, y: top, size: 10, font: bold }));

test('rows of long texts that begin together below a head are a table, though nothing is drawn', async (t) => {
  const head = headAt([72, 172, 372], 720);
  const rows = names.flatMap((text, row) => [
    { text, x: 72, y: y(row), size: 10, font: 'Times-Roman' as const },
    ...column({ lines: duties[row] ?? [], x: 172, y: y(row) }),
    ...column({ lines: remarks[row] ?? [], x: 372, y: y(row) }),
  ]);
  const markdown = await markdownOf(t, [...head, ...rows]);
  assert.match(
    markdown,
    /\| Keeper \| has the keys of all the sluices and opens them at the hours that the village has agreed on in spring \| lives/,
  );
  assert.match(markdown, /\| Carter \| drives .* needed \| owns the horse, but neither the cart nor the harness \|/);
});

test('texts of several lines behind bold labels are rows of two cells', async (t) => {
  const rows = names.flatMap((text, row) => [
    { text, x: 72, y: y(row), size: 10, font: bold },
    ...column({ lines: duties[row] ?? [], x: 172, y: y(row) }),
  ]);
  assert.match(await markdownOf(t, rows), /\| \*\*Miller\*\* \| greases the axles of both wheels in the morning and/);
});

test('columns of prose whose paragraphs begin side by side are none', async (t) => {
  const rows = names.flatMap((_, row) => [
    ...column({ lines: duties[row] ?? [], x: 72, y: y(row) }),
    ...column({ lines: duties[3 - row] ?? [], x: 242, y: y(row) }),
    ...column({ lines: [...(remarks[row] ?? []), 'and that is all'], x: 412, y: y(row) }),
  ]);
  assert.doesNotMatch(await markdownOf(t, rows), /\| ---/);
});

test('cells of several lines between the lines of a head and of a foot are no columns of prose', async (t) => {
  const head = headAt([72, 142, 292], 722);
  const rows = names.flatMap((text, row) => [
    { text, x: 72, y: y(row), size: 10, font: 'Times-Roman' as const },
    ...column({ lines: duties[row] ?? [], x: 142, y: y(row) }),
    ...column({ lines: [...(remarks[row] ?? []), 'until the end of the year'], x: 292, y: y(row) }),
  ]);
  const drawing = `0.8 w ${[738, 714, 520].map((at) => `68 ${at} m 430 ${at} l S`).join('\n')}`;
  assert.match(
    await markdownOf(t, [...head, ...rows], drawing),
    /\| Carter \| drives the cart .* needed \| owns the horse/,
  );
});
