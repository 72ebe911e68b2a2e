import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../test/redis/servers.ts';
import { type BenchRequest, type Figure, percentile } from './bench.ts';
import { main, startProgram } from './program.ts';

const submissions = 4_000;
const statusReads = 30_000;
const connections = 8;
const fileBytes = 100_000;

/** benchHttp measures the API of a service without worker: durable submissions of 100 kB, and reads of a pending task. */
export async function benchHttp({ drivers }: BenchRequest): Promise<readonly Figure[]> {
  const figures = drivers.includes('sqlite') ? [...(await measureService('sqlite', {}))] : [];
  if (drivers.includes('redis')) {
    const server = await startServer('redis', { appendfsync: 'always' });
    try {
      figures.push(...(await measureService('redis always', { REDIS_URL: server.url })));
    } finally {
      await server.close();
    }
  }
  return [...figures, await measureVersion()];
}

async function measureService(place: string, env: Readonly<Record<string, string>>): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  const service = await startProgram(folder, ['serve', '--no-worker'], env);
  try {
    const { url, startTime } = service;
    const figures = [...(await measureSubmissions(url)), await measureStatus(url)];
    const start = { name: 'start to listening', value: startTime, unit: 'ms', target: 1_500, better: 'lower' } as const;
    return [...figures, start].map((figure) => ({ ...figure, name: `${place}: ${figure.name}` }));
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The best of five, with a warm compile cache. */
async function measureVersion(): Promise<Figure> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now();
    await once(spawn(process.execPath, [main, '--version'], { stdio: 'ignore' }), 'exit');
    best = Math.min(best, performance.now() - began);
  }
  return { name: 'docmill --version', value: best, unit: 'ms', target: 300, better: 'lower' };
}

const agent = new Agent({ keepAlive: true, maxSockets: connections });

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

async function call({ method, url, headers = {}, body }: Call): Promise<string> {
  const outgoing = request(url, { method, headers, agent });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  if (response.statusCode !== 200) throw new Error(`${method} ${url}: ${response.statusCode} ${text}`);
  return text;
}

async function repeat(
  count: number,
  work: (at: number) => Promise<void>,
): Promise<{ seconds: number; times: readonly number[] }> {
  const times: number[] = [];
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      const began = performance.now();
      await work(next);
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  return { seconds: (performance.now() - began) / 1_000, times };
}

async function measureSubmissions(url: string): Promise<readonly Figure[]> {
  const boundary = 'docmill-bench';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="paper.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7\n`;
  const body = Buffer.concat([Buffer.from(head), Buffer.alloc(fileBytes, 'x'), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': String(body.length),
  };
  const submit = async () => void (await call({ method: 'POST', url: `${url}/api/v1/tasks/submit`, headers, body }));
  await repeat(200, submit);
  const { seconds, times } = await repeat(submissions, submit);
  return [
    {
      name: 'submissions of 100 kB, durable',
      value: submissions / seconds,
      unit: '1/s',
      target: 500,
      better: 'higher',
    },
    { name: 'submission p99, 8 connections', value: percentile(times, 0.99), unit: 'ms', target: 50, better: 'lower' },
  ];
}

async function measureStatus(url: string): Promise<Figure> {
  const list = JSON.parse(await call({ method: 'GET', url: `${url}/api/v1/queue/tasks?limit=1` })) as {
    tasks: { task_id: string }[];
  };
  const task = `${url}/api/v1/tasks/${list.tasks[0]?.task_id}`;
  const read = async () => void (await call({ method: 'GET', url: task }));
  await repeat(2_000, read);
  const { seconds } = await repeat(statusReads, read);
  return {
    name: 'status of a pending task',
    value: statusReads / seconds,
    unit: '1/s',
    target: 3_000,
    better: 'higher',
  };
}
