import { AppError } from '#errors';
import type { Artifact } from '#results';
import type { Storage } from '#storage';

const batchSize = 256 * 1024;

/** ArtifactWriter writes the output files of one run and remembers them. */
export interface ArtifactWriter {
  /** write stores an artifact, also several at once; throws `output_too_large` once all of the run's together pass the limit. */
  write(artifact: Omit<Artifact, 'bytes'>, source: AsyncIterable<string | Uint8Array>): Promise<void>;
  /** finish makes all of them durable and gives them, in the order in which they were begun. */
  finish(): Promise<readonly Artifact[]>;
}

/** createArtifactWriter writes into the output storage; `maxBytes` bounds the sum. */
export function createArtifactWriter(outputs: Storage, maxBytes: number): ArtifactWriter {
  const written: Artifact[] = [];
  let begun = 0;
  let total = 0;
  async function* counted(source: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of batched(source)) {
      total += piece.byteLength;
      if (total > maxBytes) throw new AppError('output_too_large', { params: { limit: maxBytes } });
      yield piece;
    }
  }
  return {
    async finish() {
      await outputs.sync(written.map((artifact) => artifact.key));
      return written;
    },
    async write(artifact, source) {
      const at = begun;
      begun += 1;
      const { bytes } = await outputs.write(artifact.key, counted(source), { durable: false });
      written[at] = { ...artifact, bytes };
    },
  };
}

/** batched joins small pieces, so that a renderer's many strings become few writes. */
async function* batched(source: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const piece of source) {
    if (typeof piece !== 'string') {
      yield piece;
      continue;
    }
    text += piece;
    if (text.length < batchSize) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
