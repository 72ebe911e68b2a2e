import type { Warning } from '@docmill/document';
import { contradictedExtension } from '#capabilities';
import type { Engine, EngineLimits } from '#engines';
import { AppError } from '#errors';
import type { SlotBeat, SlotOutcome, SlotRun, SlotSetup } from '#process';
import { type Manifest, manifestVersion } from '#results';
import type { Storage } from '#storage';
import { createArtifactWriter } from './artifact-writer.ts';
import { type PageStream, streamPages } from './page-stream.ts';
import { convertDocument, type ReadDocument, readPagedDocument } from './read-document.ts';
import { type Parsed, writeArtifacts } from './write-artifacts.ts';

/** Records and answers name at most this many warnings; the manifest names all. */
const warningsInRecord = 100;

/** While pages are made, a run says that it is alive this often, ms. */
const pulse = 100;

/** PipelineDeps is all that the pipeline works with. */
export interface PipelineDeps {
  readonly files: Storage;
  readonly outputs: Storage;
  readonly engines: ReadonlyMap<string, Engine>;
  readonly limits: EngineLimits;
  readonly embedImages: boolean;
  /** When documents go out in chunks; undefined: never. */
  readonly pagination: SlotSetup['pagination'];
  /** A folder of its own, empty. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  /** beat tells how far the run is and, while pages are read, at which page; it resolves in a later turn, so that an abort may arrive. */
  beat(beat: SlotBeat): Promise<void>;
}

/**
 * parseDocument turns one file into a result in the output storage, reads the pages of a chunk, or plans the chunks of a large file. Errors are AppErrors of the
 * engine or the storage.
 */
export async function parseDocument(run: SlotRun, deps: PipelineDeps): Promise<SlotOutcome> {
  const engine = deps.engines.get(run.engine);
  if (engine === undefined) throw new AppError('engine_unavailable', { params: { engine: run.engine } });
  await deps.beat({ pagesDone: 0 });
  const path = await deps.files.fetch(run.file.key, deps.workFolder);
  const { format, bytes, name } = run.file;
  const file = { path, format, bytes, name };
  const { limits, signal, workFolder } = deps;
  const engineRun = { file, options: run.options, limits, signal, workFolder };
  const input = { run, engineRun, deps };
  const read = engine.type === 'pages' ? await readPagedDocument(engine, input) : await convertDocument(engine, input);
  if ('type' in read) return read;
  const stream = streamPages(read.pages, pulseOf(read, deps));
  const warnings = () => [...correctionOf(name, format), ...blankness(stream, read), ...read.warnings];
  return { type: 'done', result: await publish({ run, path, read, stream, warnings, deps }, engine) };
}

/** pulseOf gives what is called with each page that is made: it tells now and then that the run is alive. */
function pulseOf({ progress }: ReadDocument, { signal, beat }: PipelineDeps): () => Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - toldAt < pulse) return;
    toldAt = performance.now();
    await beat(progress);
  };
}

/** Blank pages are no fault of the file, but whoever gets nothing should know that there was nothing. */
function blankness({ hasContent }: PageStream, { failedPages }: ReadDocument): readonly Warning[] {
  return hasContent || failedPages.length > 0 ? [] : [{ code: 'no_content' }];
}

/** The type was found by content: a name that says another one is worth a word. */
function correctionOf(name: string, format: string): readonly Warning[] {
  const extension = contradictedExtension(name, format);
  return extension === undefined ? [] : [{ code: 'format_corrected', params: { extension, format } }];
}

/** publish writes the artifacts of a document and, last, the manifest that names them. */
async function publish(parsed: Parsed, engine: Engine): Promise<Extract<SlotOutcome, { type: 'done' }>['result']> {
  const { run, read, stream, deps } = parsed;
  const writer = createArtifactWriter(deps.outputs, deps.limits.maxOutputBytes);
  const layoutFolder = await writeArtifacts(parsed, writer);
  const { name, version } = engine.describe();
  const manifest: Manifest = {
    version: manifestVersion,
    jobId: run.jobId,
    engine: { name, version },
    outcome: read.failedPages.length === 0 ? 'full' : 'partial',
    pages: stream.count,
    failedPages: [...read.failedPages],
    warnings: [...parsed.warnings()],
    layoutFolder,
    artifacts: [...(await writer.finish())],
  };
  const manifestKey = `${run.attemptFolder}/manifest.json`;
  await deps.outputs.write(manifestKey, JSON.stringify(manifest));
  const { engine: engineRef, outcome, failedPages, pages } = manifest;
  const warnings = firstWarnings(parsed.warnings());
  return { manifestKey, resultVersion: manifestVersion, outcome, failedPages, warnings, engine: engineRef, pages };
}

function firstWarnings(warnings: readonly Warning[]): Warning[] {
  if (warnings.length <= warningsInRecord) return [...warnings];
  const more: Warning = { code: 'more_warnings', params: { count: warnings.length - warningsInRecord } };
  return [...warnings.slice(0, warningsInRecord), more];
}
