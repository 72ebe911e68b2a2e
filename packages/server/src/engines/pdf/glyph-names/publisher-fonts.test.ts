import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMarkdownPage } from '@docmill/document';
import { makeCff } from '../../../../../../test/fixtures/font-maker.ts';
import { parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type OwnFont, type Words } from '../../../../../../test/fixtures/pdf-maker.ts';
import { ownNames } from './cff.ts';
import { nameOfBox } from './find-names.ts';
import { codedCharacter, codingOf, glyphNamed } from './publisher-fonts.ts';

test('fonts of publishers are known by their names, fonts of text are not among them', () => {
  assert.equal(codingOf('AdvP4C4E74'), 'symbols');
  assert.equal(codingOf('TeX_CM_Maths_Symbols16'), 'symbols');
  assert.equal(codingOf('MathematicalPi-One'), 'pi');
  for (const name of ['AdvPS6F00', 'AdvTimes', 'AdvOT1ef757c0', 'Symbol', 'CMSY10'])
    assert.equal(codingOf(name), undefined);
});

test('wrongly named glyphs are what they show', () => {
  const shown = (coding: Parameters<typeof codedCharacter>[0], text: string) =>
    [...text].map((one) => codedCharacter(coding, one) ?? one).join('');
  assert.equal(shown('symbols', 'ðÞ¼½þ1'), '()=[+∞');
  assert.equal(shown('extension', 'PZ'), '∑∫');
  assert.equal(shown('italic', 'a=b'), 'a/b');
  assert.equal(shown('pi', '\u03ee\u242e'), '±μ');
  assert.equal(shown('keys copyright', 'q'), '©');
  assert.equal(shown('keys pi 1', '.'), '•');
});

test('glyphs named by numbers are those of their code', () => {
  assert.equal(glyphNamed('symbols', 'C0'), '−');
  assert.equal(glyphNamed('symbols', 'C138'), ']');
  assert.equal(glyphNamed('pi', 'H11002'), '−');
  assert.equal(glyphNamed('symbol', 'C211'), '©');
  assert.equal(glyphNamed('symbols', 'minus.alt'), undefined);
});

const minus = [50, 230, 720, 270] as const;
const times = [150, 0, 620, 500] as const;

test('the boxes of glyphs tell which name of the font a code stands for, unless two are alike', () => {
  const glyphs = ownNames(
    makeCff('Signs', [
      { code: 1, name: 'C0', boxes: [minus] },
      { code: 2, name: 'C2', boxes: [times] },
      { code: 3, name: 'C9', boxes: [times] },
    ]),
  );
  assert.deepEqual(
    glyphs.map(({ name }) => name),
    ['C0', 'C2', 'C9'],
  );
  assert.equal(nameOfBox(glyphs, minus), 'C0');
  assert.equal(nameOfBox(glyphs, times), undefined);
  assert.deepEqual(ownNames(makeCff('Signs', []).subarray(0, 20)), []);
});

const signs: OwnFont = {
  name: 'AdvP4C4E74',
  glyphs: [
    { code: 1, name: 'C0', boxes: [minus] },
    { code: 2, name: 'C2', boxes: [times] },
    { code: 3, name: 'onequarter', boxes: [[50, 100, 720, 140], [50, 360, 720, 400]], meaning: '¼' }, // biome-ignore format: pairs
  ],
};

test('signs of publishers reach the text and the formulas', async (t) => {
  const sign = (code: number, x: number, y: number): Words => ({
    text: String.fromCharCode(code),
    x,
    y,
    font: 'own AdvP4C4E74',
  });
  const words: readonly Words[] = [
    ...column({ lines: ['The levels that were read at all of the gauges are listed below this'], x: 72, y: 700 }),
    { text: 'and fall to', x: 72, y: 688, font: 'Times-Roman' },
    sign(1, 122, 688),
    { text: '40 in a dry summer, as has been known for a long time', x: 129, y: 688, font: 'Times-Roman' },
    { text: 'h', x: 200, y: 650, font: 'Times-Roman' },
    sign(3, 209, 650),
    { text: '3', x: 220, y: 650, font: 'Times-Roman' },
    sign(2, 227, 650),
    { text: 'k', x: 236, y: 650, font: 'Times-Roman' },
    { text: '(1)', x: 480, y: 650, font: 'Times-Roman' },
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }], fonts: [signs] }));
  const markdown = pages.map((page) => renderMarkdownPage(page)).join('');
  assert.match(markdown, /fall to −40 in a dry summer|fall to \$-\$40|fall to \$-40\$/);
  assert.match(markdown, /\\mathrm\{h\} = 3 \\times \\mathrm\{k\} \\tag\{1\}/);
});
