import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineRun } from '../engine.ts';

/** Scratch is a folder for one member at a time. */
export interface Scratch {
  /** put writes a file under a name of its own and gives its path; the file before is removed. */
  put(data: Uint8Array | AsyncIterable<Uint8Array>): Promise<string>;
}

/** withScratch gives work a folder of its own and removes it afterwards. */
export async function withScratch<Result>(
  run: EngineRun,
  work: (scratch: Scratch) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(run.workFolder ?? tmpdir(), 'docmill-members-'));
  const path = join(folder, 'member');
  try {
    return await work({
      async put(data) {
        await writeFile(path, data, { signal: run.signal });
        return path;
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
