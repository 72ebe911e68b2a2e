/**
 * Measures the stages of the pdf engine over files for `pdf.ts`, which starts it as slots are started, and sends what the cheapest round cost.
 */
import { basename } from 'node:path';
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
import { type Cost, costOf } from './cost.ts';

/** StageCosts are the pages of all files and what each stage cost over them. */
export interface StageCosts {
  readonly pages: number;
  readonly stages: readonly (readonly [string, Cost])[];
}

/** Node compiles over the first thousands of pages, which a slot does once: so many rounds warm up. */
const warmUps = 40;
/** Of so many rounds the cheapest counts, since other programs disturb but never help. */
const rounds = 10;

process.send?.(await measure(process.argv.slice(2)));

async function measure(files: readonly string[]): Promise<StageCosts> {
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
  return { pages, stages: [...best] };
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
