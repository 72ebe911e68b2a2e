import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

/** JsonLines holds values on disk, one JSON line each, so that any number is passed over again and again in constant memory. */
export interface JsonLines<T> {
  readonly count: number;
  values(): AsyncIterable<T>;
}

/** writeJsonLines keeps values in a file of their own, in their order. Errors of the source and of the disk are thrown on. */
export async function writeJsonLines<T>(path: string, values: AsyncIterable<T>): Promise<JsonLines<T>> {
  const out = createWriteStream(path);
  let count = 0;
  try {
    for await (const value of values) {
      if (!out.write(`${toLine(value)}\n`)) await once(out, 'drain');
      count += 1;
    }
  } finally {
    out.end();
    await finished(out);
  }
  return { count, values: () => readJsonLines<T>(path) };
}

// readline also ends lines at U+2028 and U+2029, which JSON leaves as they are.
function toLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (mark) => (mark === '\u2028' ? '\\u2028' : '\\u2029'));
}

async function* readJsonLines<T>(path: string): AsyncGenerator<T> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield JSON.parse(line) as T;
}
