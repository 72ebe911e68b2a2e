import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { makePdf, type OwnFont, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const box = [50, 0, 450, 600] as const;

/** A font of boxes in which `X` is a ligature. */
function font(meaning: string): OwnFont {
  const glyphs = [...'abdeghilnorstuwX'].map((letter) => ({
    code: letter.charCodeAt(0),
    name: letter,
    boxes: [box],
    meaning: letter === 'X' ? meaning : letter,
  }));
  return { name: 'Joined', glyphs };
}

const lines = ['alongside the old hole lies a beXer one', 'and behind it a liXle shed is being reared'];
const words: readonly Words[] = lines.map((text, at) => ({
  text,
  x: 72,
  y: 700 - 14 * at,
  font: 'own Joined',
}));

test('both letters of a ligature of two equal ones are kept', async (t) => {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }], fonts: [font('tt')] }));
  assert.match(blocksOf(pages[0]).join(), /a better one and behind it a little shed/);
});

test('a glyph that is printed twice in one place is one letter', async (t) => {
  const twice = { pages: [{ words: [...words, ...words] }], fonts: [font('tt')] };
  const { pages } = await parsePdf(t, makePdf(twice));
  assert.match(
    blocksOf(pages[0]).join(),
    /^text: alongside the old hole lies a better one and behind it a little shed is being reared$/,
  );
});

test('letters of a ligature that the file has with their bytes turned round are told', async (t) => {
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }], fonts: [font('\u6600\u7400')] }));
  assert.match(blocksOf(pages[0]).join(), /a befter one and behind it a liftle shed/);
});
