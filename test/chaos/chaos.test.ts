import assert from 'node:assert/strict';
import { test } from 'node:test';
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
    assert.ok(slowest <= 15_000, `a job was taken up again only after ${slowest} ms`);
  });
