import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makePdf, type PageSpec } from '../test/fixtures/pdf-maker.ts';
import { type Figure, percentile } from './bench.ts';
import { type Program, startProgram } from './program.ts';

const jobs = 8;
/** A job is at least a second of one core's work. */
const pagesOfJob = 220;
const pagesOfBook = 400;
const rounds = 5;
/** The share of one worker's time that two may take. */
const target = 0.65;

interface Task {
  readonly status: string;
  readonly result_path: string | null;
  readonly completed_at: string;
}

/** How often a task is asked for, ms: the time that counts is the one that the task names, so that asking may cost little. */
const askedEvery = 100;

/**
 * benchScale measures what a second worker is worth, one slot each: on several documents, and on the chunks of one. The output of chunks must
 * be that of the whole, byte for byte. It says something only on a machine with two idle cores.
 */
export async function benchScale(): Promise<readonly Figure[]> {
  const documents = Array.from({ length: jobs }, () => ({ pages: pagesOfJob, chunked: false }));
  const book = { pages: pagesOfBook, chunked: true };
  return await withServices(async (one, two) => {
    const many = await compared(`${jobs} documents`, documents, [one, two]);
    const chunks = await compared(`${pagesOfBook} pages in chunks`, [book], [one, two]);
    const whole = await timeOf(one, [{ ...book, chunked: false }]);
    assert.deepEqual(chunks.files, whole.files, 'chunks over two workers give what one run gives');
    const alone = { name: `${pagesOfBook} pages whole`, value: whole.seconds, unit: 's', better: 'lower' } as const;
    return [...many.figures, alone, ...chunks.figures];
  });
}

/** Document is one that the bench makes. */
interface Document {
  readonly pages: number;
  readonly chunked: boolean;
}

/** compared times one worker and two in turns, since what a shared machine gives drifts by a fifth within minutes; the medians count. */
async function compared(
  what: string,
  documents: readonly Document[],
  [one, two]: readonly [string, string],
): Promise<{ readonly figures: readonly Figure[]; readonly files: Timed['files'] }> {
  const [alone, together]: [number[], number[]] = [[], []];
  let files: Timed['files'] = [];
  for (let round = 0; round < rounds; round += 1) {
    alone.push((await timeOf(one, documents)).seconds);
    const timed = await timeOf(two, documents);
    together.push(timed.seconds);
    files = timed.files;
  }
  const seconds = percentile(alone, 0.5);
  const share = percentile(together, 0.5) / seconds;
  const figures = [
    { name: `${what}, one worker`, value: seconds, unit: 's', better: 'lower' },
    { name: `${what}: two workers in ... of the time of one`, value: share, unit: '', target, better: 'lower' },
  ] as const;
  return { figures, files };
}

/** withServices runs a service with one worker and another with two; their slots are warm, and whoever has nothing to do stands still. */
async function withServices<T>(use: (one: string, two: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  const programs: Program[] = [];
  const start = async (workers: number) => {
    const data = mkdtempSync(join(folder, 'data-'));
    const env = { WORKER_CONCURRENCY: '1', LOG_LEVEL: 'info' };
    const service = await startProgram(data, ['serve', '--no-worker'], env);
    programs.push(service);
    for (let at = 0; at < workers; at += 1) programs.push(await startProgram(data, ['worker'], env));
    // As many as there are slots at once, so that each worker gets one.
    const warmUp = Array.from({ length: workers }, () => ({ pages: pagesOfBook, chunked: false }));
    await runAll(service.url, warmUp);
    await runAll(service.url, warmUp);
    return service.url;
  };
  try {
    return await use(await start(1), await start(2));
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Timed {
  readonly seconds: number;
  /** Names and contents of the first document's output. */
  readonly files: readonly (readonly [string, string])[];
}

/** timeOf gives the time from the first submit to the last end. */
async function timeOf(url: string, documents: readonly Document[]): Promise<Timed> {
  const began = Date.now();
  const tasks = await runAll(url, documents);
  const ended = Math.max(...tasks.map((task) => Date.parse(task.completed_at)));
  return { seconds: (ended - began) / 1_000, files: filesIn(tasks[0]?.result_path ?? '') };
}

async function runAll(url: string, documents: readonly Document[]): Promise<readonly Task[]> {
  const ids = await Promise.all(documents.map((document) => submit(url, document)));
  // One after the other: eight clients that ask fifty times a second took a sixth of a core from the workers.
  const tasks: Task[] = [];
  for (const id of ids) tasks.push(await untilDone(url, id));
  return tasks;
}

async function submit(url: string, { pages, chunked }: Document): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bookOf(pages))]), 'book.pdf');
  form.set('enable_pagination', String(chunked));
  const response = await fetch(`${url}/api/v1/tasks/submit`, { method: 'POST', body: form });
  return ((await response.json()) as { task_id: string }).task_id;
}

async function untilDone(url: string, id: string): Promise<Task> {
  const deadline = performance.now() + 300_000;
  for (;;) {
    const task = (await (await fetch(`${url}/api/v1/tasks/${id}?content=false`)).json()) as Task;
    if (task.status === 'completed' && task.result_path !== null) return task;
    if (task.status === 'failed' || performance.now() > deadline) throw new Error(`task ${id} is ${task.status}`);
    await delay(askedEvery);
  }
}

function filesIn(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'latin1')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const books = new Map<number, Uint8Array>();

/** bookOf makes pages full of text, with chapters and page numbers. */
function bookOf(pages: number): Uint8Array {
  const made = books.get(pages) ?? makePdf({ pages: Array.from({ length: pages }, (_, at) => fullPage(at)) });
  books.set(pages, made);
  return made;
}

function fullPage(at: number): PageSpec {
  const words = `Page ${at + 1} of this book has lines that are long enough to fill the width of a page with words`;
  return {
    words: [
      ...(at % 20 === 0 ? [{ x: 72, y: 770, size: 18, text: `${at / 20 + 1} A chapter` }] : []),
      ...Array.from({ length: 55 }, (_, line) => ({ x: 72, y: 740 - line * 12, size: 10, text: `${words} ${line}.` })),
      { x: 300, y: 30, size: 9, text: String(at + 1) },
    ],
  };
}
