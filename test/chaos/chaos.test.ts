import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultLeaseTimes } from '../../packages/server/src/queue/index.ts';
import { runChaos, summaryOf } from './chaos.ts';
import type { Driver } from './store.ts';

const drivers: readonly Driver[] = ['sqlite', 'redis'];

for (const driver of drivers)
  test(`${driver}: nothing is lost, stuck or ended twice while everything is killed at random`, async (t) => {
    const seed = Date.now() % 100_000;
    const run = { jobs: 400, duration: 45_000, seed, driver, workers: 2, rest: 2_500, keep: false };
    const report = await runChaos(run);
    t.diagnostic(`seed ${seed}\n${summaryOf(report)}`);
    assert.deepEqual(report.faults, []);
    assert.equal(report.acknowledged, run.jobs);
    const slowest = Math.max(
      0,
      ...report.resumes.filter(({ alone, disturbed }) => !alone && !disturbed).map(({ time }) => time),
    );
    // The 15 s that are promised are measured by the long run on an idle machine; a slow one may take as long as a job may be stuck at all.
    assert.ok(slowest <= 2 * defaultLeaseTimes.lease, `a job was taken up again only after ${slowest} ms`);
  });
