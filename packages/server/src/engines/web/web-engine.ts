import { readFile } from 'node:fs/promises';
import { type Block, type Metadata, schemaVersion } from '@docmill/document';
import { webDescriptor } from '#capabilities';
import { AppError } from '#errors';
import { PictureStore } from '../building/picture-store.ts';
import type { DocumentEngine, EngineRun } from '../engine.ts';
import { pause } from '../pause.ts';
import { codePage } from '../text/data.ts';
import type { Decoded } from '../text/decode.ts';
import { decodePage } from './decode.ts';
import { convertEpub } from './epub/epub.ts';
import { readFeed } from './feed/feed.ts';
import { readSavedPage } from './mhtml/saved-page.ts';
import { readHtml } from './read-html.ts';
import { svgBlocks } from './svg.ts';

/** createWebEngine makes the engine for web pages and what is made of them: saved pages, books, feeds, drawings. It fetches nothing and runs no scripts. */
export function createWebEngine(): DocumentEngine {
  return {
    type: 'document',
    describe: () => webDescriptor,
    check: async () => ({ ready: true }),
    async convert(run, onProgress) {
      const { file, limits, signal } = run;
      if (file.bytes > limits.maxOutputBytes)
        throw new AppError('output_too_large', { params: { limit: limits.maxOutputBytes } });
      if (file.format === 'epub') return convertEpub(run, onProgress);
      const data = await readFile(file.path, { signal });
      await pause(signal);
      const pictures = new PictureStore(limits);
      const { blocks, metadata = {}, warnings = [] } = read(data, run, pictures);
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
          warnings: [...warnings, ...pictures.warnings],
        },
        assets,
      };
    },
  };
}

interface Read {
  readonly blocks: readonly Block[];
  readonly metadata?: Metadata;
  readonly warnings?: Decoded['warnings'];
}

function read(data: Uint8Array, { file, options }: EngineRun, pictures: PictureStore): Read {
  const mainContent = options.mainContent === true;
  if (file.format === 'mhtml') {
    const { html, resource } = readSavedPage(data);
    return readHtml(html, { pictures, resource, mainContent });
  }
  const { text, warnings } = decodePage(data);
  switch (file.format) {
    case 'feed':
      return { ...(readFeed(text, { pictures }) ?? source(text)), warnings };
    case 'svg': {
      const blocks = svgBlocks(text);
      return { ...(blocks.length === 0 ? source(text) : { blocks }), warnings };
    }
    default: {
      const page = readHtml(text, { pictures, mainContent });
      return { ...page, warnings: [...warnings, ...page.warnings] };
    }
  }
}

/** What holds no words is given as it is written. */
function source(text: string): Read {
  return { blocks: text.trim() === '' ? [] : codePage(text.trim(), 'xml').blocks };
}
