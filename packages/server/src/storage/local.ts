import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs, unlink } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '#errors';
import { createFolderSync, type FolderSync } from './folder-sync.ts';
import { insidePath, isAbsent, mkdirDurable, tempPrefix, uniqueName } from './paths.ts';
import type { Storage, StoredObject, WriteOptions } from './port.ts';
import { publish } from './publication.ts';

/** Bytes read at once from large files. */
const largestRead = 256 * 1024;

/** LocalStorageOptions: `root` is made when it is missing; writes stop with `disk_full` while less than `minFreeBytes` are free. */
export interface LocalStorageOptions {
  readonly root: string;
  readonly minFreeBytes?: number;
}

/** createLocalStorage keeps objects as files below `root`. */
export function createLocalStorage(options: LocalStorageOptions): Storage {
  const root = resolve(options.root);
  const sync = createFolderSync();
  const pathOf = (key: string) => insidePath(root, key);
  const floor = createDiskFloor(root, options.minFreeBytes ?? 0);
  return {
    async write(key, source, writeOptions = {}) {
      const path = pathOf(key);
      return await guarded(key, async () => {
        await floor();
        if (isSmall(source, writeOptions)) return writeAtOnce(path, source);
        return await writeFile({ root, path, sync }, source, writeOptions);
      });
    },
    sync: (keys) => guarded(keys[0] ?? '', () => syncFiles(keys.map(pathOf), sync)),
    read: (key, range) => guarded(key, () => openRead(pathOf(key), range)),
    text: (key) => guarded(key, async () => readAtOnce(pathOf(key))),
    stat: (key) => guarded(key, () => statObject(key, pathOf(key))),
    list: (prefix) => walk(root, pathOf(prefix)),
    folders: (prefix) => guarded(prefix, () => namesIn(pathOf(prefix), 'folders')),
    names: (prefix) => guarded(prefix, () => namesIn(pathOf(prefix), 'files')),
    remove: (prefix) => guarded(prefix, () => rm(pathOf(prefix), { recursive: true, force: true, maxRetries: 3 })),
    async fetch(key) {
      const path = pathOf(key);
      const found = await guarded(key, () => statObject(key, path));
      if (found === undefined) throw missing(key);
      return path;
    },
    publish: (target, files) =>
      guarded(target, () =>
        publish(
          { root, target: pathOf(target), sync },
          files.map(({ from, to }) => ({ from: pathOf(from), to })),
        ),
      ),
    unfinished: (before, options) => guarded('', () => unfinishedWrites(root, before, options)),
    async free() {
      await mkdir(root, { recursive: true });
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
    async ping() {
      const key = `${tempPrefix}ping-${uniqueName()}`;
      await guarded(key, async () => {
        await writeFile({ root, path: join(root, key), sync }, 'ping', { durable: false });
        await unlink(join(root, key));
      });
    },
  };
}

function missing(key: string, cause?: unknown): AppError {
  return new AppError('storage_failed', { params: { key, reason: 'missing' }, cause });
}

async function guarded<T>(key: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new AppError('disk_full', { params: {}, retryable: true, cause });
    throw new AppError('storage_failed', { params: { key, reason: String(code ?? cause) }, retryable: true, cause });
  }
}

/** createDiskFloor gives a check that the medium has room; it looks at most once a second. */
function createDiskFloor(root: string, minFreeBytes: number): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let enough = true;
  return async () => {
    if (minFreeBytes <= 0) return;
    if (performance.now() - lookedAt > 1_000) {
      lookedAt = performance.now();
      await mkdir(root, { recursive: true });
      const { bavail, bsize } = await statfs(root);
      enough = bavail * bsize >= minFreeBytes;
    }
    if (!enough) throw new AppError('disk_full', { retryable: true });
  };
}

interface Place {
  readonly root: string;
  readonly path: string;
  readonly sync: FolderSync;
}

type Source = Parameters<Storage['write']>[1];

/** What is in memory, no larger than this and need not be durable is written at once. */
const mostAtOnce = 1_000_000;

function isSmall(source: Source, { durable, maxBytes, onChunk }: WriteOptions): source is string | Uint8Array {
  if (durable !== false || maxBytes !== undefined || onChunk !== undefined) return false;
  return (typeof source === 'string' || source instanceof Uint8Array) && source.length <= mostAtOnce;
}

/** writeAtOnce blocks for a tenth of a millisecond; to hand four such calls to other threads costs twice as much, and on a busy machine ten times. */
function writeAtOnce(path: string, source: string | Uint8Array): { bytes: number } {
  const folder = dirname(path);
  const temp = join(folder, `${tempPrefix}${uniqueName()}`);
  const data = typeof source === 'string' ? Buffer.from(source) : source;
  try {
    try {
      writeFileSync(temp, data, { flag: 'wx' });
    } catch (error) {
      if (!isAbsent(error)) throw error;
      mkdirSync(folder, { recursive: true });
      writeFileSync(temp, data, { flag: 'wx' });
    }
    renameSync(temp, path);
    return { bytes: data.byteLength };
  } catch (error) {
    rmSync(temp, { force: true });
    throw error;
  }
}

async function writeFile(
  { root, path, sync }: Place,
  source: Source,
  options: WriteOptions,
): Promise<{ bytes: number }> {
  const folder = dirname(path);
  const durable = options.durable ?? true;
  const temp = join(folder, `${tempPrefix}${uniqueName()}`);
  const handle = await open(temp, 'wx').catch(async (error: unknown) => {
    if (!isAbsent(error)) throw error;
    await mkdirDurable({ root, folder, sync, durable });
    return await open(temp, 'wx');
  });
  try {
    const bytes = await pour(source, handle, options);
    if (durable && existsSync(path)) {
      // What is there must never be replaced by something that a power cut could still take.
      await handle.datasync();
    }
    await rename(temp, path);
    // The file and its name go to the disk together: one wait instead of two.
    if (durable)
      await Promise.all([handle.datasync(), sync(folder)]).catch((error) =>
        rm(path, { force: true }).then(() => Promise.reject(error)),
      );
    await handle.close();
    return { bytes };
  } catch (error) {
    await handle.close();
    await rm(temp, { force: true });
    throw error;
  }
}

/** Handles that are open at once while many files are made durable. */
const syncLanes = 16;

async function syncFiles(paths: readonly string[], sync: FolderSync): Promise<void> {
  const queue = [...paths];
  const lane = async () => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const handle = await open(path, 'r');
      try {
        await handle.datasync();
      } finally {
        await handle.close();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(syncLanes, paths.length) }, lane));
  await Promise.all([...new Set(paths.map(dirname))].map(sync));
}

/** pour writes the source into a file and gives the bytes; throws `file_too_large`. */
async function pour(source: Source, handle: FileHandle, options: WriteOptions): Promise<number> {
  let bytes = 0;
  for await (const chunk of pieces(source)) {
    bytes += chunk.byteLength;
    if (options.maxBytes !== undefined && bytes > options.maxBytes) {
      throw new AppError('file_too_large', { params: { limit: options.maxBytes } });
    }
    options.onChunk?.(chunk);
    await handle.write(chunk);
  }
  return bytes;
}

async function* pieces(source: Source): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') yield Buffer.from(source);
  else if (source instanceof Uint8Array) yield source;
  else yield* source;
}

async function openRead(path: string, range: { start: number; end: number } | undefined): Promise<Readable> {
  try {
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    // A stream takes its whole buffer at once, however small the file is.
    return handle.createReadStream({ highWaterMark: Math.min(largestRead, Math.max(1, size)), ...(range ?? {}) });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw missing(path, cause);
    throw cause;
  }
}

/** What is read at once comes through this one buffer: with a buffer for each, the checkpoints of 10,000 pages took 70 MB more. */
const room = Buffer.allocUnsafeSlow(mostAtOnce);

/** readAtOnce blocks for less than a tenth of a millisecond, where four calls on other threads take twice as much of two cores. */
function readAtOnce(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const buffer = size <= room.length ? room : Buffer.allocUnsafe(size);
      let filled = 0;
      for (let read = -1; read !== 0 && filled < size; filled += read)
        read = readSync(file, buffer, filled, size - filled, filled);
      return buffer.toString('utf8', 0, filled);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (isAbsent(cause)) throw missing(path, cause);
    throw cause;
  }
}

async function statObject(key: string, path: string): Promise<StoredObject | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? { key, bytes: found.size, modifiedAt: found.mtimeMs } : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function unfinishedWrites(
  root: string,
  before: number,
  { remove }: { readonly remove: boolean },
): Promise<readonly StoredObject[]> {
  const found: StoredObject[] = [];
  const names = await readdir(root, { recursive: true }).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw error;
  });
  for (const name of names.filter((path) => basename(path).startsWith(tempPrefix))) {
    const status = await stat(join(root, name)).catch(() => undefined);
    if (status === undefined || status.mtimeMs >= before) continue;
    found.push({
      key: name.split(sep).join('/'),
      bytes: status.isFile() ? status.size : 0,
      modifiedAt: status.mtimeMs,
    });
    if (remove) await rm(join(root, name), { recursive: true, force: true });
  }
  return found;
}

async function* walk(root: string, folder: string): AsyncGenerator<StoredObject> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(tempPrefix)) continue;
    if (entry.isDirectory()) yield* walk(root, path);
    else if (entry.isFile()) {
      const found = await statObject(relative(root, path).split(sep).join('/'), path);
      if (found !== undefined) yield found;
    }
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function namesIn(folder: string, wanted: 'folders' | 'files'): Promise<readonly string[]> {
  const found = (await entriesOf(folder)).filter(
    (entry) => (wanted === 'folders' ? entry.isDirectory() : entry.isFile()) && !entry.name.startsWith(tempPrefix),
  );
  return found.map((entry) => entry.name);
}
