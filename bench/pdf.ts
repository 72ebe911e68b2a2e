import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slotFlags } from '../packages/server/src/worker/slot-process.ts';
import { column, makePdf } from '../test/fixtures/pdf-maker.ts';
import type { BenchRequest, Figure } from './bench.ts';
import type { Cost } from './cost.ts';
import type { StageCosts } from './pdf-stages.ts';
import { slotPeak } from './slot-memory.ts';

/**
 * benchPdf measures each stage of the pdf engine over the given files, or over a made one of dense columns: pages a CPU-second and a second,
 * and the memory of a slot that parses them.
 * Without pictures: as a job with `images` drop asks for.
 */
export async function benchPdf({ args: files }: BenchRequest): Promise<readonly Figure[]> {
  if (files.length > 0) return measure(files);
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  try {
    const made = join(folder, 'made.pdf');
    writeFileSync(made, densePdf());
    return await measure([made]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function densePdf(): Uint8Array {
  const line = 'The stones of the mill were cut from the hill above the valley and';
  const lines = Array.from({ length: 60 }, () => line);
  const at = (x: number) => column({ lines, x, y: 780, size: 8, leading: 12 });
  return makePdf({ pages: Array.from({ length: 30 }, () => ({ words: [...at(50), ...at(310)] })) });
}

async function measure(files: readonly string[]): Promise<readonly Figure[]> {
  const { pages, stages } = await costsOf(files);
  const peak = (await slotPeak(files)) / 2 ** 20;
  return [
    ...stages.flatMap(([stage, cost]) => figuresOf(stage, pages, cost)),
    { name: 'pdf slot with pictures', value: peak, unit: 'MB at most', target: 300, better: 'lower' },
  ];
}

/** costsOf measures in a process of its own, with the flags of Node that slots have. */
async function costsOf(files: readonly string[]): Promise<StageCosts> {
  const child = fork(new URL('./pdf-stages.ts', import.meta.url), files, { execArgv: [...slotFlags] });
  const [costs] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (typeof costs !== 'object') throw new Error(`measuring ended with ${costs}`);
  return costs;
}

const targets: Readonly<Record<string, number>> = {
  'all without pictures': 100,
  'all with pictures': 40,
};

function figuresOf(stage: string, pages: number, { cpu, wall }: Cost): readonly Figure[] {
  const target = targets[stage];
  return [
    {
      name: `pdf ${stage}`,
      value: pages / cpu,
      unit: 'pages/CPU-s',
      better: 'higher',
      ...(target === undefined ? {} : { target }),
    },
    { name: `pdf ${stage}`, value: pages / wall, unit: 'pages/s', better: 'higher' },
  ];
}
