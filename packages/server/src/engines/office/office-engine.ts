import { schemaVersion } from '@docmill/document';
import { officeDescriptor } from '#capabilities';
import { AppError } from '#errors';
import { PictureStore } from '../building/picture-store.ts';
import type { DocumentEngine } from '../engine.ts';
import type { Reader } from './reader.ts';

/** Readers by format; each is loaded with the first file of its format. */
const readers: Readonly<Record<string, () => Promise<Reader>>> = {
  docx: async () => (await import('./docx/index.ts')).readDocx,
  ods: async () => (await import('./sheets/index.ts')).readOds,
  xls: async () => (await import('./sheets/binary/index.ts')).readXls,
  xlsb: async () => (await import('./sheets/binary/index.ts')).readXlsb,
  xlsx: async () => (await import('./sheets/index.ts')).readXlsx,
  pptx: async () => (await import('./slides/index.ts')).readPptx,
  odp: async () => (await import('./odf/index.ts')).readOdp,
  odt: async () => (await import('./odf/index.ts')).readOdt,
  rtf: async () => (await import('./rtf/index.ts')).readRtf,
  doc: async () => (await import('./legacy/readers.ts')).readDoc,
  wps: async () => (await import('./legacy/readers.ts')).readDoc,
  ppt: async () => (await import('./legacy/readers.ts')).readPpt,
  dps: async () => (await import('./legacy/readers.ts')).readPpt,
  et: async () => (await import('./legacy/readers.ts')).readEt,
};

/** createOfficeEngine makes the engine for texts, sheets and slides. It opens no connection and no file but the one that it is given. */
export function createOfficeEngine(): DocumentEngine {
  return {
    type: 'document',
    describe: () => officeDescriptor,
    check: async () => ({ ready: true }),
    async convert({ file, options, limits, signal }, onProgress) {
      signal.throwIfAborted();
      const read = await readers[file.format]?.();
      if (read === undefined)
        throw new AppError('engine_failed', { params: { reason: `no reader for ${file.format}` } });
      const pictures = new PictureStore(limits);
      const { pages, metadata, warnings } = await read({
        path: file.path,
        limits,
        options,
        signal,
        pictures,
        onProgress,
      });
      signal.throwIfAborted();
      if (pages.every(({ blocks }) => blocks.length === 0))
        throw new AppError('file_empty', { params: { file: file.name } });
      onProgress(pages.length, pages.length);
      const { assets } = pictures;
      return {
        document: {
          schemaVersion,
          metadata,
          pages,
          assets: assets.map(({ asset }) => asset),
          warnings: [...warnings, ...pictures.warnings],
        },
        assets,
      };
    },
  };
}
