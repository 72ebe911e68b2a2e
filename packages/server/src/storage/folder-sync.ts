import { open } from 'node:fs/promises';

/** FolderSync makes the names in folders durable; callers that come while one sync runs share the next. */
export type FolderSync = (folder: string) => Promise<void>;

interface Waiting {
  running: Promise<void>;
  next: Promise<void> | undefined;
}

/** createFolderSync makes a FolderSync: a sync serves only those who asked before it began. */
export function createFolderSync(): FolderSync {
  const folders = new Map<string, Waiting>();
  return (folder) => {
    const waiting = folders.get(folder);
    if (waiting === undefined) {
      const entry: Waiting = { running: Promise.resolve(), next: undefined };
      folders.set(folder, entry);
      entry.running = syncOnce(folder).finally(() => advance(folders, folder));
      return entry.running;
    }
    waiting.next ??= waiting.running
      .catch(() => undefined)
      .then(() => syncOnce(folder))
      .finally(() => advance(folders, folder));
    return waiting.next;
  };
}

function advance(folders: Map<string, Waiting>, folder: string): void {
  const entry = folders.get(folder);
  if (entry === undefined) return;
  if (entry.next === undefined) folders.delete(folder);
  else folders.set(folder, { running: entry.next, next: undefined });
}

async function syncOnce(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
