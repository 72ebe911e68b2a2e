import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { AppError } from '#errors';
import type { FolderSync } from './folder-sync.ts';

/** Names that begin so are writes under way; they are nobody's object. */
export const tempPrefix = '.tmp-';

let counter = 0;
/** uniqueName gives a name that no other write of this machine has. */
export function uniqueName(): string {
  counter += 1;
  return `${process.pid}-${Date.now().toString(36)}-${counter}`;
}

/** insidePath gives the path of a key, and refuses one that would leave the root. */
export function insidePath(root: string, key: string): string {
  const path = resolve(root, key);
  const inside = path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
  if (!inside || key.includes('\0') || key.split(/[/\\]/).includes('..') || key.startsWith('/')) {
    throw new AppError('storage_failed', {
      params: { key: JSON.stringify(key), reason: 'the key leaves the storage' },
    });
  }
  return path;
}

/** mkdirDurable makes a folder and, when asked, the names of all folders it made on the way durable. */
export async function mkdirDurable(place: {
  root: string;
  folder: string;
  sync: FolderSync;
  durable: boolean;
}): Promise<void> {
  const first = await mkdir(place.folder, { recursive: true });
  if (first === undefined || !place.durable) return;
  for (let made = place.folder; made !== dirname(first) && made !== dirname(made); made = dirname(made))
    await place.sync(dirname(made));
}

/** isAbsent tells whether an error says that a path is not there. */
export function isAbsent(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
