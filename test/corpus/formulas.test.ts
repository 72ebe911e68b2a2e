import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { caseNames, compare } from './corpus.ts';
import { displayedFormulas, latexScore } from './latex-score.ts';

/** Formulas that were not read have no LaTeX at all, so each costs its whole share. */
const least = 0.95;

for (const name of caseNames()) {
  const truth = new URL(`${name}/truth.txt`, import.meta.url);
  if (!existsSync(truth)) continue;
  test(`${name}: the LaTeX of its formulas is that of its source`, async (t) => {
    const wanted = readFileSync(truth, 'utf8').trim().split('\n');
    const read = displayedFormulas((await compare(name, 'embedpdf')).actual);
    const scores = wanted.map((latex, at) => {
      const found = read.find((one) => one.endsWith(`\\tag{${at + 1}}`)) ?? '';
      const score = latexScore(found, latex);
      if (score < 1) t.diagnostic(`${score.toFixed(2)}  ${found}  for  ${latex}`);
      return score;
    });
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    t.diagnostic(`${name}: ${mean.toFixed(3)} of ${scores.length} formulas`);
    assert.ok(mean >= least, `${mean.toFixed(3)} is under ${least}`);
  });
}

test('formulas that look the same score the same, and each wrong token costs its share', () => {
  assert.equal(latexScore('x^{2}_{i} \\leq \\left( y \\right)', 'x_i^2 \\le (y)'), 1);
  assert.equal(latexScore('a + b', 'a - b').toFixed(2), '0.67');
  assert.equal(latexScore('', 'a'), 0);
});
