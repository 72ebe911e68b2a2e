import { createHash } from 'node:crypto';
import { type DetectInput, detectFormat, unsupportedFormat } from '#capabilities';
import { AppError } from '#errors';
import type { Storage } from '#storage';

/** How much of a file's beginning and of its end decides its format, bytes: an archive lists its members at the end. */
const headSize = 4_100;
const tailSize = 65_536;

/** ReceivedFile is a file that arrived whole; its shape is that of a record's file reference. */
export interface ReceivedFile {
  readonly name: string;
  readonly key: string;
  readonly bytes: number;
  readonly hash: string;
  readonly format: string;
}

/** IntakeDeps is what the intake works with. */
export interface IntakeDeps {
  readonly files: Storage;
  /** MAX_FILE_SIZE. */
  readonly maxBytes: number;
  /** MAX_CONCURRENT_UPLOADS. */
  readonly maxUploads: number;
}

/** Intake takes files in: streamed to storage, bounded, hashed, their format found by content, durable when it answers. */
export interface Intake {
  /**
   * receive stores a file under `key`. Throws `too_many_uploads`, `file_too_large`, `file_empty`, `unsupported_format`, `disk_full`;
   * then nothing is left behind.
   */
  receive(upload: {
    readonly key: string;
    readonly name: string;
    readonly source: AsyncIterable<Uint8Array>;
  }): Promise<ReceivedFile>;
  /** discard removes a received file that no job came of. */
  discard(file: Pick<ReceivedFile, 'key'>): Promise<void>;
}

/** createIntake makes an Intake. */
export function createIntake({ files, maxBytes, maxUploads }: IntakeDeps): Intake {
  let uploads = 0;
  const receive: Intake['receive'] = async ({ key, name, source }) => {
    const hash = createHash('sha256');
    const head = createHead();
    const tail = createTail();
    const onChunk = (chunk: Uint8Array) => {
      hash.update(chunk);
      head.add(chunk);
      tail.add(chunk);
    };
    const { bytes } = await files.write(key, source, { maxBytes, onChunk });
    try {
      if (bytes === 0) throw new AppError('file_empty', { params: { file: name } });
      const format = await formatOf({ head: head.bytes(), tail: tail.bytes(), fileName: name });
      return { name, key, bytes, hash: hash.digest('hex'), format };
    } catch (error) {
      await files.remove(key);
      throw error;
    }
  };
  return {
    async receive(upload) {
      if (uploads >= maxUploads)
        throw new AppError('too_many_uploads', { params: { limit: maxUploads }, retryable: true });
      uploads += 1;
      try {
        return await receive(upload);
      } finally {
        uploads -= 1;
      }
    },
    discard: (file) => files.remove(file.key),
  };
}

function createHead(): { add(chunk: Uint8Array): void; bytes(): Uint8Array } {
  const kept: Uint8Array[] = [];
  let size = 0;
  return {
    add(chunk) {
      if (size >= headSize) return;
      kept.push(chunk.slice(0, headSize - size));
      size += chunk.byteLength;
    },
    bytes: () => Buffer.concat(kept),
  };
}

function createTail(): { add(chunk: Uint8Array): void; bytes(): Uint8Array } {
  let kept: Uint8Array[] = [];
  let size = 0;
  return {
    add(chunk) {
      kept.push(chunk);
      size += chunk.byteLength;
      // Chunks may be tiny or huge: what is kept is joined now and then, and stays below four tails.
      if (kept.length > 64 || size > 4 * tailSize) {
        kept = [Buffer.concat(kept).subarray(-tailSize)];
        size = kept[0]?.byteLength ?? 0;
      }
    },
    bytes: () => Buffer.concat(kept).subarray(-tailSize),
  };
}

async function formatOf(input: DetectInput): Promise<string> {
  const detected = await detectFormat(input);
  if ('format' in detected) return detected.format;
  throw unsupportedFormat(input.fileName, detected.unsupported);
}
