import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberingOf } from './numbering.ts';
import type { Paragraph } from './paragraphs.ts';
import type { DocumentStatistics } from './statistics.ts';
import type { TagRole } from './tags.ts';
import { looksLikeTitle, type TitleCandidate, titleScheme } from './titles.ts';

const statistics: DocumentStatistics = {
  pages: 3,
  bodySize: 10,
  bodyBold: false,
  bodyFont: 'Body',
  bodyMono: false,
  indents: false,
  taggedShare: 1,
  wording: { compounds: new Set(), unparted: new Set() },
  fontShares: new Map([['Body', 0.9]]),
  margins: new Map(),
  titleStyles: new Map(),
};

function candidate(text: string, size: number, role?: TagRole): TitleCandidate {
  const look = size > 10 ? { bold: true, font: 'Head' } : { bold: false, font: 'Body' };
  return { text, size, ...look, italic: false, around: {}, rowCount: 1, pageIndex: 0, ...(role ? { role } : {}) };
}

const trust = (candidates: readonly TitleCandidate[], taggedShare = 1) =>
  titleScheme(candidates, { ...statistics, taggedShare }, new Map()).tagsBelowTitle;

test('tags are trusted that name what stands out from the body', () => {
  assert.equal(trust([candidate('Mills', 18, 'h1'), candidate('Ponds', 14, 'h2'), candidate('Gates', 14, 'h3')]), 0);
});

test('below a title of the document that is no heading of the file, tags count one level deeper', () => {
  const sections = [candidate('Mills', 14, 'h1'), candidate('Ponds', 14, 'h1'), candidate('Gates', 12, 'h2')];
  assert.equal(trust([candidate('The care of mills', 20, 'text'), ...sections]), 1);
});

test('tags are not trusted that miss most titles, name plain paragraphs, or most of the text does not have', () => {
  const missed = [candidate('Mills', 18, 'text'), candidate('Ponds', 14, 'text'), candidate('Gates', 14, 'h1')];
  assert.equal(trust(missed), undefined);
  const plain = ['Mills turn', 'Ponds rise', 'Gates shut'].map((text) => candidate(text, 10, 'h2'));
  assert.equal(trust(plain), undefined);
  assert.equal(trust([candidate('Mills', 18, 'h1')], 0.4), undefined);
});

const levelsIn = (candidates: readonly TitleCandidate[]) => {
  const { levels } = titleScheme(candidates, statistics, new Map());
  return candidates.map((one) => levels.ofNumber(one.text) ?? levels.levelOf(one));
};

test('small bold terms are not the title of a document whose sections are larger', () => {
  const term = (text: string) => ({ ...candidate(text, 10), bold: true, font: 'Head' });
  const titles = [candidate('Chapter 3: Ponds', 20), candidate('3.1 Fish', 14), candidate('3.2 Catch', 14)];
  const [chapter, section] = levelsIn([...titles, term('Crew'), term('Boat')]);
  assert.equal(levelsIn([...titles, term('Crew'), term('Boat')]).at(-1), 3);
  assert.deepEqual([chapter, section], [1, 2]);
});

test('a style is usual that several titles have', () => {
  const titles = [candidate('The care of mills', 20), candidate('Introduction', 12), candidate('The facts', 12)];
  const { levels } = titleScheme(titles, statistics, new Map());
  assert.deepEqual(titles.map(levels.isUsual), [false, true, true]);
});

const next = (text: string, rows: number) => {
  const numbering = numberingOf(text);
  return { font: 'Body', size: 10, rows, ...(numbering === undefined ? {} : { numbering }) };
};
const areUsual = (candidates: readonly TitleCandidate[]) => {
  const { levels } = titleScheme(candidates, statistics, new Map());
  return candidates.every((one) => levels.isUsual(one));
};

test('ideographs number headings in the font of the text, above text and above lower headings; items of a list are none', () => {
  const heading = (text: string, below: string, rows: number): TitleCandidate => ({
    ...candidate(text, 10),
    around: { above: 19, below: 20, next: next(below, rows) },
  });
  assert.ok(areUsual([heading('一、总则', '（一）目的', 1), heading('二、管理', '各单位应当', 3)]));
  assert.ok(!areUsual([heading('（一）水', '（二）土', 2), heading('（二）土', '（三）石', 2)]));
});

test('marks of vowels count as letters of a title', () => {
  const paragraph = { text: 'முடிவுகள்', rows: [{}], tabular: false, raised: 0 };
  assert.ok(looksLikeTitle(paragraph as unknown as Parameters<typeof looksLikeTitle>[0]));
});

test('a bold line behind a mark of an Asian list is a heading when text follows, an item when the next one does', () => {
  const look = { size: 11, bold: true, italic: false, font: 'Head', mono: false, tabular: false, raised: 0 };
  const paragraph = (text: string, listed: boolean) => {
    const around = { next: { font: 'Body', size: 10, rows: 3 }, listed };
    const rows = [{ items: [], bbox: [0, 0, 90, 10], baseline: 10, size: 11, textLeft: 0 }];
    return { ...look, type: 'paragraph', text, marker: text.split(' ')[0], around, rows } as unknown as Paragraph;
  };
  assert.equal(looksLikeTitle(paragraph('(1) 調査方法', false)), true);
  assert.equal(looksLikeTitle(paragraph('가. 조사 개요', false)), true);
  assert.equal(looksLikeTitle(paragraph('(1) 調査方法', true)), false);
  assert.equal(looksLikeTitle(paragraph('(1) What the mill takes', false)), false);
});

test('words on several lines in large italics are taken from the text, and no title', () => {
  const quote = { ...candidate('We count the boats twice and still lose one of them', 15), italic: true, bold: false };
  const sections = [candidate('Mills', 13), candidate('Ponds', 13)];
  const levelOf = (rowCount: number) => {
    const { levels } = titleScheme([...sections, { ...quote, rowCount }], statistics, new Map());
    return levels.levelOf(candidate('Mills', 13));
  };
  assert.deepEqual([levelOf(2), levelOf(1)], [1, 2]);
});
