import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  type Page,
  renderMarkdown,
  streamContentList,
  streamContentListV2,
  streamMiddleJson,
  streamModelJson,
} from '@docmill/document';
import { draftsInMemory, type EngineRun } from '../packages/server/src/engines/engine.ts';
import { createPdfEngine } from '../packages/server/src/engines/pdf/index.ts';
import type { PdfDraft } from '../packages/server/src/engines/pdf/laid-out.ts';
import { column, makePdf } from '../test/fixtures/pdf-maker.ts';
import type { BenchRequest, Figure } from './bench.ts';
import { type Cost, costOf } from './cost.ts';
import { slotPeak } from './slot-memory.ts';

/** Node compiles over the first few hundred pages, which a slot does once: so many rounds warm up. */
const warmUps = 12;
/** Of so many rounds the cheapest counts, since other programs disturb but never help. */
const rounds = 5;

/**
 * benchPdf measures each stage of the pdf engine over the given files, or over a made one of dense columns: pages a CPU-second and a second,
 * and the memory of a slot that parses them.
 * Without pictures: as a job with `images` drop asks for.
 */
export async function benchPdf({ args: files }: BenchRequest): Promise<readonly Figure[]> {
  if (files.length > 0) return measure(files);
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  try {
    const made = join(folder, 'made.pdf');
    writeFileSync(made, densePdf());
    return await measure([made]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function densePdf(): Uint8Array {
  const line = 'The stones of the mill were cut from the hill above the valley and';
  const lines = Array.from({ length: 60 }, () => line);
  const at = (x: number) => column({ lines, x, y: 780, size: 8, leading: 12 });
  return makePdf({ pages: Array.from({ length: 30 }, () => ({ words: [...at(50), ...at(310)] })) });
}

async function measure(files: readonly string[]): Promise<readonly Figure[]> {
  const best = new Map<string, Cost>();
  let pages = 0;
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const costs = await measureOnce(files);
    pages = costs.pages;
    if (round < warmUps) continue;
    for (const [stage, cost] of costs.stages) {
      const before = best.get(stage);
      if (before === undefined || cost.cpu < before.cpu) best.set(stage, cost);
    }
  }
  const peak = (await slotPeak(files)) / 2 ** 20;
  return [
    ...[...best].flatMap(([stage, cost]) => figuresOf(stage, pages, cost)),
    { name: 'pdf slot with pictures', value: peak, unit: 'MB at most', target: 300, better: 'lower' },
  ];
}

const targets: Readonly<Record<string, number>> = {
  'all without pictures': 100,
  'all with pictures': 40,
};

function figuresOf(stage: string, pages: number, { cpu, wall }: Cost): readonly Figure[] {
  const target = targets[stage];
  return [
    {
      name: `pdf ${stage}`,
      value: pages / cpu,
      unit: 'pages/CPU-s',
      better: 'higher',
      ...(target === undefined ? {} : { target }),
    },
    { name: `pdf ${stage}`, value: pages / wall, unit: 'pages/s', better: 'higher' },
  ];
}

interface Round {
  readonly pages: number;
  readonly stages: ReadonlyMap<string, Cost>;
}

async function measureOnce(files: readonly string[]): Promise<Round> {
  const stages = new Map<string, Cost>();
  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const { value, cost } = await costOf(work);
    const before = stages.get(stage) ?? { cpu: 0, wall: 0 };
    stages.set(stage, { cpu: before.cpu + cost.cpu, wall: before.wall + cost.wall });
    return value;
  };
  let count = 0;
  for (const path of files) {
    const engine = createPdfEngine();
    const run = runOf(path);
    const survey = await timed('open', () => engine.survey(run));
    count += survey.pageCount;
    const read = (one: EngineRun) => async () => {
      const drafts: PdfDraft[] = [];
      const wanted = Array.from({ length: survey.pageCount }, (_, index) => index);
      for await (const draft of engine.readPages(one, wanted)) if ('content' in draft) drafts.push(draft);
      return drafts;
    };
    await timed('read with pictures', read(run));
    const drafts = await timed('read without pictures', read(runOf(path, { images: 'drop' })));
    const pages = await timed('assemble', () => Array.fromAsync(engine.assemble(run, draftsInMemory(drafts), survey)));
    await timed('Markdown', () => drained(renderMarkdown(pages)));
    await timed('JSON', () => renderJson(pages));
  }
  const sum = (...names: readonly string[]): Cost =>
    names.reduce(
      (total, name) => ({
        cpu: total.cpu + (stages.get(name)?.cpu ?? 0),
        wall: total.wall + (stages.get(name)?.wall ?? 0),
      }),
      { cpu: 0, wall: 0 },
    );
  stages.set('all without pictures', sum('open', 'read without pictures', 'assemble', 'Markdown', 'JSON'));
  stages.set('all with pictures', sum('open', 'read with pictures', 'assemble', 'Markdown', 'JSON'));
  return { pages: count, stages };
}

function runOf(path: string, options: EngineRun['options'] = {}): EngineRun {
  return {
    file: { path, format: 'pdf', bytes: 0, name: basename(path) },
    options,
    limits: { maxPages: 1e6, maxPixels: 50_000_000, maxOutputBytes: 1e9 },
    signal: new AbortController().signal,
  };
}

/** The JSON files that the pipeline writes for each document. */
async function renderJson(pages: readonly Page[]): Promise<void> {
  const envelope = { backend: 'pipeline', version: '0' };
  for (const stream of [streamContentList, streamContentListV2, streamModelJson]) await drained(stream(all(pages)));
  await drained(streamMiddleJson(all(pages), envelope));
}

async function* all(pages: readonly Page[]): AsyncGenerator<Page> {
  yield* pages;
}

async function drained(parts: AsyncIterable<string>): Promise<number> {
  let length = 0;
  for await (const part of parts) length += part.length;
  return length;
}
