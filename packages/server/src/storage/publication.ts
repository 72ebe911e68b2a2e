import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FolderSync } from './folder-sync.ts';
import { insidePath, isAbsent, mkdirDurable, tempPrefix, uniqueName } from './paths.ts';

/** Publication is where a layout goes: `root` is the storage's folder, `target` the layout's. */
export interface Publication {
  readonly root: string;
  readonly target: string;
  readonly sync: FolderSync;
}

/**
 * publish fills a temporary folder with links to the objects and moves it in by one rename. What stands there already and is the same stays:
 * whoever comes late with the layout that another has made meanwhile never takes it away, not even when he is killed on the way.
 */
export async function publish(
  { root, target, sync }: Publication,
  files: readonly { from: string; to: string }[],
): Promise<void> {
  const temp = join(dirname(target), `${tempPrefix}${uniqueName()}`);
  try {
    await mkdir(temp, { recursive: true });
    for (const { from, to } of files) {
      const path = insidePath(temp, to);
      await mkdir(dirname(path), { recursive: true });
      await linkOrCopy(from, path);
    }
    await mkdirDurable({ root, folder: dirname(target), sync, durable: true });
    if (!(await movedIn(temp, target)) && !(await isSameFolder(temp, target))) await replace(temp, target);
    await sync(dirname(target));
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** movedIn moves a folder where nothing stands, and tells whether it could. */
async function movedIn(temp: string, target: string): Promise<boolean> {
  try {
    await rename(temp, target);
    return true;
  } catch (error) {
    if (standing.has((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** What systems say when a folder would be renamed over one that holds something. */
const standing = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM']);

/** replace puts a folder in the place of another, which steps aside first. */
async function replace(temp: string, target: string): Promise<void> {
  const old = `${temp}-old`;
  await rename(target, old).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
  });
  await rename(temp, target);
  await rm(old, { recursive: true, force: true });
}

/** isSameFolder tells whether two folders hold the same files. */
async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [files, others] = await Promise.all([filesIn(one), filesIn(other)]);
  if (files.length !== others.length) return false;
  for (const [at, name] of files.entries())
    if (name !== others[at] || !(await isSameFile(join(one, name), join(other, name)))) return false;
  return true;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** isSameFile compares what two files are, and only where they are copies what they say. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other)]);
  if (a.dev === b.dev && a.ino === b.ino) return true;
  return a.size === b.size && (await digestOf(one)).equals(await digestOf(other));
}

async function digestOf(path: string): Promise<Buffer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest();
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    await copyFile(from, to);
  }
}
