import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { type Block, schemaVersion } from '@docmill/document';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import { webDescriptor } from '#capabilities';
import { AppError } from '#errors';
import type { DocumentEngine } from '../engine.ts';
import { decodePage } from './decode.ts';
import { Flow } from './flow.ts';
import { metadataOf } from './metadata.ts';
import { parsePage } from './parse-page.ts';
import { PictureStore } from './picture-store.ts';
import { blocksOf, type Place } from './place.ts';
import { surveyPage } from './survey.ts';
import { walkNodes } from './walk.ts';

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
      const tree = parsePage(decoded.text);
      await pause(signal);
      const pictures = new PictureStore(limits);
      const blocks = readBlocks(tree, pictures);
      if (blocks.length === 0) throw new AppError('file_empty', { params: { file: file.name } });
      await pause(signal);
      onProgress(1, 1);
      const { assets } = pictures;
      return {
        document: {
          schemaVersion,
          metadata: metadataOf(tree),
          pages: [{ index: 0, blocks }],
          assets: assets.map(({ asset }) => asset),
          warnings: [...decoded.warnings, ...pictures.warnings],
        },
        assets,
      };
    },
  };
}

/** pause lets an abort arrive between two steps that take the thread for themselves. */
async function pause(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

function readBlocks(tree: Tree.Document, pictures: PictureStore): readonly Block[] {
  const survey = surveyPage(tree);
  const place: Place = {
    page: { survey, pictures, walk: walkNodes },
    flow: new Flow(survey.targets),
    styles: [],
    code: false,
    link: undefined,
    depth: 0,
    nesting: 0,
    display: false,
    inItem: false,
    inTitle: false,
    inMain: false,
  };
  return blocksOf(tree.childNodes, place);
}
