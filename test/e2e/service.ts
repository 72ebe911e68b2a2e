import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');
const cli = join(root, 'packages/server/src/cli/main.ts');
const faulty = join(import.meta.dirname, 'faulty-service.ts');

/** Service is a process of the service, started for a test. */
export interface Service {
  readonly url: string;
  readonly pid: number;
  /** All lines of its log so far. */
  readonly log: readonly Record<string, unknown>[];
  /** kill sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** ServiceOptions: `program` faulty has engines that misbehave on order; `command` as on the command line. */
export interface ServiceOptions {
  readonly data: string;
  readonly command?: 'serve' | 'worker';
  readonly program?: 'docmill' | 'faulty';
  readonly env?: Readonly<Record<string, string>>;
}

/** dataFolder makes a folder that goes away with the test. */
export function dataFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}

/** startService starts a process of the service and waits until it says that it listens (or, a worker, works). */
export async function startService(context: TestContext, options: ServiceOptions): Promise<Service> {
  const command = options.command ?? 'serve';
  const program = options.program === 'faulty' ? [faulty, command] : [cli, command];
  const child = spawn(process.execPath, program, {
    cwd: options.data,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATA_DIR: join(options.data, 'data'),
      API_PORT: '0',
      LOG_FORMAT: 'json',
      ...options.env,
    },
  });
  const log: Record<string, unknown>[] = [];
  const started = Promise.withResolvers<string>();
  onLine(child.stdout, (line) => {
    if (!line.startsWith('{')) return;
    const entry = JSON.parse(line) as Record<string, unknown>;
    log.push(entry);
    if (entry.message === 'listening' || entry.message === 'worker started') started.resolve(String(entry.url ?? ''));
  });
  child.once('exit', (code) => started.reject(new Error(`the service ended with ${code} before it listened`)));
  context.after(() => end(child, 'SIGKILL'));
  const url = await started.promise;
  return { url, pid: child.pid ?? 0, log, kill: (signal) => end(child, signal) };
}

/** onLine splits at line feeds alone: readline also ends lines at U+2028, which names of files may hold. */
function onLine(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/** until waits for a condition, looking again every 20 ms; fails after `limit` ms with `what`. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  limit = 30_000,
): Promise<T> {
  const deadline = performance.now() + limit;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`gave up waiting: ${what}`);
    await delay(20);
  }
}

/** A task's answer, as loosely as a script reads it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers as scripts do, field by field
export type Answer = Record<string, any>;

/** submit sends a file and gives the answer's status and body. */
export async function submit(
  url: string,
  file: { name: string; data: Uint8Array | string },
  fields: Record<string, string> = {},
): Promise<{ status: number; body: Answer }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([file.data as string]), file.name);
  const response = await fetch(`${url}/api/v1/tasks/submit`, { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as Answer };
}

/** getTask gives a task's answer. */
export async function getTask(url: string, id: string): Promise<Answer> {
  const response = await fetch(`${url}/api/v1/tasks/${id}`);
  return (await response.json()) as Answer;
}

/** untilStatus waits until a task has one of the statuses and gives its answer. */
export async function untilStatus(
  url: string,
  id: string,
  statuses: readonly string[],
  limit = 30_000,
): Promise<Answer> {
  return await until(
    `task ${id} to be ${statuses.join(' or ')}`,
    async () => {
      const answer = await getTask(url, id);
      return statuses.includes(answer.status) ? answer : undefined;
    },
    limit,
  );
}
