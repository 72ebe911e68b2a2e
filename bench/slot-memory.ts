import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { column, gridLines, makePdf, type PageSpec, rowsOfWords } from '../test/fixtures/pdf-maker.ts';
import { childrenOf, main, peakOf } from './program.ts';

/** slotPeak parses files one after the other with `docmill parse` and gives the most that its slot, which does nothing else, takes: bytes. */
export async function slotPeak(files: readonly string[], flags: readonly string[] = []): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-bench-'));
  try {
    const child = spawn(process.execPath, [main, 'parse', ...files, '-o', folder, '-j', '1', '-q', ...flags], {
      stdio: 'ignore',
      env: { ...process.env, MAX_PAGES: '20000' },
    });
    const ended = once(child, 'exit');
    let most = 0;
    while (child.exitCode === null && child.signalCode === null) {
      most = Math.max(most, ...childrenOf(child.pid ?? 0).map(peakOf));
      await Promise.race([ended, delay(20)]);
    }
    if (child.exitCode !== 0) throw new Error(`docmill parse ended with ${child.exitCode}`);
    return most;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** longPdfPeak gives the same for a made file of so many pages, each with text, a table and a formula. */
export async function longPdfPeak(pages: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-bench-'));
  try {
    const path = join(folder, 'long.pdf');
    await writeFile(path, makePdf({ pages: Array.from({ length: pages }, (_, at) => longPage(at + 1)) }));
    return await slotPeak([path]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function longPage(number: number): PageSpec {
  const line = `Page ${number}: the stones of the mill were cut from the hill above the valley.`;
  const rows = [
    ['Year', 'Rye', 'Oats'],
    ['1801', String(number), '17'],
    ['1802', '29', String(2 * number)],
  ];
  return {
    words: [
      ...column({ lines: Array.from({ length: 10 }, () => line), x: 50, y: 780, size: 10, leading: 14 }),
      ...rowsOfWords({ rows, xs: [60, 160, 260], y: 590, leading: 20 }),
      { text: `\u2211 a \u2264 b + ${number}`, x: 200, y: 480, size: 12, font: 'STSong-Light' },
    ],
    drawing: gridLines([50, 150, 250, 350], [610, 584, 564, 544]),
  };
}
