import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** pythonWith gives a Python that has the packages, in an environment of its own that is made when it is first needed or lacks one. */
export async function pythonWith(folder: string, packages: readonly string[]): Promise<string> {
  const python = join(folder, 'bin', 'python');
  const ready = join(folder, 'ready');
  const wanted = packages.join('\n');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === wanted) return python;
  await run('python3', ['-m', 'venv', folder], { timeout: 120_000 });
  await run(python, ['-m', 'pip', 'install', '--quiet', ...packages], { timeout: 300_000 });
  writeFileSync(ready, wanted);
  return python;
}
