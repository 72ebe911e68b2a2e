import { readFile } from 'node:fs/promises';
import { type Page, schemaVersion, type Warning } from '@docmill/document';
import { textDescriptor } from '#capabilities';
import { AppError } from '#errors';
import { CellBudget } from '../cell-budget.ts';
import type { DocumentEngine } from '../engine.ts';
import { decodeText } from './decode.ts';
import { delimitedTable } from './delimited.ts';
import { markdownPages } from './markdown.ts';
import { plainPages } from './plain.ts';

/** createTextEngine makes the engine for txt, md, csv, tsv, json and xml. */
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
      const { pages, warnings } = parse(decoded.text, file.format, new CellBudget(limits));
      onProgress(pages.length, pages.length);
      return {
        document: { schemaVersion, metadata: {}, pages, assets: [], warnings: [...decoded.warnings, ...warnings] },
        assets: [],
      };
    },
  };
}

interface Parsed {
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
}

function parse(text: string, format: string, budget: CellBudget): Parsed {
  switch (format) {
    case 'md':
      return { pages: markdownPages(text), warnings: [] };
    case 'csv':
    case 'tsv':
      return { pages: [{ index: 0, blocks: delimitedTable(text, format, budget) }], warnings: budget.warnings };
    case 'json':
      return parseJson(text.replace(/^\uFEFF/, ''));
    case 'xml':
      return { pages: [codePage(text.trim(), 'xml')], warnings: [] };
    default:
      return { pages: plainPages(text), warnings: [] };
  }
}

function parseJson(text: string): Parsed {
  try {
    // Only checked, not written anew: that would round long numbers and merge repeated keys. Line breaks come only where there are none.
    const value: unknown = JSON.parse(text);
    const faithful = JSON.stringify(value) === text.trim();
    return { pages: [codePage(faithful ? JSON.stringify(value, null, 2) : text.trim(), 'json')], warnings: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    return { pages: [codePage(text.trim(), 'json')], warnings: [{ code: 'invalid_json', params: { reason } }] };
  }
}

function codePage(text: string, language: string): Page {
  return { index: 0, blocks: [{ type: 'code', text, language }] };
}
