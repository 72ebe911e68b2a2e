import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMarkdownPage } from '@docmill/document';
import { parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { makePdf, type OwnFont, type Words } from '../../../../../test/fixtures/pdf-maker.ts';

const box = [50, 0, 450, 600] as const;
const letters = [...'abdeghilnorst'];
const font = (meaningOf: (letter: string, at: number) => string | undefined): OwnFont => ({
  name: 'Rows',
  glyphs: letters.map((letter, at) => {
    const meaning = meaningOf(letter, at);
    return { code: 40 + at, name: `row${at}`, boxes: [box], ...(meaning === undefined ? {} : { meaning }) };
  }),
});
const words = (text: string, y: number): Words => ({
  text: [...text].map((letter) => String.fromCharCode(letter === ' ' ? 32 : 40 + letters.indexOf(letter))).join(''),
  x: 72,
  y,
  font: 'own Rows',
});
const page = { words: Array.from({ length: 8 }, (_, at) => words('the old bridge is not so large', 700 - 20 * at)) };

test('what the file does not tell of a font that it tells else is unknown, not the code that stands for it', async (t) => {
  const fonts = [font((letter) => (letter === 'g' ? undefined : letter))];
  const { pages } = await parsePdf(t, makePdf({ pages: [page], fonts }));
  assert.match(pages.map((one) => renderMarkdownPage(one)).join(''), /bride\uFFFD|brid\uFFFDe/);
});

test('a font that tells nothing at all is read by its codes, as old programs meant it', async (t) => {
  const { pages } = await parsePdf(t, makePdf({ pages: [page], fonts: [font(() => undefined)] }));
  assert.doesNotMatch(pages.map((one) => renderMarkdownPage(one)).join(''), /\uFFFD/);
});

test('a font that tells nothing, and whose codes make no words, is unknown: the words in other fonts are kept', async (t) => {
  const signs = '!#$%&*+/:;<=>';
  const glyphs = letters.map((_, at) => ({ code: signs.charCodeAt(at), name: `row${at}`, boxes: [box] }));
  const coded = [...'the old bridge is not so large'].map((letter) => signs[letters.indexOf(letter)] ?? ' ').join('');
  const own: Words = { text: coded, x: 72, y: 700, font: 'own Signs' };
  const told: Words = { text: 'The mill stood at the river for two hundred years', x: 72, y: 650 };
  const fonts = [{ name: 'Signs', glyphs }];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words: [own, { ...own, y: 680 }, told] }], fonts }));
  const markdown = pages.map((one) => renderMarkdownPage(one)).join('');
  assert.doesNotMatch(markdown, /[#$%&]/);
  assert.match(markdown, /two hundred years/);
  assert.ok((pages[0]?.quality?.garbled ?? 0) > 0.4);
});

test('glyphs that stand for whole sentences are a broken table of characters: the page needs to be read by sight', async (t) => {
  const fonts = [font((letter, at) => (at % 2 === 0 ? 'the old bridge is not' : letter))];
  const { pages, warnings } = await parsePdf(t, makePdf({ pages: [page], fonts }));
  assert.equal(pages[0]?.quality?.needsOcr, 'garbled');
  assert.deepEqual(
    warnings.map(({ code }) => code),
    ['garbled_text'],
  );
});
