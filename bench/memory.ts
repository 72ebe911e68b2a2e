import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { builtInEngines, normaliseOptions } from '../packages/server/src/capabilities/index.ts';
import { newDocument } from '../packages/server/src/intake/index.ts';
import { createJobId, type JobResult } from '../packages/server/src/jobs/index.ts';
import { createSqliteQueue } from '../packages/server/src/queue/index.ts';
import { attemptFolderOf, type Manifest } from '../packages/server/src/results/index.ts';
import { createLocalStorage } from '../packages/server/src/storage/index.ts';
import type { Figure } from './bench.ts';
import { type Program, startProgram } from './program.ts';
import { longPdfPeak } from './slot-memory.ts';

const mega = 1024 * 1024;
const uploadBytes = 500 * mega;
const answerBytes = 300 * mega;
const jobs = 10_000;
const lanes = 8;

/** benchMemory measures what the API and a worker take: a large upload, a large answer, and many small jobs. */
export async function benchMemory(): Promise<readonly Figure[]> {
  const few = await longPdfPeak(1_000);
  const many = await longPdfPeak(10_000);
  return [
    await inFolder(measureUpload),
    await inFolder(measureAnswer),
    { name: 'slot: 1,000 pages', value: few / mega, unit: 'MB at most', better: 'lower' },
    { name: 'slot: 10,000 pages', value: many / mega, unit: 'MB at most', target: 300, better: 'lower' },
    {
      name: 'slot: 10,000 pages above 1,000 pages',
      value: (many - few) / mega,
      unit: 'MB',
      // PDFium keeps the tree of the file's pages, the run the names of its pictures: 2 KB a page, whatever stands on it.
      better: 'lower',
    },
    ...(await inFolder(measureManyJobs)),
  ];
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureUpload(folder: string): Promise<Figure> {
  const service = await startProgram(folder, ['serve', '--no-worker'], { MAX_FILE_SIZE: String(2 * uploadBytes) });
  try {
    const path = join(folder, 'large.pdf');
    const file = await open(path, 'w');
    await file.write('%PDF-1.7\n');
    await file.truncate(uploadBytes);
    await file.close();
    const answer = await postFile(service.url, path);
    if (!answer.includes('"success":true')) throw new Error(answer);
    return {
      name: 'API while 500 MB are uploaded',
      value: service.peak() / mega,
      unit: 'MB at most',
      target: 200,
      better: 'lower',
    };
  } finally {
    await service.stop();
  }
}

async function postFile(url: string, path: string): Promise<string> {
  const boundary = 'docmill-bench';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="large.pdf"\r\n\r\n`;
  const outgoing = request(`${url}/api/v1/tasks/submit`, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
  const answered = new Promise<string>((resolve, reject) => {
    outgoing.on('error', reject).on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(text);
    });
  });
  outgoing.write(head);
  for await (const chunk of createReadStream(path, { highWaterMark: mega }))
    if (!outgoing.write(chunk)) await new Promise((resolve) => outgoing.once('drain', resolve));
  outgoing.end(`\r\n--${boundary}--\r\n`);
  return await answered;
}

/** A completed task whose middle JSON is large, made as a worker would have made it. */
async function measureAnswer(folder: string): Promise<Figure> {
  const id = await addLargeResult(folder);
  const service = await startProgram(folder, ['serve', '--no-worker']);
  try {
    const response = await fetch(`${service.url}/api/v1/tasks/${id}`);
    let bytes = 0;
    for await (const chunk of response.body ?? []) bytes += chunk.byteLength;
    if (bytes < answerBytes) throw new Error(`only ${bytes} bytes came`);
    return {
      name: 'API while an answer of 300 MB is read',
      value: service.peak() / mega,
      unit: 'MB at most',
      target: 250,
      better: 'lower',
    };
  } finally {
    await service.stop();
  }
}

async function addLargeResult(folder: string): Promise<string> {
  const queue = await createSqliteQueue({ path: join(folder, 'queue.db'), policy: { maxRetries: 0, retryDelay: 0 } });
  const outputs = createLocalStorage({ root: join(folder, 'output') });
  const id = createJobId();
  const attempt = attemptFolderOf(id, 1);
  const block = `${JSON.stringify({ type: 'text', content: '字'.repeat(20_000) })},`;
  const middle = async function* () {
    yield Buffer.from('{"pdf_info":[');
    for (let bytes = 0; bytes < answerBytes; bytes += Buffer.byteLength(block)) yield Buffer.from(block);
    yield Buffer.from('{}]}');
  };
  const written = await outputs.write(`${attempt}/middle.json`, middle());
  const manifest: Manifest = {
    version: 1,
    jobId: id,
    engine: { name: 'pdf', version: '1' },
    outcome: 'full',
    pages: 1,
    failedPages: [],
    warnings: [],
    layoutFolder: 'a/auto',
    artifacts: [{ type: 'middle', key: `${attempt}/middle.json`, mediaType: 'application/json', bytes: written.bytes }],
  };
  const manifestKey = `${attempt}/manifest.json`;
  await outputs.write(manifestKey, JSON.stringify(manifest));
  const file = { name: 'a.pdf', key: `uploads/${id}`, bytes: 1, hash: 'h', format: 'pdf' };
  const options = normaliseOptions({}, {});
  await queue.add([
    newDocument({
      id,
      owner: 'local',
      queue: 'q',
      source: 'v1',
      backend: 'pipeline',
      file,
      options,
      engines: builtInEngines,
    }),
  ]);
  const [leased] = await queue.claim({ workerId: 'w', queue: 'q', engines: ['pdf'], limit: 1, idle: true });
  if (leased === undefined) throw new Error('nothing to claim');
  const { engine, outcome, pages } = manifest;
  const result: JobResult = { manifestKey, resultVersion: 1, outcome, failedPages: [], warnings: [], engine, pages };
  await queue.complete(leased.lease, result);
  await queue.close();
  return id;
}

/** Small files all the way through the service: submitted, parsed, looked at. */
async function measureManyJobs(folder: string): Promise<readonly Figure[]> {
  const service = await startProgram(folder, ['serve', '--no-worker']);
  const worker = await startProgram(folder, ['worker', '--concurrency', '2']);
  try {
    const samples: { readonly api: number; readonly worker: number }[] = [];
    for (let done = 0; done < jobs; done += 1_000) {
      await sendJobs(service.url, 1_000);
      samples.push({ api: await settled(service), worker: await settled(worker) });
    }
    return [
      ...growthOf(
        'API',
        samples.map(({ api }) => api),
      ),
      ...growthOf(
        'worker',
        samples.map((sample) => sample.worker),
      ),
    ];
  } finally {
    await worker.stop();
    await service.stop();
  }
}

async function sendJobs(url: string, count: number): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      const form = new FormData();
      form.set('file', new Blob([`# Note ${next}\n\nA small file.\n`]), `note ${next}.md`);
      const response = await fetch(`${url}/api/v1/tasks/submit`, { method: 'POST', body: form });
      const { task_id: id } = (await response.json()) as { task_id: string };
      while (!(await isDone(url, id))) await delay(20);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function isDone(url: string, id: string): Promise<boolean> {
  const { status } = (await (await fetch(`${url}/api/v1/tasks/${id}`)).json()) as { status: string };
  if (status === 'failed') throw new Error(`task ${id} failed`);
  return status === 'completed';
}

/** settled gives the least memory within a second: what a collection of garbage is about to free does not count. */
async function settled(program: Program): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 10; look += 1) {
    least = Math.min(least, program.resident());
    await delay(100);
  }
  return least;
}

function growthOf(name: string, samples: readonly number[]): readonly Figure[] {
  const at = (index: number) => (samples[index] ?? 0) / mega;
  const last = samples.length - 1;
  return [
    {
      name: `${name}: growth from 1,000 to 10,000 jobs`,
      value: at(last) - at(0),
      unit: 'MB',
      target: 30,
      better: 'lower',
    },
    {
      name: `${name}: growth a 1,000 jobs over the last 5,000`,
      value: (at(last) - at(last - 5)) / 5,
      unit: 'MB',
      target: 1,
      better: 'lower',
    },
    { name: `${name}: after 1,000 jobs`, value: at(0), unit: 'MB', better: 'lower' },
  ];
}
