import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Inline } from '@docmill/document';
import { parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type OwnFont } from '../../../../../test/fixtures/pdf-maker.ts';
import { saysNothing } from './outline-look.ts';

/** A font whose letters are stems so wide, that lean so far. */
const stems = (name: string, width: number, lean = 0): OwnFont => ({
  name,
  glyphs: [...'dhilnb'].map((letter) => ({
    code: letter.charCodeAt(0),
    name: letter,
    boxes: [[100, 0, 100 + width, 700]],
    meaning: letter,
    lean,
  })),
});

const stylesOf = (content: readonly Inline[] = [], text: string) =>
  content.flatMap((inline) => (inline.type === 'text' && inline.text.includes(text) ? [inline.styles ?? []] : []));

test('names that only number a font say nothing of it', () => {
  for (const name of ['AdvPS6F00', 'AdvTT5843c571', 'F12', 'TT2', 'T1_0', 'Font3']) assert.ok(saysNothing(name), name);
  for (const name of ['CMR10', 'Times-Roman', 'Arial', 'Frutiger45', 'Georgia']) assert.ok(!saysNothing(name), name);
});

test('the stems of letters tell whether a font that is only numbered is bold or slanted', async (t) => {
  const fonts = [stems('AdvS1', 90), stems('AdvS2', 140), stems('AdvS3', 90, 180), stems('Stems', 140)];
  const sentence = 'the wheel stood still for two years before anyone came to mend the paddles';
  const parts = fonts.map(({ name }, at) => ({ text: 'hilib', x: 72 + 60 * at, y: 652, font: `own ${name}` as const }));
  const between = fonts.map((_, at) => ({ text: ' and ', x: 108 + 60 * at, y: 652 }));
  const words = [...column({ lines: Array(4).fill(sentence), x: 72, y: 700 }), ...parts, ...between];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }], fonts }));
  const text = pages[0]?.blocks.find((block) => block.type === 'text');
  assert.deepEqual(stylesOf(text?.content, 'hilib'), [[], ['bold'], ['italic'], []]);
});
