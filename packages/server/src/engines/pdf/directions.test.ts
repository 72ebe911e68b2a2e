import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withLogicalOrder } from './bidi.ts';
import type { Glyph } from './glyphs.ts';
import { withVertical } from './vertical.ts';

interface Place {
  readonly x: number;
  readonly baseline: number;
  readonly top?: number;
  readonly angle?: Glyph['angle'];
}

const glyph = (text: string, { x, baseline, top = baseline - 9, angle = 0 }: Place): Glyph => ({
  text,
  bbox: [x, top, x + 10, top + 10],
  baseline,
  size: 10,
  font: 0,
  angle,
  generated: false,
  invisible: false,
});
const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('');
/** The texts of a line, the first at the right. */
const leftwards = (texts: readonly string[], baseline: number) =>
  texts.map((text, at) => glyph(text, { x: 500 - 10 * at, baseline }));

test('the full stop of a number at the head of a line from right to left stands behind it, that of the line before stays', () => {
  const [stop, digit] = [glyph('.', { x: 490, baseline: 120 }), glyph('2', { x: 500, baseline: 120 })];
  const item = [stop, digit, glyph('א', { x: 470, baseline: 120 }), glyph('ב', { x: 460, baseline: 120 })];
  assert.equal(textOf(withLogicalOrder([...leftwards(['ה', 'ו', '.'], 100), ...item])), 'הו.2.אב');
});

test('the bracket of a number at the head of a line from right to left closes', () => {
  assert.equal(textOf(withLogicalOrder(leftwards(['1', '(', 'א', '(', 'ב', ')'], 100))), '1)א(ב)');
});

test('a flat character is of its column, though its box is its ink alone', () => {
  const column = [...'年月一日時'].map((text, at) =>
    glyph(text, { x: 300, baseline: 100 + 10 * at, ...(text === '一' ? { top: 116 } : {}) }),
  );
  assert.deepEqual(new Set(withVertical(column).map(({ angle }) => angle)), new Set([90]));
});

test('on a page set in columns a character between turned numbers is of a column, a running head is not', () => {
  const column = [...'水車在河邊'].map((text, at) => glyph(text, { x: 300, baseline: 100 + 10 * at }));
  const date = [glyph('3', { x: 300, baseline: 150, angle: 90 }), glyph('月', { x: 300, baseline: 160 })];
  const day = [glyph('5', { x: 300, baseline: 170, angle: 90 }), glyph('日', { x: 300, baseline: 180 })];
  const head = [...'第三'].map((text, at) => glyph(text, { x: 30 + 10 * at, baseline: 20 }));
  const turned = withVertical([...column, ...date, ...day, ...head]);
  assert.equal(textOf(turned.filter(({ angle }) => angle === 90)), '水車在河邊3月5日');
});

/** A line as PDFium gives it: letters from the right to the left, what is between them from left to right. */
const lineOf = (pieces: readonly string[]) => {
  let right = 500;
  return pieces.flatMap((piece) => {
    const letters = [...piece];
    const isLeftwards = /[\u0590-\u06ef]/.test(piece);
    const glyphs = letters.map((text, at) => {
      const place = isLeftwards ? at + 1 : letters.length - at;
      return glyph(text, { x: right - 10 * place, baseline: 100 });
    });
    right -= 10 * letters.length;
    return glyphs;
  });
};
const read = (...pieces: readonly string[]) => textOf(withLogicalOrder(lineOf(pieces)));

test('numbers, Latin words and signs within a line from right to left are read in the order of the line', () => {
  assert.equal(read('של', '.19:00-', 'שעה'), 'של-19:00.שעה');
  assert.equal(read('תומכת', ', Linux 6-', 'וגם'), 'תומכת-Linux 6 ,וגם');
  assert.equal(read('نسبة ', '%44.3', ' خلال'), 'نسبة 44.3% خلال');
  assert.equal(read('سال ', '۱۴۰۲', ' شد'), 'سال ۱۴۰۲ شد');
});

test('brackets and quotation marks within a line from right to left open behind a blank and close before one', () => {
  assert.equal(read('قال: »نعم لا« ثم'), 'قال: «نعم لا» ثم');
  assert.equal(read('قال: «نعم لا» ثم'), 'قال: «نعم لا» ثم');
});

test('a number that PDFium gives before the word on its left stands behind it', () => {
  const number = [...'26'].map((text, at) => glyph(text, { x: 450 + 10 * at, baseline: 100 }));
  const word = [...' SPSS'].map((text, at) => glyph(text, { x: at === 0 ? 440 : 390 + 10 * at, baseline: 100 }));
  const [before, behind] = [
    leftwards(['א', 'ב', 'ג', ' '], 100),
    leftwards(['', '', '', '', '', '', '', '', '', '', '', 'ה', 'ו'], 100).slice(11),
  ];
  assert.equal(textOf(withLogicalOrder([...before, ...number, ...word, ...behind])), 'אבג SPSS 26הו');
});
