import { readFile } from 'node:fs/promises';
import { schemaVersion } from '@docmill/document';
import { webDescriptor } from '#capabilities';
import { AppError } from '#errors';
import type { DocumentEngine } from '../engine.ts';
import { pause } from '../pause.ts';
import { decodePage } from './decode.ts';
import { PictureStore } from './picture-store.ts';
import { readHtml } from './read-html.ts';

/** createWebEngine makes the engine for web pages. It fetches nothing and runs no scripts. */
export function createWebEngine(): DocumentEngine {
  return {
    type: 'document',
    describe: () => webDescriptor,
    check: async () => ({ ready: true }),
    async convert({ file, limits, signal }, onProgress) {
      if (file.bytes > limits.maxOutputBytes)
        throw new AppError('output_too_large', { params: { limit: limits.maxOutputBytes } });
      const decoded = decodePage(await readFile(file.path, { signal }));
      await pause(signal);
      const pictures = new PictureStore(limits);
      const { blocks, metadata } = readHtml(decoded.text, { pictures });
      if (blocks.length === 0) throw new AppError('file_empty', { params: { file: file.name } });
      await pause(signal);
      onProgress(1, 1);
      const { assets } = pictures;
      return {
        document: {
          schemaVersion,
          metadata,
          pages: [{ index: 0, blocks }],
          assets: assets.map(({ asset }) => asset),
          warnings: [...decoded.warnings, ...pictures.warnings],
        },
        assets,
      };
    },
  };
}
