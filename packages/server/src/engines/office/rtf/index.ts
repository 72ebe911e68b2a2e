import { readFile } from 'node:fs/promises';
import { AppError } from '#errors';
import type { Reader } from '../reader.ts';
import { RtfReader } from './rtf-reader.ts';

/** readRtf reads RTF. The whole text is one page. */
export const readRtf: Reader = async ({ path, pictures, options, signal, limits }) => {
  const data = await readFile(path);
  if (data.byteLength > limits.maxOutputBytes)
    throw new AppError('output_too_large', { params: { limit: limits.maxOutputBytes } });
  signal.throwIfAborted();
  const { blocks, metadata } = new RtfReader(pictures, options.comments !== false).read(data.toString('latin1'));
  return { pages: [{ index: 0, blocks }], metadata, warnings: [] };
};
