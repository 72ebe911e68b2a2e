import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Page, renderMarkdown } from '@docmill/document';
import { detectFormat } from '../../packages/server/src/capabilities/index.ts';
import {
  type DocumentEngine,
  draftsInMemory,
  type Engine,
  type EngineRun,
  type PageDraft,
  type PageEngine,
} from '../../packages/server/src/engines/engine.ts';
import { createBuiltInEngines } from '../../packages/server/src/engines/index.ts';

/** ParsedHere is what Docmill makes of a file, in this process. */
export interface ParsedHere {
  readonly pages: readonly Page[];
  readonly markdown: string;
}

const limits = { maxPages: 100_000, maxPixels: 50_000_000, maxOutputBytes: 1e9 };

const engines = createBuiltInEngines();

/** runOf makes the engine's input for a local file; throws an Error in words when no engine reads it. */
export async function runOf(path: string): Promise<{ readonly engine: Engine; readonly run: EngineRun }> {
  const name = basename(path);
  const detected = await detectFormat({ ...(await endsOf(path)), fileName: name });
  if (!('format' in detected)) throw new Error(`no engine reads ${detected.unsupported}`);
  const { format } = detected;
  const engine = engines.find((one) => one.describe().formats.includes(format));
  if (engine === undefined) throw new Error(`no engine reads ${format}`);
  const { size: bytes } = await stat(path);
  return {
    engine,
    run: { file: { path, format, bytes, name }, options: {}, limits, signal: AbortSignal.timeout(120_000) },
  };
}

const headSize = 4_100;
const tailSize = 65_536;

/** endsOf reads what formats are told apart by, as the intake does. */
async function endsOf(path: string): Promise<{ readonly head: Uint8Array; readonly tail: Uint8Array }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    return { head: await read(0, headSize), tail: await read(Math.max(0, size - tailSize), tailSize) };
  } finally {
    await file.close();
  }
}

/** parseHere parses a file with the built-in engine for its format; throws the engine's AppErrors. */
export async function parseHere(path: string): Promise<ParsedHere> {
  const { engine, run } = await runOf(path);
  const pages = engine.type === 'pages' ? await pagesOf(engine, run) : await convertedPages(engine, run);
  const parts = await Array.fromAsync(renderMarkdown(pages, { furniture: 'notes' }));
  return { pages, markdown: parts.join('') };
}

async function convertedPages(engine: DocumentEngine, run: EngineRun): Promise<readonly Page[]> {
  const { document } = await engine.convert(run, () => undefined);
  return document.pages;
}

async function pagesOf(engine: PageEngine, run: EngineRun): Promise<readonly Page[]> {
  const survey = await engine.survey(run);
  const wanted = Array.from({ length: survey.pageCount }, (_, index) => index);
  const drafts: PageDraft[] = [];
  for await (const read of engine.readPages(run, wanted)) if ('content' in read) drafts.push(read);
  return Array.fromAsync(engine.assemble(run, draftsInMemory(drafts), survey));
}
