import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JobRecord } from '../../packages/server/src/jobs/index.ts';
import { parseManifest } from '../../packages/server/src/results/index.ts';

/** checkResult blames what is missing or cut off of a job's result. */
export function checkResult(data: string, job: JobRecord, blame: (what: string) => void): void {
  const output = join(data, 'output');
  try {
    const manifest = parseManifest(readFileSync(join(output, job.result?.manifestKey ?? ''), 'utf8'));
    for (const { key, bytes } of manifest.artifacts)
      if (statSync(join(output, key)).size !== bytes) blame(`${key} is cut off`);
    if (job.state !== 'completed') blame(`has a result and is ${job.state}`);
    if (!job.projected || !existsSync(join(output, job.id, manifest.layoutFolder))) blame('has no layout');
  } catch (error) {
    blame(`its result cannot be read: ${String(error)}`);
  }
}

/** leftOvers names files and processes that belong to nothing any more, after the cleaner has been. */
export function leftOvers(data: string, documents: readonly JobRecord[]): readonly string[] {
  const temp = join(data, 'temp');
  const states = new Map<string, string>(documents.map((job) => [job.id, job.state]));
  const faults: string[] = [];
  for (const id of namesIn(join(temp, 'uploads'))) {
    const state = states.get(id);
    // That of a failed job stays for a re-run.
    if (state === 'completed' || state === 'cancelled') faults.push(`upload of ${state} job ${id} is left`);
  }
  for (const id of namesIn(join(temp, '.checkpoints')))
    faults.push(`checkpoints of ${states.get(id)} job ${id} are left`);
  for (const pid of namesIn(join(temp, '.work'))) faults.push(`scratch folder of process ${pid} is left`);
  for (const folder of [temp, join(data, 'output')])
    for (const path of interruptedWrites(folder)) faults.push(`interrupted write ${path} is left`);
  return [...faults, ...processesOf(data).map((pid) => `process ${pid} is left`)];
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function interruptedWrites(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)\.tmp-[^/]*$/.test(path));
}

/** processesOf gives the living processes that were told of this folder. */
function processesOf(data: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(`DATA_DIR=${data}`);
    } catch {
      return false;
    }
  });
}
