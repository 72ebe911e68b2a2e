import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Lines stay in memory up to so many bytes: most documents need no file. */
const keptBytes = 2_000_000;
const blockBytes = 256 * 1024;
const lineEnd = Buffer.from('\n');

/** LineSpool holds lines of text, passed over again and again in bounded memory: the first of them in memory, the rest on disk. */
export interface LineSpool {
  /** add keeps a line, given without its end. Errors of the disk are thrown. */
  add(line: Buffer): Promise<void>;
  /** close ends the writing; lines may be read from then on. */
  close(): Promise<void>;
  lines(): AsyncIterable<Buffer>;
}

/** createLineSpool makes an empty one; `path` is a file that it may write. */
export function createLineSpool(path: string): LineSpool {
  const kept: Buffer[] = [];
  let keptSize = 0;
  let file: FileHandle | undefined;
  let pending: Buffer[] = [];
  let pendingSize = 0;
  const flush = async () => {
    if (pendingSize === 0) return;
    file ??= await open(path, 'w');
    const block = Buffer.concat(pending);
    pending = [];
    pendingSize = 0;
    await file.appendFile(block);
  };
  return {
    async add(line) {
      if (file === undefined && pendingSize === 0 && keptSize + line.length <= keptBytes) {
        kept.push(line);
        keptSize += line.length;
        return;
      }
      pending.push(line, lineEnd);
      pendingSize += line.length + 1;
      if (pendingSize >= blockBytes) await flush();
    },
    async close() {
      await flush();
      await file?.close();
    },
    async *lines() {
      yield* kept;
      if (file !== undefined) yield* linesOf(path);
    },
  };
}

async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const block of createReadStream(path, { highWaterMark: blockBytes }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, from)) {
      const rest = block.subarray(from, end);
      yield begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
      begun = [];
      from = end + 1;
    }
    if (from < block.length) begun.push(block.subarray(from));
  }
}
