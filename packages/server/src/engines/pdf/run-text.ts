import type { Run } from './page-content.ts';

/** textOfRuns gives the characters of a stretch of text, whatever they are set in. */
export function textOfRuns(runs: readonly Run[]): string {
  // Most stretches are of one run, and all of them are asked several times.
  if (runs.length === 1) return (runs[0] as Run).text;
  let text = '';
  for (const run of runs) text += run.text;
  return text;
}
