/**
 * Runs the tests and closes with `N passed, N failed`. `node scripts/test.ts unit` runs what needs no server, no build and no
 * second process of the service; without an argument everything runs, after `npm run check`'s other parts and, in CI or as root, the setup.
 */
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const unitOnly = process.argv[2] === 'unit';
const root = new URL('..', import.meta.url);

function step(command: string, args: readonly string[]): void {
  process.stdout.write(`> ${[command, ...args].join(' ')}\n`);
  execFileSync(command, args, { cwd: root, stdio: 'inherit' });
}

const unitFiles = ['packages/*/src/**/*.test.ts', 'test/*.test.ts', 'test/chaos/history.test.ts', 'bench/**/*.test.ts'];
const otherFiles = ['test/redis/**/*.test.ts', 'test/e2e/**/*.test.ts', 'test/corpus/**/*.test.ts'];
/** These load the machine by themselves, and look at times. */
const aloneFiles = ['test/chaos/chaos.test.ts'];

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

async function runTests(patterns: readonly string[]): Promise<Counts> {
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  const counts = { passed: 0, failed: 0 };
  const stream = run({ files: [...files], cwd: root.pathname, concurrency: 2, timeout: 600_000 });
  stream.on('test:summary', (summary) => {
    if (summary.file !== undefined) return;
    counts.passed = summary.counts.passed;
    counts.failed = summary.counts.tests - summary.counts.passed - summary.counts.skipped - summary.counts.todo;
  });
  const reporter = stream.compose(new spec());
  for await (const chunk of reporter) process.stdout.write(chunk);
  return counts;
}

let checksFailed = 0;
if (!unitOnly) {
  if (process.env.CI !== undefined || process.getuid?.() === 0) step('npm', ['run', '--silent', 'test:setup']);
  try {
    step('npm', ['run', '--silent', 'check:static']);
  } catch {
    checksFailed = 1;
  }
}
const parts = unitOnly ? [unitFiles] : [[...unitFiles, ...otherFiles], aloneFiles];
const counts: Counts[] = [];
for (const part of parts) counts.push(await runTests(part));
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed + checksFailed} failed\n`);
process.exit(failed + checksFailed === 0 && passed > 0 ? 0 : 1);
