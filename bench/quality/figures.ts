import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, 'figures.jsonl');

/** keepFigures adds the figures of a run to `figures.jsonl`, with the day and the revision they belong to. */
export function keepFigures(run: string, figures: unknown): void {
  const date = new Date().toISOString().slice(0, 16);
  appendFileSync(path, `${JSON.stringify({ date, revision: revision(), run, figures })}\n`);
}

/** The revision is marked when files of the engines are changed but not committed. */
function revision(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', '../../packages') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
