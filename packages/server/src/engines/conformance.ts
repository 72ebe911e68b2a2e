import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { assetsOf, type Page, validateDocument, validatePage } from '@docmill/document';
import { AppError } from '#errors';
import {
  type AssetBytes,
  type DocumentEngine,
  draftsInMemory,
  type Engine,
  type EngineRun,
  type PageDraft,
  type PageEngine,
} from './engine.ts';

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

  test(`${name} does not begin when it was told to stop`, async (t) => {
    const abort = new AbortController();
    abort.abort(new AppError('task_timeout'));
    await assert.rejects(readAll(create(), await runOf(t, first(good), abort.signal)));
  });

  const engine = create();
  if (engine.type !== 'pages') return;
  test(`${name} stops within a page when it is told to`, async (t) => {
    const abort = new AbortController();
    const run = await runOf(t, first(good), abort.signal);
    const reason = new AppError('task_timeout');
    let read = 0;
    const reading = async () => {
      for await (const _ of engine.readPages(run, await allPages(engine, run))) {
        read += 1;
        abort.abort(reason);
      }
    };
    await assert.rejects(reading(), (error) => error === reason);
    assert.equal(read, 1);
  });

  test(`${name} reads a page alone as it reads it among others`, async (t) => {
    const run = await runOf(t, first(good));
    const all = await allPages(engine, run);
    const whole = await draftsOf(engine, run, all);
    for (const index of all) assert.deepEqual(await draftsOf(engine, run, [index]), [whole[index]]);
  });
}

function first(samples: readonly Sample[]): Sample {
  const [sample] = samples;
  assert.ok(sample !== undefined, 'a good sample');
  return sample;
}

async function draftsOf(
  engine: PageEngine,
  run: EngineRun,
  pages: readonly number[],
): Promise<readonly PageDraft<unknown>[]> {
  const drafts: PageDraft<unknown>[] = [];
  for await (const read of engine.readPages(run, pages)) {
    if ('error' in read) throw read.error;
    drafts.push(read);
  }
  return drafts;
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
  assertAssets(whole.pages, whole.assets);
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
): Promise<{ pages: readonly Page[]; assets: readonly AssetBytes[] }> {
  const stored: PageDraft[] = [];
  const assets: AssetBytes[] = [];
  for (const chunk of chunks) {
    for (const draft of await draftsOf(engine, run, chunk)) {
      stored.push(JSON.parse(JSON.stringify({ ...draft, assets: [] })));
      assets.push(...draft.assets);
    }
  }
  return {
    pages: await Array.fromAsync(engine.assemble(run, draftsInMemory(stored), await engine.survey(run))),
    assets,
  };
}

/** A picture is named by its bytes, and no page refers to one that was not handed over. */
function assertAssets(pages: readonly Page[], assets: readonly AssetBytes[]): void {
  for (const { asset, data } of assets) {
    assert.equal(asset.name.split('.')[0], createHash('sha256').update(data).digest('hex'));
    assert.equal(asset.bytes, data.byteLength);
  }
  const known = new Set(assets.map(({ asset }) => asset.name));
  for (const page of pages) for (const name of assetsOf(page)) assert.ok(known.has(name), name);
}
