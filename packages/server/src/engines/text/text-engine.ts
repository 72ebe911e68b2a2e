import { readFile } from 'node:fs/promises';
import { type Block, type Metadata, type Page, schemaVersion, type Warning } from '@docmill/document';
import { languageOf, textDescriptor } from '#capabilities';
import { AppError } from '#errors';
import { PictureStore } from '../building/picture-store.ts';
import { CellBudget } from '../cell-budget.ts';
import type { DocumentEngine } from '../engine.ts';
import { codePage, jsonLinesPage, jsonPage } from './data.ts';
import { decodeText } from './decode.ts';
import { delimitedTable } from './delimited.ts';
import { splitFrontMatter } from './front-matter.ts';
import { markdownBlocks } from './markdown.ts';
import { notebookOf } from './notebook.ts';
import { plainPages } from './plain.ts';

/** createTextEngine makes the engine for text and what is written as text: Markdown, values, data, programs, notebooks. */
export function createTextEngine(): DocumentEngine {
  return {
    type: 'document',
    describe: () => textDescriptor,
    check: async () => ({ ready: true }),
    async convert({ file, limits, signal }, onProgress) {
      if (file.bytes > limits.maxOutputBytes)
        throw new AppError('output_too_large', { params: { limit: limits.maxOutputBytes } });
      const decoded = decodeText(await readFile(file.path, { signal }));
      if (decoded.text.trim() === '') throw new AppError('file_empty', { params: { file: file.name } });
      signal.throwIfAborted();
      const pictures = new PictureStore(limits);
      const text = decoded.text.replace(/^\uFEFF/, '');
      const {
        pages,
        metadata = {},
        warnings = [],
      } = parse(text, { format: file.format, name: file.name, pictures, budget: new CellBudget(limits) });
      onProgress(pages.length, pages.length);
      const { assets } = pictures;
      return {
        document: {
          schemaVersion,
          metadata,
          pages,
          assets: assets.map(({ asset }) => asset),
          warnings: [...decoded.warnings, ...warnings, ...pictures.warnings],
        },
        assets,
      };
    },
  };
}

interface Source {
  readonly format: string;
  readonly name: string;
  readonly pictures: PictureStore;
  readonly budget: CellBudget;
}

interface Parsed {
  readonly pages: readonly Page[];
  readonly metadata?: Metadata;
  readonly warnings?: readonly Warning[];
}

function parse(text: string, { format, name, pictures, budget }: Source): Parsed {
  switch (format) {
    case 'md':
      return markdownDocument(text, pictures);
    case 'csv':
    case 'tsv':
      return { pages: [{ index: 0, blocks: delimitedTable(text, format, budget) }], warnings: budget.warnings };
    case 'json':
      return jsonPage(text);
    case 'jsonl':
      return jsonLinesPage(text);
    case 'ipynb': {
      const notebook = notebookOf(text, pictures);
      return notebook === undefined
        ? jsonPage(text)
        : { pages: [{ index: 0, blocks: notebook.blocks }], metadata: notebook.metadata };
    }
    case 'xml':
    case 'yaml':
      return { pages: [codePage(text.trim(), format)] };
    case 'code':
      return { pages: [codePage(text.replace(/^\s*\n/, '').trimEnd(), languageOf(name, text))] };
    default:
      return { pages: plainPages(text) };
  }
}

/** The front matter stays in the document as it stands, for it may say more than metadata can hold. */
function markdownDocument(text: string, pictures: PictureStore): Parsed {
  const { body, source, metadata } = splitFrontMatter(text);
  const front: readonly Block[] = source === undefined ? [] : [{ type: 'code', text: source, language: 'yaml' }];
  return { pages: [{ index: 0, blocks: [...front, ...markdownBlocks(body, { pictures })] }], metadata };
}
