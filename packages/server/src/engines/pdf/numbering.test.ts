import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markerOf } from './lines.ts';
import { followsMark, listMark } from './list-marks.ts';
import { numberingOf } from './numbering.ts';

test('numbers of titles are told by their kind and depth, those of lists and years are none', () => {
  const read = (text: string) => {
    const found = numberingOf(text);
    return found === undefined ? undefined : `${found.kind} ${found.depth}`;
  };
  assert.deepEqual(['1 Water', '2.1. Wheels', '3.1.4 Stones', 'A.2 Data'].map(read), [
    'decimal 1',
    'decimal 2',
    'decimal 3',
    'decimal 2',
  ]);
  assert.deepEqual(['IV. Results', 'B. Methods', 'Chapter 3', '第二章 水车', '第三节 总则', '一、概况'].map(read), [
    'roman 1',
    'letter 1',
    'chapter 1',
    'chapter 1',
    'article 1',
    'ideograph 1',
  ]);
  assert.deepEqual(['1) rye', '2018 was dry', 'Water', '3.14'].map(read), Array(4).fill(undefined));
});

test('marks of items follow each other in one shape', () => {
  const follow = (before: string, after: string) => followsMark(listMark(before), listMark(after));
  assert.ok(
    follow('1.', '2.') && follow('(b)', '(c)') && follow('iv)', 'v)') && follow('•', '•') && follow('h)', 'i)'),
  );
  assert.ok(!follow('1.', '3.') && !follow('1.', '(2)') && !follow('•', '–'));
});

test('marks are told from words that begin alike', () => {
  assert.deepEqual(
    ['• rye', '– oats', '12. beans', '(iv) acorns', '[3] Adams', '一、概况 '].map((text) => markerOf(text)),
    ['•', '–', '12.', '(iv)', '[3]', undefined],
  );
  assert.deepEqual(
    ['-5 degrees', '3.5 kg of rye', 'Rye'].map((text) => markerOf(text)),
    Array(3).fill(undefined),
  );
});

test('marks of other alphabets, full-width marks and signs before ideographs begin items', () => {
  const marked = [
    '1．核对记录',
    'ア．温度',
    '（ア）温度',
    '※ 注意',
    '○温度',
    '・温度',
    'а) вода',
    'β) νερό',
    'ב. מים',
    '۲. آب',
    '나) 물',
  ];
  assert.deepEqual(marked.map(markerOf), ['1．', 'ア．', '（ア）', '※', '○', '・', 'а)', 'β)', 'ב.', '۲.', '나)']);
  assert.deepEqual(['1．5倍', '○1', 'アイス．', 'вода) и'].map(markerOf), Array(4).fill(undefined));
  const follow = (before: string, after: string) => followsMark(listMark(before), listMark(after));
  assert.ok(
    follow('ア．', 'イ．') && follow('а)', 'б)') && follow('א.', 'ב.') && follow('۹.', '۱۰.') && follow('가)', '나)'),
  );
  assert.ok(!follow('ア．', 'ウ．') && !follow('а)', 'в)'));
});

test('a full-width number before Japanese is that of a title, a number with its counter is none', () => {
  assert.deepEqual(numberingOf('1．はじめに'), { kind: 'decimal', depth: 1 });
  assert.equal(numberingOf('3か月の記録'), undefined);
});
