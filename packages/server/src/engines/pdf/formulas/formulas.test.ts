import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Glyph } from '../glyphs.ts';
import type { Font } from '../page-content.ts';
import { findFormulas } from './find-formulas.ts';
import { readFormula } from './formula.ts';
import { furtherCharacter } from './further-codes.ts';
import { mathFontOf, texCharacter } from './tex-fonts.ts';

const fonts: readonly Font[] = [
  { name: 'Times', bold: false, italic: false, mono: false },
  { name: 'CMMI10', bold: false, italic: true, mono: false, math: 'italic' },
  { name: 'CMSY10', bold: false, italic: false, mono: false, math: 'symbols' },
  { name: 'CMEX10', bold: false, italic: false, mono: false, math: 'extension' },
];
const [text, italic, symbols, extension] = [0, 1, 2, 3];

interface Place {
  readonly x: number;
  readonly y?: number;
  readonly size?: number;
  readonly font?: number;
  /** Top and bottom of the ink. */
  readonly ink?: readonly [number, number];
}

/** sign places a character 5 points wide on the baseline y. */
function sign(character: string, { x, y = 100, size = 10, font = italic, ink }: Place): Glyph {
  const width = 0.5 * size;
  return {
    text: character,
    bbox: [x, y - size, x + width, y + 0.2 * size],
    baseline: y,
    size,
    font,
    angle: 0,
    generated: false,
    invisible: false,
    ...(ink === undefined ? {} : { ink: [x, ink[0], x + width, ink[1]] }),
  };
}

/** words sets a sentence in the font of the text. */
function words(sentence: string, x: number, y: number): readonly Glyph[] {
  return [...sentence].map((character, at) => sign(character, { x: x + 5 * at, y, font: text }));
}

const latexOf = (glyphs: readonly Glyph[], rules: readonly (readonly [number, number, number, number])[] = []) =>
  readFormula(glyphs, fonts, rules).latex;

test('raised and lowered small signs are scripts of what is before them', () => {
  const glyphs = [
    sign('x', { x: 0 }),
    sign('i', { x: 5, y: 102, size: 7 }),
    sign('2', { x: 5, y: 96, size: 7, font: text }),
    sign('=', { x: 14, font: text }),
    sign('α', { x: 24 }),
  ];
  assert.equal(latexOf(glyphs), 'x_{i}^{2} = \\alpha');
});

test('what stands over and under a rule is a fraction, with fractions inside', () => {
  const glyphs = [
    sign('a', { x: 10, y: 93 }),
    sign('b', { x: 10, y: 107 }),
    sign('c', { x: 10, y: 119 }),
    sign('=', { x: 21, font: text }),
    sign('d', { x: 31 }),
  ];
  const rules = [
    [8, 96, 17, 96.4],
    [9, 110, 16, 110.4],
  ] as const;
  assert.equal(latexOf(glyphs, rules), '\\frac{a}{\\frac{b}{c}} = d');
});

test('a radical holds what stands under the rule that goes on from it', () => {
  const glyphs = [
    sign('√', { x: 0, font: symbols, ink: [91, 104] }),
    sign('x', { x: 6 }),
    sign('+', { x: 14, font: text }),
    sign('y', { x: 22 }),
  ];
  assert.equal(latexOf(glyphs, [[5, 91, 28, 91.4]]), '\\sqrt{x + y}');
});

test('signs right over and under a large operator are its limits, beside an integral its scripts', () => {
  const sum = [
    sign('∑', { x: 10, y: 90, font: extension, ink: [90, 104] }),
    sign('n', { x: 11, y: 87, size: 7 }),
    sign('i', { x: 11, y: 112, size: 7 }),
    sign('x', { x: 18 }),
  ];
  assert.equal(latexOf(sum), '\\sum_{i}^{n}x');
  const integral = [
    sign('∫', { x: 10, y: 86, font: extension, ink: [86, 108] }),
    sign('1', { x: 16, y: 90, size: 7, font: text }),
    sign('0', { x: 14, y: 110, size: 7, font: text }),
    sign('x', { x: 21 }),
  ];
  assert.equal(latexOf(integral), '\\int_{0}^{1}x');
});

test('rows between tall brackets are a matrix, behind a brace alone they are cases', () => {
  const rows = [
    sign('a', { x: 10, y: 93 }),
    sign('b', { x: 25, y: 93 }),
    sign('c', { x: 10, y: 107 }),
    sign('d', { x: 25, y: 107 }),
  ];
  const tall = { font: extension, y: 85, ink: [84, 112] } as const;
  assert.equal(
    latexOf([sign('(', { x: 2, ...tall }), ...rows, sign(')', { x: 33, ...tall })]),
    '\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}',
  );
  assert.equal(latexOf([sign('{', { x: 2, ...tall }), ...rows]), '\\begin{cases} a & b \\\\ c & d \\end{cases}');
});

test('accents over letters, and a stroke through a relation', () => {
  const glyphs = [
    sign('x', { x: 0 }),
    sign('¯', { x: 0, font: text, ink: [93, 93.5] }),
    sign('\u0338', { x: 11, font: symbols, ink: [93, 102] }),
    sign('=', { x: 11, font: text }),
    sign('y', { x: 22 }),
  ];
  assert.equal(latexOf(glyphs), '\\bar{x} \\neq y');
});

test('a sign that nobody knows takes all confidence', () => {
  const { confidence, latex } = readFormula([sign('x', { x: 0 }), sign('\uFFFD', { x: 6 })], fonts, []);
  assert.deepEqual([confidence, latex], [0, '']);
});

test('codes of fonts of TeX without names are read by their encodings', () => {
  assert.equal(mathFontOf('CMEX10'), 'extension');
  assert.equal(mathFontOf('LMMathItalic7-Regular'), 'italic');
  assert.equal(mathFontOf('Mathematica1'), undefined);
  assert.equal(texCharacter('extension', 0x58), '∑');
  assert.equal(texCharacter('italic', 0x0f), 'ϵ');
  assert.equal(texCharacter('symbols', 0x32), '∈');
});

const page = (glyphs: readonly Glyph[], mute: readonly (readonly [number, number, number, number])[] = []) =>
  findFormulas({ glyphs, fonts, paths: [], mute: () => mute });

const proseOver = words('The stones of the mill were cut from the hill above the river', 50, 70);
const proseUnder = words('and this holds for every one of them until the end of the year', 50, 140);
const displayed = [
  sign('x', { x: 150 }),
  sign('=', { x: 160, font: text }),
  sign('y', { x: 170 }),
  sign('(', { x: 340, font: text }),
  sign('4', { x: 345, font: text }),
  sign(')', { x: 350, font: text }),
];

test('a formula on a line of its own is taken out of the text with its number', () => {
  const { formulas, glyphs } = page([...proseOver, ...displayed, ...proseUnder]);
  assert.deepEqual(
    formulas.map(({ latex }) => latex),
    ['x = y \\tag{4}'],
  );
  assert.equal(glyphs.length, proseOver.length + proseUnder.length);
});

test('a formula that holds a glyph without a character keeps its picture and characters only', () => {
  const { formulas } = page([...proseOver, ...displayed, ...proseUnder], [[164, 95, 168, 103]]);
  assert.deepEqual(
    formulas.map(({ latex, text: plain }) => [latex, plain]),
    [['', 'x=y (4)']],
  );
});

test('a formula inside a line becomes one glyph that bears its LaTeX, without the comma behind it', () => {
  const line = [
    ...words('for each ', 50, 100),
    sign('x', { x: 97 }),
    sign('<', { x: 107, font: text }),
    sign('y', { x: 117 }),
    sign(',', { x: 122, font: text }),
    ...words(' they say', 127, 100),
  ];
  const { glyphs, formulas } = page([...proseOver, ...line, ...proseUnder]);
  assert.equal(formulas.length, 0);
  assert.deepEqual(
    glyphs.flatMap(({ latex, text: plain }) => (latex === undefined ? [] : [[latex, plain]])),
    [['x < y', 'x<y']],
  );
});

test('prices, chemistry, ranges and foot marks stay text', () => {
  const lines = [
    ...words('It cost $1,200 in 1998-1999, or 15% less + 3 = all', 50, 100),
    sign('H', { x: 50, y: 115, font: text }),
    sign('2', { x: 55, y: 117, size: 7, font: text }),
    sign('O', { x: 59, y: 115, font: text }),
    sign('∗', { x: 80, y: 112, size: 7, font: symbols }),
    ...words('640 ', 100, 115),
    sign('×', { x: 120, y: 115, font: symbols }),
    ...words(' 480', 125, 115),
  ];
  const { glyphs } = page([...proseOver, ...lines, ...proseUnder]);
  assert.deepEqual(
    glyphs.flatMap(({ latex }) => latex ?? []),
    [],
  );
});

test('a root inside a line reaches over its index to what stands under its rule', () => {
  const glyphs = [
    ...words('when', 0, 100),
    sign('√', { x: 30, y: 93, font: extension, ink: [92, 103] }),
    sign('3', { x: 31, y: 96, size: 5, font: italic }),
    sign('x', { x: 36 }),
    ...words('holds', 50, 100),
  ];
  const found = findFormulas({ glyphs, fonts, paths: [], mute: () => [[35, 90, 42, 90.4]] });
  assert.ok(found.glyphs.some(({ latex }) => latex === '\\sqrt[3]{x}'));
});

test('a number between two lines belongs to both', () => {
  const lineAt = (y: number) => [
    sign('x', { x: 200, y }),
    sign('=', { x: 208, y, font: text }),
    sign('λ', { x: 216, y }),
  ];
  const number = [...'(8)'].map((character, at) => sign(character, { x: 400 + 5 * at, y: 108, font: text }));
  const glyphs = [...lineAt(100), ...lineAt(116), ...number];
  const { formulas } = findFormulas({ glyphs, fonts, paths: [], mute: () => [] });
  assert.deepEqual(
    formulas.map(({ latex }) => latex),
    ['\\begin{aligned} x & = \\lambda \\\\ x & = \\lambda \\end{aligned} \\tag{8}'],
  );
});

test('lines below each other that are aligned at their relations are one formula, up to the one with the number', () => {
  const line = (left: string, y: number) => [
    sign(left, { x: 100, y }),
    sign('=', { x: 110, y, font: text }),
    sign('β', { x: 120, y }),
  ];
  const number = (y: number) => words('(3)', 300, y);
  const one = findFormulas({
    glyphs: [...line('x', 100), ...line('y', 122), ...number(122)],
    fonts,
    paths: [],
    mute: () => [],
  });
  assert.deepEqual(
    one.formulas.map(({ latex }) => latex),
    ['\\begin{aligned} x & = \\beta \\\\ y & = \\beta \\end{aligned} \\tag{3}'],
  );
  const two = findFormulas({
    glyphs: [...line('x', 100), ...number(100), ...line('y', 122)],
    fonts,
    paths: [],
    mute: () => [],
  });
  assert.equal(two.formulas.length, 2);
});

test('arrows in pieces, words over them, and a wave over a sign of equality', () => {
  const long = [
    sign('A', { x: 0 }),
    sign('−', { x: 10, font: symbols, ink: [96, 97] }),
    sign('→', { x: 14, font: symbols, ink: [94, 99] }),
    sign('B', { x: 24 }),
  ];
  assert.equal(latexOf(long), 'A \\longrightarrow B');
  const named = [...long, sign('f', { x: 12, y: 92, size: 7, ink: [87, 92] })];
  assert.equal(latexOf(named), 'A \\xrightarrow{f}B');
  const congruent = [
    sign('a', { x: 0 }),
    sign('∼', { x: 10, y: 97, font: symbols, ink: [93, 95] }),
    sign('=', { x: 10, font: text }),
    sign('b', { x: 20 }),
  ];
  assert.equal(latexOf(congruent), 'a \\cong b');
});

test('a brace in pieces embraces what it stands over, with its label', () => {
  const glyphs = [
    sign('n', { x: 13, y: 80, size: 7, ink: [76, 80] }),
    ...[...'╭╯╰╮'].map((piece, at) => sign(piece, { x: 2 + 6 * at, y: 88, font: extension, ink: [86, 90] })),
    sign('a', { x: 2 }),
    sign('+', { x: 11, font: text }),
    sign('b', { x: 20 }),
  ];
  assert.equal(latexOf(glyphs, [[6, 87.8, 22, 88.2]]), '\\overbrace{a + b}^{n}');
});

test('dots under each other and slanting, in a matrix of fractions too', () => {
  const dots = [0, 4, 8].map((at) => sign('.', { x: 10, y: 100 + at, font: text }));
  const slanting = [0, 4, 8].map((at) => sign('.', { x: 22 + at, y: 100 + at, font: text }));
  assert.equal(latexOf([...dots, ...slanting]), '\\vdots \\ddots');
  const half = (x: number, y: number) => [
    sign('1', { x, y: y - 4, size: 7, font: text, ink: [y - 9, y - 4] }),
    sign('2', { x, y: y + 4, size: 7, font: text, ink: [y - 1, y + 4] }),
  ];
  const tall = { font: extension, y: 80, ink: [80, 106] } as const;
  const parts = [sign('(', { x: 0, ...tall }), ...half(8, 88), ...half(8, 100), sign(')', { x: 15, ...tall })];
  const rules = [86, 98].map((y) => [7.5, y - 0.2, 12, y + 0.2] as const);
  assert.equal(latexOf(parts, rules), '\\binom{\\frac{1}{2}}{\\frac{1}{2}}');
});

test('limits of sums beside each other are each its own, and may have two rows', () => {
  const limit = (letters: string, x: number, y: number) =>
    [...letters].map((letter, at) =>
      sign(letter, { x: x + 3.5 * at, y, size: 7, font: letter === '=' || letter === '1' ? text : italic }),
    );
  const sumAt = (x: number) => sign('∑', { x, y: 90, size: 10, font: extension, ink: [90, 104] });
  const glyphs = [sumAt(4), sumAt(18), ...limit('i=1', 1, 112), ...limit('j=1', 15, 112), sign('x', { x: 28 })];
  assert.equal(latexOf(glyphs), '\\sum_{i = 1} \\sum_{j = 1}x');
  const rows = [sumAt(4), ...limit('i=1', 1, 112), ...limit('j=1', 1, 120), sign('x', { x: 14 })];
  assert.equal(latexOf(rows), '\\sum_{\\substack{i = 1 \\\\ j = 1}}x');
});

test('a script before its sign, an upper limit and a lower limit as one operator', () => {
  const leading = [
    sign('2', { x: 0, y: 102, size: 7, font: text }),
    sign('F', { x: 4 }),
    sign('1', { x: 9, y: 102, size: 7, font: text }),
  ];
  assert.equal(latexOf(leading), '{}_{2}F_{1}');
  const upper = [
    ...words('lim', 0, 100),
    ...words('sup', 16.5, 100),
    sign('n', { x: 13, y: 109, size: 7 }),
    sign('a', { x: 34 }),
  ];
  assert.equal(latexOf(upper), '\\limsup_{n}a');
});

test('fonts of other makers have signs at codes of their own', () => {
  assert.deepEqual(['NewTXMI', 'LibertineMathMI7', 'Fourier-Math-Letters-Italic'].map(mathFontOf), [
    'italic',
    'italic',
    'italic',
  ]);
  assert.equal(mathFontOf('txexs'), 'extension');
  assert.equal(furtherCharacter('txexs', 0xd5), '∑');
  assert.equal(furtherCharacter('Fourier-Math-Extension', 0xb5), '(');
  assert.equal(furtherCharacter('txsyc', 60), '∉');
  assert.equal(furtherCharacter('CMEX10', 0xd5), undefined);
});

test('each of two lines close to each other has its number', () => {
  const lineAt = (y: number) => [
    sign('x', { x: 200, y }),
    sign('=', { x: 208, y, font: text }),
    sign('λ', { x: 216, y }),
  ];
  const number = (digit: string, y: number) => words(`(${digit})`, 400, y);
  const glyphs = [...lineAt(100), ...number('1', 100), ...lineAt(113), ...number('2', 113)];
  const { formulas } = findFormulas({ glyphs, fonts, paths: [], mute: () => [] });
  assert.deepEqual(
    formulas.map(({ latex }) => latex),
    ['x = \\lambda \\tag{1}', 'x = \\lambda \\tag{2}'],
  );
});

test('a sum with its limit over a rule is all of it the numerator', () => {
  const glyphs = [
    sign('∑', { x: 12, y: 84, font: extension, ink: [78, 90] }),
    sign('i', { x: 13, y: 97, size: 7 }),
    ...['u', 'v', 'w', 'x', 'y'].map((letter, at) => sign(letter, { x: 20 + 6 * at, y: 87 })),
    sign('z', { x: 28, y: 108 }),
  ];
  assert.equal(latexOf(glyphs, [[10, 100, 51, 100.4]]), '\\frac{\\sum_{i}uvwxy}{z}');
});

test('what stands within the box of cases is part of them, and so is the full stop behind', () => {
  const far = (letters: string, x: number, y: number, font: number) =>
    [...letters].map((letter, at) => sign(letter, { x: x + 5 * at, y, font }));
  const glyphs = [
    ...far('f=', 0, 102.5, italic),
    sign('{', { x: 14, y: 100, font: extension, ink: [84, 116] }),
    ...far('a+b+c+d+e+f+g+h+k', 22, 92, italic),
    ...far('x>0', 130, 92, italic),
    ...far('0', 22, 112, text),
    ...far('else', 130, 112, text),
    ...far('.', 153, 102.5, text),
  ];
  const { glyphs: left, formulas } = page(glyphs);
  assert.equal(left.map((glyph) => glyph.text).join(''), '');
  assert.equal(formulas.length, 1);
  assert.match(formulas[0]?.latex ?? '', /\\begin\{cases\}.*x > 0 \\\\ 0 & \\text\{else\} \\end\{cases\}\./);
});
