import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createJobId, newRecord } from '../../packages/server/src/jobs/index.ts';
import { createRunFiles } from '../../packages/server/src/process/index.ts';
import { jobOf } from '../../packages/server/src/queue/conformance/world.ts';
import { uploadKeyOf } from '../../packages/server/src/results/index.ts';
import { createLocalStorage } from '../../packages/server/src/storage/index.ts';
import { createSlotPool } from '../../packages/server/src/worker/index.ts';
import { faultFile } from './faulty-engine.ts';
import { dataFolder } from './service.ts';

/** One slot with engines that misbehave on order. */
async function setup(t: TestContext) {
  const folder = dataFolder(t);
  const [filesRoot, outputsRoot, workFolder] = ['temp', 'output', 'work'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(workFolder);
  const files = createLocalStorage({ root: filesRoot });
  const pool = createSlotPool({
    places: 1,
    maxRunsPerChild: 100,
    runFiles: createRunFiles(join(folder, 'run')),
    entry: new URL('./faulty-slot.ts', import.meta.url),
    limits: { memory: 2e9, silence: 30_000, softTime: 60_000, hardTime: 60_000 },
    setup: {
      filesRoot,
      outputsRoot,
      workFolder,
      limits: { maxPages: 100, maxPixels: 1e6, maxOutputBytes: 1e9 },
      embedImages: true,
    } as Parameters<typeof createSlotPool>[0]['setup'],
  });
  t.after(() => pool.close());
  const run = async () => {
    const id = createJobId();
    const data = faultFile({ pages: 2 });
    await files.write(uploadKeyOf(id), data);
    const file = { name: 'a.pdf', key: uploadKeyOf(id), bytes: data.length, hash: 'a'.repeat(64), format: 'pdf' };
    const job = { ...newRecord(jobOf({ id, file }), Date.now()), claims: 1 };
    return pool.run({ job, chunks: [], onProgress: () => undefined });
  };
  return { run };
}

test('a stop that comes after the end of its run does not reach the next run in that slot', async (t) => {
  const { run } = await setup(t);
  const first = await run();
  assert.equal((await first.ended).type, 'done');
  const second = await run();
  // The store tells of the first run's end while the second begins.
  first.stop();
  assert.equal((await second.ended).type, 'done');
  const third = await run();
  third.stop();
  assert.equal((await third.ended).type, 'stopped');
});
