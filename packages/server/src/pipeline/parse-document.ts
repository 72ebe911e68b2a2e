import { createReadStream } from 'node:fs';
import {
  type Asset,
  renderHtml,
  renderMarkdown,
  streamContentList,
  streamContentListV2,
  streamMiddleJson,
  streamModelJson,
  streamPassages,
  type Warning,
} from '@docmill/document';
import { contradictedExtension, storedOptions } from '#capabilities';
import type { Engine, EngineLimits } from '#engines';
import { AppError } from '#errors';
import type { SlotBeat, SlotOutcome, SlotRun, SlotSetup } from '#process';
import { type Artifact, type Manifest, manifestVersion, methodFolderOf } from '#results';
import { type Storage, safeStem, stemOf } from '#storage';
import { type ArtifactWriter, createArtifactWriter } from './artifact-writer.ts';
import { streamDocumentJson } from './document-json.ts';
import { convertDocument, type ReadDocument, readPagedDocument } from './read-document.ts';
import { renderingsOf, wordsOnly } from './renderings.ts';

/** Records and answers name at most this many warnings; the manifest names all. */
const warningsInRecord = 100;

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
  /** beat tells how far the run is and, while pages are read, at which page; resolves when it is told. */
  beat(beat: Omit<SlotBeat, 'type'>): Promise<void>;
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
  const warnings = [...correctionOf(name, format), ...blankness(read), ...read.warnings];
  return { type: 'done', result: await publish({ run, path, read: { ...read, warnings }, deps }, engine) };
}

/** Blank pages are no fault of the file, but whoever gets nothing should know that there was nothing. */
function blankness({ spool, failedPages }: ReadDocument): readonly Warning[] {
  return spool.hasContent || failedPages.length > 0 ? [] : [{ code: 'no_content' }];
}

/** The type was found by content: a name that says another one is worth a word. */
function correctionOf(name: string, format: string): readonly Warning[] {
  const extension = contradictedExtension(name, format);
  return extension === undefined ? [] : [{ code: 'format_corrected', params: { extension, format } }];
}

/** publish writes the artifacts of a document and, last, the manifest that names them. */
async function publish(parsed: Parsed, engine: Engine): Promise<Extract<SlotOutcome, { type: 'done' }>['result']> {
  const { run, read, deps } = parsed;
  const writer = createArtifactWriter(deps.outputs, deps.limits.maxOutputBytes);
  const layoutFolder = await writeArtifacts(parsed, writer);
  const { name, version } = engine.describe();
  const manifest: Manifest = {
    version: manifestVersion,
    jobId: run.jobId,
    engine: { name, version },
    outcome: read.failedPages.length === 0 ? 'full' : 'partial',
    pages: read.spool.count,
    failedPages: [...read.failedPages],
    warnings: [...read.warnings],
    layoutFolder,
    artifacts: [...(await writer.finish())],
  };
  const manifestKey = `${run.attemptFolder}/manifest.json`;
  await deps.outputs.write(manifestKey, JSON.stringify(manifest));
  const { engine: engineRef, outcome, failedPages, pages } = manifest;
  const warnings = firstWarnings(read.warnings);
  return { manifestKey, resultVersion: manifestVersion, outcome, failedPages, warnings, engine: engineRef, pages };
}

function firstWarnings(warnings: readonly Warning[]): Warning[] {
  if (warnings.length <= warningsInRecord) return [...warnings];
  const more: Warning = { code: 'more_warnings', params: { count: warnings.length - warningsInRecord } };
  return [...warnings.slice(0, warningsInRecord), more];
}

const json = 'application/json';

interface Parsed {
  readonly run: SlotRun;
  /** The file itself, as a local path. */
  readonly path: string;
  readonly read: ReadDocument;
  readonly deps: PipelineDeps;
}

/** writeArtifacts writes every output file of a document and gives the folder of the contract's layout. */
async function writeArtifacts({ run, path, read: whole, deps }: Parsed, writer: ArtifactWriter): Promise<string> {
  const options = storedOptions(run.options);
  const read = options.images === 'drop' ? wordsOnly(whole) : whole;
  const stem = safeStem(stemOf(run.file.name));
  const folder = `${stem}/${methodFolderOf(run.backend, options.method)}`;
  const alive = () => deps.beat({ pagesDone: read.spool.count });
  const write = async (artifact: Omit<Artifact, 'bytes'>, source: AsyncIterable<string | Uint8Array>) => {
    deps.signal.throwIfAborted();
    await alive();
    await writer.write(artifact, source);
  };
  const named = (type: Artifact['type'], suffix: string, mediaType: string): Omit<Artifact, 'bytes'> => {
    return {
      type,
      key: `${run.attemptFolder}/${type}${extensionOf(suffix)}`,
      path: `${folder}/${stem}${suffix}`,
      mediaType,
    };
  };
  for (const asset of read.assets)
    await write(imageArtifact(run, folder, asset), createReadStream(read.assetPath(asset.name)));
  const pages = () => read.spool.pages();
  const texts = renderingsOf(read, {
    options,
    stem: stemOf(run.file.name),
    embedImages: deps.embedImages,
  });
  const envelope = { backend: 'pipeline', version: '3.4.5' };
  await write(named('markdown', '.md', 'text/markdown'), renderMarkdown(pages(), texts.markdown));
  await write(named('content_list', '_content_list.json', json), streamContentList(pages()));
  await write(named('content_list_v2', '_content_list_v2.json', json), streamContentListV2(pages()));
  await write(named('middle', '_middle.json', json), streamMiddleJson(pages(), envelope));
  await write(named('model', '_model.json', json), streamModelJson(pages()));
  if (options.html) await write(named('html', '.html', 'text/html'), renderHtml(pages(), texts.html));
  if (options.passages)
    await write(named('passages', '_passages.jsonl', 'application/jsonl'), streamPassages(pages(), texts.passages));
  const document = {
    type: 'document',
    key: `${run.attemptFolder}/document.json`,
    mediaType: json,
  } as const;
  await write(document, streamDocumentJson(pages(), read));
  if (options.keepOriginal) await write(originalArtifact(run), createReadStream(path));
  return folder;
}

/** The name is part of the key only as its format: names are what clients choose. */
function originalArtifact(run: SlotRun): Omit<Artifact, 'bytes'> {
  const key = `${run.attemptFolder}/original.${run.file.format}`;
  return { type: 'original', key, mediaType: 'application/octet-stream' };
}

function extensionOf(suffix: string): string {
  return suffix.slice(suffix.lastIndexOf('.'));
}

function imageArtifact(run: SlotRun, folder: string, asset: Asset): Omit<Artifact, 'bytes'> {
  return {
    type: 'image',
    key: `${run.attemptFolder}/images/${asset.name}`,
    path: `${folder}/images/${asset.name}`,
    mediaType: asset.mediaType,
  };
}
