import { existsSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { localUrlOf } from '#config';
import { AppError } from '#errors';
import type { Queue } from '#queue';
import { type Check, createCheck, type Finding, found, thrown } from './finding.ts';
import type { Patient } from './patient.ts';
import { addressTextOf } from './redis-check.ts';
import { userName } from './user-name.ts';

type Found = Omit<Finding, 'check'>;

/** File systems of statfs(2) on which locks or fsync cannot be relied on. */
const networkTypes: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4266872130: 'SMB2',
  4283649346: 'CIFS',
  1397113167: 'AFS',
  12805120: 'Ceph',
  198183888: 'Lustre',
  1196443219: 'GPFS',
  16914839: '9p',
};

/** queueCheck: the queue's file can be used, lies on a local disk, and is not paused. */
export function queueCheck(patient: Patient): Check {
  return createCheck('queue', async () => {
    const place = patient.config.redis === undefined ? await placeOf(patient) : [];
    const look = async (queue: Queue): Promise<readonly Found[]> => {
      await queue.ping();
      const { pending, running } = await queue.counts('local');
      const url = localUrlOf(patient.config.api);
      const paused = (await queue.paused()) ? [found('warning', 'queue_paused', { url })] : [];
      return [found('ok', 'queue_ok', { pending, running }), ...paused];
    };
    return [...place, ...(await withQueue(patient, look))];
  });
}

async function placeOf({ queuePath }: Patient): Promise<readonly Found[]> {
  const type = networkTypes[(await statfs(nearestFolder(dirname(queuePath)))).type];
  return type === undefined ? [] : [found('problem', 'queue_on_network', { type })];
}

/** workersCheck: some worker is alive and serves this queue. */
export function workersCheck(patient: Patient): Check {
  const ours = patient.config.queueName;
  return createCheck('workers', () =>
    withQueue(patient, async (queue) => {
      const workers = await queue.workers();
      const here = workers.filter((worker) => worker.queue === ours);
      const elsewhere = workers.filter((worker) => worker.queue !== ours);
      const names = here.map(({ name, pid }) => `${name} (pid ${pid})`).join(', ');
      return [
        here.length === 0 ? found('warning', 'workers_none') : found('ok', 'workers_ok', { count: here.length, names }),
        ...elsewhere.map(({ name, queue: other }) =>
          found('warning', 'workers_elsewhere', { name, queue: other, ours }),
        ),
      ];
    }),
  );
}

/** backlogCheck: nothing waits that nobody can take, nothing runs without a worker. */
export function backlogCheck(patient: Patient): Check {
  return createCheck('tasks', () =>
    withQueue(patient, async (queue) => {
      const workers = await queue.workers();
      const unserved = (await queue.backlog()).filter(
        ({ queue: name, engine }) =>
          !workers.some((worker) => worker.queue === name && worker.engines.includes(engine)),
      );
      const now = Date.now();
      const waiting = unserved.map(({ queue: name, engine, pending, oldest }) =>
        found('problem', 'backlog_unserved', { queue: name, engine, pending, age: ageOf(now - oldest) }),
      );
      const { jobs } = await queue.list({ owner: 'local', states: ['running'], limit: 1_000 });
      const lost = jobs.filter((job) => (job.leaseUntil ?? now) < now);
      const stuck =
        lost.length === 0
          ? found('ok', 'stuck_ok')
          : found('warning', 'stuck_jobs', { count: lost.length, example: lost[0]?.id ?? '' });
      return [...(waiting.length === 0 ? [found('ok', 'backlog_ok')] : waiting), stuck];
    }),
  );
}

/** childrenCheck: no child process outlived its worker. */
export function childrenCheck({ config, runFiles }: Patient): Check {
  return createCheck('processes', async () => {
    if (!existsSync(join(config.folders.data, 'run'))) return [found('ok', 'children_ok')];
    const pids = runFiles().orphans();
    return [
      pids.length === 0 ? found('ok', 'children_ok') : found('warning', 'children_orphaned', { pids: pids.join(' ') }),
    ];
  });
}

async function withQueue(
  patient: Patient,
  look: (queue: Queue) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  if (patient.config.redis !== undefined) return await lookInto(patient, look);
  const folder = dirname(patient.queuePath);
  if (!existsSync(patient.queuePath)) return [found('ok', 'queue_absent', { folder: nearestFolder(folder) })];
  const file = await forbiddenFile(patient.queuePath);
  if (file !== undefined)
    return [found('problem', 'queue_forbidden', { file, queue: patient.queuePath, user: userName() })];
  return await lookInto(patient, look);
}

async function lookInto(
  patient: Patient,
  look: (queue: Queue) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  try {
    const queue = await patient.openQueue();
    try {
      return await look(queue);
    } finally {
      await queue.close();
    }
  } catch (error) {
    const newer = error instanceof AppError && error.code === 'schema_too_new';
    const broken = patient.config.redis === undefined ? 'queue_broken' : 'redis_unreachable';
    const place = { folder: dirname(patient.queuePath), address: addressTextOf(patient.config) };
    return [thrown(newer ? 'queue_newer' : broken, error, place)];
  }
}

/** forbiddenFile gives the first file of the queue that this user may not write: somebody else (root) made it. */
async function forbiddenFile(queuePath: string): Promise<string | undefined> {
  for (const file of ['', '-wal', '-shm'].map((end) => queuePath + end).filter((path) => existsSync(path))) {
    try {
      await access(file, constants.R_OK | constants.W_OK);
    } catch {
      return file;
    }
  }
  return undefined;
}

/** nearestFolder gives the folder itself, or the nearest above it that exists. */
export function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

function ageOf(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
