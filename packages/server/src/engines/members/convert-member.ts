import { open } from 'node:fs/promises';
import { type Page, schemaVersion, type Warning } from '@docmill/document';
import { contradictedExtension, detectFormat, type Format, isAudio, unsupportedFormat } from '#capabilities';
import { AppError, toAppError } from '#errors';
import {
  type AssetBytes,
  type Converted,
  draftsInMemory,
  type Engine,
  type EngineRun,
  type PageDraft,
  type PageEngine,
} from '../engine.ts';
import { archiveLimitsOf, nestingOf, refuseAbove } from './nesting.ts';

/** Member is a file inside another, unpacked to a scratch file; its name is only shown, never used as a path. */
export interface Member {
  readonly name: string;
  readonly path: string;
}

/**
 * ConvertMember converts a member with whichever engine reads it, as if it had been sent by itself. Throws `unsupported_format`,
 * `archive_limit` for containers in too many others, and what the engine throws.
 */
export type ConvertMember = (run: EngineRun, member: Member) => Promise<Converted>;

/** Formats that hold files of their own. */
const containers: ReadonlySet<Format> = new Set(['zip', 'tar', 'gz', 'mbox', 'eml', 'msg'] as const);

const headSize = 4_100;
const tailSize = 65_536;

/** createMemberConverter makes a ConvertMember of engines. */
export function createMemberConverter(engines: () => readonly Engine[]): ConvertMember {
  return async (run, { name, path }) => {
    const { ends, bytes } = await lookAt(path);
    const detected = await detectFormat({ ...ends, fileName: name });
    if (!('format' in detected)) throw unsupportedFormat(name, detected.unsupported);
    const { format } = detected;
    const { depth, spent } = nestingOf(run);
    const nesting = { depth: depth + 1, spent };
    if (containers.has(format)) refuseAbove('MAX_ARCHIVE_DEPTH', archiveLimitsOf(run).maxDepth, nesting.depth + 1);
    const engine = engines().find((candidate) => candidate.describe().formats.includes(format));
    if (engine === undefined)
      throw isAudio(format)
        ? new AppError('no_transcription', { params: { file: name } })
        : unsupportedFormat(name, format);
    const inner: EngineRun = { ...run, file: { path, format, bytes, name }, nesting };
    const converted =
      engine.type === 'document' ? await engine.convert(inner, () => undefined) : await readWhole(engine, inner);
    return withCorrection(converted, name, format);
  };
}

async function lookAt(path: string) {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    const head = await read(0, Math.min(size, headSize));
    const tail = await read(Math.max(0, size - tailSize), Math.min(size, tailSize));
    return { ends: { head, tail }, bytes: size };
  } finally {
    await file.close();
  }
}

/** withCorrection says that a name promises another format than the content has. */
function withCorrection(converted: Converted, name: string, format: Format): Converted {
  const extension = contradictedExtension(name, format);
  if (extension === undefined) return converted;
  const correction: Warning = { code: 'format_corrected', params: { extension, format } };
  const { document, assets } = converted;
  return { document: { ...document, warnings: [correction, ...document.warnings] }, assets };
}

/** readWhole reads all pages of a member at once, in memory: its size is bounded by that of the archive. */
async function readWhole(engine: PageEngine, run: EngineRun): Promise<Converted> {
  const survey = await engine.survey(run);
  const drafts: PageDraft[] = [];
  const warnings: Warning[] = [];
  let failure: Error | undefined;
  for await (const read of engine.readPages(
    run,
    Array.from({ length: survey.pageCount }, (_, index) => index),
  )) {
    run.signal.throwIfAborted();
    if (!('error' in read)) drafts.push(read);
    else {
      failure ??= read.error;
      warnings.push({
        code: 'page_failed',
        pageNumber: read.pageIndex + 1,
        params: { reason: toAppError(read.error, 'page_failed').code },
      });
    }
  }
  if (drafts.length === 0 && failure !== undefined) throw failure;
  const pages: Page[] = await Array.fromAsync(engine.assemble(run, draftsInMemory(drafts), survey));
  const assets = new Map<string, AssetBytes>();
  for (const draft of drafts) for (const one of draft.assets) assets.set(one.asset.name, one);
  return {
    document: {
      schemaVersion,
      metadata: survey.metadata,
      pages,
      assets: [...assets.values()].map(({ asset }) => asset),
      warnings: [...warnings, ...drafts.flatMap((draft) => draft.warnings)],
    },
    assets: [...assets.values()],
  };
}
