import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Asset, type Page, validateDocument, validatePage } from '@docmill/document';
import { AppError } from '#errors';
import type { DocumentEngine, DraftSource, Engine, EngineRun, PageEngine } from './engine.ts';

/** Sample is a file that the engine must read, or that it must refuse with a code. */
export interface Sample {
  readonly name: string;
  readonly format: string;
  readonly data: Uint8Array;
  readonly refusedWith?: string;
}

/** ConformanceInput: `good` needs at least one sample; a page engine's first one several pages. */
export interface ConformanceInput {
  readonly create: () => Engine;
  readonly good: readonly Sample[];
  readonly bad: readonly Sample[];
}

const limits = { maxPages: 20_000, maxPixels: 50_000_000, maxOutputBytes: 1_000_000_000 };

/** engineConformance is the suite that every engine passes. */
export function engineConformance(name: string, { create, good, bad }: ConformanceInput): void {
  const runOf = async (t: TestContext, sample: Sample, signal = new AbortController().signal): Promise<EngineRun> => {
    const folder = await mkdtemp(join(tmpdir(), 'docmill-engine-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'file');
    await writeFile(path, sample.data);
    const file = { path, format: sample.format, bytes: sample.data.byteLength, name: sample.name };
    return { file, options: {}, limits, signal };
  };

  test(`${name} describes itself without being started`, () => {
    const descriptor = create().describe();
    assert.match(descriptor.name, /^[a-z]+$/);
    assert.ok(descriptor.formats.length > 0 && descriptor.version !== '');
    assert.equal(descriptor.type, create().type);
  });

  test(`${name} is ready`, async () => {
    assert.deepEqual(await create().check(), { ready: true });
  });

  for (const sample of good) {
    test(`${name} gives a valid document for ${sample.name}`, async (t) => {
      const engine = create();
      const run = await runOf(t, sample);
      if (engine.type === 'pages') await assertPages(engine, run);
      else await assertDocument(engine, run);
    });
  }

  for (const sample of bad) {
    test(`${name} refuses ${sample.name} with ${sample.refusedWith} and reads the next file`, async (t) => {
      const engine = create();
      await assert.rejects(
        readAll(engine, await runOf(t, sample)),
        (error) => error instanceof AppError && error.code === sample.refusedWith,
      );
      const [next] = good;
      if (next !== undefined) await readAll(engine, await runOf(t, next));
    });
  }

  test(`${name} stops when it is told to`, async (t) => {
    const [sample] = good;
    assert.ok(sample !== undefined);
    const abort = new AbortController();
    const run = await runOf(t, sample, abort.signal);
    abort.abort(new AppError('task_timeout'));
    await assert.rejects(readAll(create(), run));
  });
}

async function readAll(engine: Engine, run: EngineRun): Promise<readonly Page[]> {
  if (engine.type === 'document') return (await engine.convert(run, () => undefined)).document.pages;
  const { pages } = await readInChunks(engine, run, [await allPages(engine, run)]);
  return pages;
}

async function allPages(engine: PageEngine, run: EngineRun): Promise<readonly number[]> {
  const { pageCount } = await engine.survey(run);
  return Array.from({ length: pageCount }, (_, index) => index);
}

async function assertDocument(engine: DocumentEngine, run: EngineRun): Promise<void> {
  const seen: number[] = [];
  const { document, assets } = await engine.convert(run, (pagesDone) => seen.push(pagesDone));
  const checked = validateDocument(document);
  assert.deepEqual(checked.ok ? [] : checked.issues, []);
  assert.deepEqual(assets.map(({ asset }) => asset.name).sort(), document.assets.map((asset) => asset.name).sort());
  assert.ok(seen.length > 0, 'progress is told');
}

/** Reading pages in chunks, and drafts that went through JSON, must give the same pages as reading all at once. */
async function assertPages(engine: PageEngine, run: EngineRun): Promise<void> {
  const all = await allPages(engine, run);
  const whole = await readInChunks(engine, run, [all]);
  for (const page of whole.pages) {
    const checked = validatePage(page);
    assert.deepEqual(checked.ok ? [] : checked.issues, []);
  }
  assert.deepEqual(
    whole.pages.map((page) => page.index),
    all,
  );
  const chunks = await readInChunks(
    engine,
    run,
    all.map((index) => [index]),
  );
  assert.deepEqual(chunks.pages, whole.pages);
}

async function readInChunks(
  engine: PageEngine,
  run: EngineRun,
  chunks: readonly (readonly number[])[],
): Promise<{ pages: readonly Page[] }> {
  const stored: string[] = [];
  for (const chunk of chunks) {
    for await (const read of engine.readPages(run, chunk)) {
      if ('error' in read) throw read.error;
      stored.push(JSON.stringify({ ...read, assets: read.assets.map(({ asset }): Asset => asset) }));
    }
  }
  const drafts: DraftSource<unknown> = async function* () {
    for (const draft of stored) yield JSON.parse(draft);
  };
  return { pages: await Array.fromAsync(engine.assemble(run, drafts, await engine.survey(run))) };
}
