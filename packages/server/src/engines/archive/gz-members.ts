import { createReadStream } from 'node:fs';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '#errors';
import type { EngineRun } from '../engine.ts';
import { archiveLimitsOf, nestingOf, refuseAbove, spend } from '../members/nesting.ts';
import { ByteReader } from './byte-reader.ts';
import type { MemberFile } from './member-file.ts';
import { isTarHeader, tarMembers } from './tar-members.ts';

const tarBlock = 512;
/** Below this many bytes of content a high ratio is no danger: a log packs 100 to 1. */
const ratioMattersFrom = 64 * 1_024 * 1_024;

/** tarFileMembers gives the files of a tar. */
export async function* tarFileMembers(run: EngineRun): AsyncGenerator<MemberFile> {
  const reader = new ByteReader(createReadStream(run.file.path));
  yield* tarMembers(run, reader, await reader.take(tarBlock));
}

/** gzMembers gives the files of a packed tar, or the one file that is packed. Throws `file_corrupt` and `archive_limit`. */
export async function* gzMembers(run: EngineRun): AsyncGenerator<MemberFile> {
  const reader = new ByteReader(unpacked(run));
  const first = await reader.take(tarBlock);
  if (isTarHeader(first)) yield* tarMembers(run, reader, first);
  else yield { name: run.file.name.replace(/\.gz$/i, ''), content: () => reader.rest(first) };
}

/** What comes out is counted while it does, for nothing before says how much it will be. */
async function* unpacked(run: EngineRun): AsyncGenerator<Uint8Array> {
  const { maxRatio } = archiveLimitsOf(run);
  const nesting = nestingOf(run);
  const stream = pipeline(createReadStream(run.file.path), createGunzip(), new PassThrough(), () => undefined);
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      spend(run, nesting, { bytes: chunk.byteLength });
      if (bytes > ratioMattersFrom)
        refuseAbove('MAX_ARCHIVE_RATIO', maxRatio, Math.ceil(bytes / Math.max(1, run.file.bytes)));
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('file_corrupt', { params: { reason: String((cause as Error).message) }, cause });
  } finally {
    stream.destroy();
  }
}
