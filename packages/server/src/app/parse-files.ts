import { createReadStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { installedEngines, normaliseOptions, type OptionsInput } from '#capabilities';
import type { Config } from '#config';
import { AppError, toAppError } from '#errors';
import { createIntake, newDocument } from '#intake';
import { createJobId, type DocumentResult, type JobRecord, newRecord, type Progress, settle } from '#jobs';
import { artifactOf, readManifest, uploadKeyOf } from '#results';
import { createLocalStorage, type Storage } from '#storage';
import type { Runner } from '#worker';
import { createParsingRunner } from './embedded-worker.ts';

/** ParsedFile is what became of one file. */
export interface ParsedFile {
  readonly file: string;
  /** Folder that holds its output; absent when it failed or when only its Markdown was asked for. */
  readonly folder?: string;
  readonly markdown?: string;
  readonly result?: DocumentResult;
  readonly error?: AppError;
}

/** ParseRequest is what `docmill parse` was asked to do. */
export interface ParseRequest {
  readonly paths: readonly string[];
  /** Folder for the output; undefined gives the Markdown instead. */
  readonly outputFolder: string | undefined;
  readonly options: OptionsInput;
  readonly backend: string;
  onProgress(file: string, progress: Progress): void;
  onParsed(parsed: ParsedFile): void;
  readonly signal: AbortSignal;
}

interface Workshop {
  readonly config: Config;
  readonly files: Storage;
  readonly outputs: Storage;
  readonly runner: Runner;
}

/** parseFiles parses files on this machine, without a server, in the same supervised slots that a worker uses. */
export async function parseFiles(config: Config, request: ParseRequest): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'docmill-'));
  const folders = { data: scratch, temp: join(scratch, 'temp'), output: join(scratch, 'output') };
  const warm = Math.min(request.paths.length, config.worker.concurrency);
  const runner = createParsingRunner({ ...config, folders }, { log: { warn: () => undefined }, warm });
  const files = createLocalStorage({ root: folders.temp });
  const outputs = createLocalStorage({ root: folders.output });
  const targets = createTargets(request.outputFolder);
  const queue = [...request.paths];
  const place = async () => {
    for (let path = queue.shift(); path !== undefined && !request.signal.aborted; path = queue.shift()) {
      request.onParsed(await parseOne({ config, files, outputs, runner }, { ...request, path, targets }));
    }
  };
  try {
    await Promise.all(Array.from({ length: runner.places }, place));
  } finally {
    await runner.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

interface OneRequest extends ParseRequest {
  readonly path: string;
  readonly targets: Targets;
}

async function parseOne(workshop: Workshop, request: OneRequest): Promise<ParsedFile> {
  const { path } = request;
  try {
    const job = await admit(workshop, request);
    const result = await run(workshop, job, request);
    const written = await write(workshop, result, request);
    return { file: path, result, ...written };
  } catch (error) {
    return { file: path, error: toAppError(error, 'engine_failed') };
  }
}

/** admit takes the file in as the service does, so that the same limits and the same detection hold. */
async function admit({ config, files }: Workshop, { path, options, backend }: OneRequest): Promise<JobRecord> {
  const id = createJobId();
  const intake = createIntake({ files, maxBytes: config.limits.maxFileSize, maxUploads: Number.POSITIVE_INFINITY });
  if ((await statFile(path)).isDirectory())
    throw new AppError('file_unreadable', { params: { file: path, reason: 'it is a folder' } });
  const file = await intake.receive({ key: uploadKeyOf(id), name: basename(path), source: createReadStream(path) });
  const job = newDocument({
    id,
    owner: 'local',
    queue: config.queueName,
    source: 'cli',
    backend,
    file,
    options: normaliseOptions(options, config.defaults),
    engines: installedEngines(config.services),
  });
  return newRecord(job, Date.now());
}

async function statFile(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError('file_unreadable', {
      params: { file: path, reason: missing ? 'there is no such file' : String(cause) },
      cause,
    });
  }
}

/** run repeats a job by the rules of the queue (a page that kills its slot twice is given up), without waiting times. */
async function run({ runner }: Workshop, first: JobRecord, request: OneRequest): Promise<DocumentResult> {
  for (let job = first; ; ) {
    const running = runner.run({
      job,
      chunks: [],
      onProgress: (progress) => request.onProgress(request.path, progress),
    });
    const stop = () => running.stop();
    request.signal.addEventListener('abort', stop, { once: true });
    const end = await running.ended;
    request.signal.removeEventListener('abort', stop);
    if (end.type === 'done') return end.result;
    // Nothing is sent out without a queue.
    if (end.type !== 'ended') throw new AppError('shutting_down');
    const policy = { maxRetries: 0, retryDelay: 0 };
    const settled = settle(job, end.end, { policy, now: Date.now() });
    if (settled.state === 'failed')
      throw new AppError(settled.error.code, { params: settled.error.params, cause: end.detail });
    const { state: _, availableAt: __, ...counters } = settled;
    job = { ...job, ...counters, claims: job.claims + 1 };
  }
}

async function write(
  workshop: Workshop,
  result: DocumentResult,
  request: OneRequest,
): Promise<{ folder?: string; markdown?: string }> {
  const { outputs } = workshop;
  const manifest = await readManifest(outputs, result.manifestKey);
  const scratch = join(workshop.config.folders.temp, '.copies');
  if (request.outputFolder === undefined) {
    const artifact = artifactOf(manifest, 'markdown');
    return {
      markdown: artifact === undefined ? '' : await readFile(await outputs.fetch(artifact.key, scratch), 'utf8'),
    };
  }
  const folder = request.targets.take(manifest.layoutFolder);
  try {
    for (const { key, path } of manifest.artifacts) {
      if (path === undefined) continue;
      const target = join(request.outputFolder, folder.rename(path));
      await mkdir(dirname(target), { recursive: true });
      await copyFile(await outputs.fetch(key, scratch), target);
    }
  } catch (cause) {
    throw new AppError('output_unwritable', {
      params: { folder: request.outputFolder, reason: String((cause as Error).message) },
      cause,
    });
  }
  return { folder: join(request.outputFolder, folder.name) };
}

interface Targets {
  /** take gives each result a folder of its own: files that differ only by folder or extension become `stem`, `stem_2`, ... */
  take(layoutFolder: string): { readonly name: string; rename(path: string): string };
}

function createTargets(outputFolder: string | undefined): Targets {
  const taken = new Set<string>();
  return {
    take(layoutFolder) {
      const [stem = '', method = ''] = layoutFolder.split('/');
      let free = stem;
      for (let n = 2; taken.has(`${free}/${method}`.toLowerCase()); n += 1) free = `${stem}_${n}`;
      taken.add(`${free}/${method}`.toLowerCase());
      const rename = (path: string) =>
        path.replaceAll(stemAtStart(stem), free).replace(`${method}/${stem}`, `${method}/${free}`);
      return {
        name: `${free}/${method}`,
        rename: outputFolder === undefined || free === stem ? (path) => path : rename,
      };
    },
  };
}

function stemAtStart(stem: string): RegExp {
  return new RegExp(`^${RegExp.escape(stem)}(?=/)`, 'g');
}
