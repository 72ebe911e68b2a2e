import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreSource } from './corpus.ts';
import { sources } from './sources/documents.ts';
import { toFlatOdt } from './sources/to-flat-odt.ts';
import { toHtml } from './sources/to-html.ts';
import { toLatex } from './sources/to-latex.ts';
import { notesOf, type SourceNote, truthMarkdown } from './sources/to-markdown.ts';
import { toTypst } from './sources/to-typst.ts';

test('the corpus holds at least forty documents of many kinds, each with a name of its own', () => {
  const all = sources();
  assert.ok(all.length >= 40);
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  assert.ok(new Set(all.map(({ kind }) => kind)).size >= 15);
});

test('the same sources are made each time', () => {
  assert.deepEqual(sources(), sources());
});

test('what a perfect reader would write scores 1 in every part', () => {
  for (const source of sources()) {
    const truth = truthMarkdown(source);
    const written = withNotes(truth, notesOf(source));
    for (const [part, score] of Object.entries(scoreSource(source, truth, written)))
      assert.ok(score === undefined || score === 1, `${source.name}: ${part} ${score}`);
  }
});

test('every word of a source is in what each program gets', () => {
  const words = (text: string) => text.match(/\p{L}{5,}/gu) ?? [];
  for (const source of sources()) {
    const write = { chromium: toHtml, typst: toTypst, libreoffice: toFlatOdt, latex: toLatex }[source.maker];
    const given = new Set(words(write(source).replaceAll('\\n', ' ')));
    const texts = source.blocks.flatMap((block) =>
      block.kind === 'text' || block.kind === 'title' ? [block.text] : [],
    );
    for (const word of texts.flatMap(words)) assert.ok(given.has(word), `${source.name}: ${word}`);
  }
});

/** withNotes hangs notes on their paragraphs. */
function withNotes(truth: string, notes: readonly SourceNote[]): string {
  return notes.reduce(
    (markdown, { note, text }, at) => `${markdown.replace(text, () => `${text}[^${at}]`)}\n\n[^${at}]: ${note}`,
    truth,
  );
}
