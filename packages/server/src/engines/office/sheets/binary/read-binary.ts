import { readFile } from 'node:fs/promises';
import type { Metadata } from '@docmill/document';
import { type ParsingOptions, read, set_cptable, type WorkBook } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { AppError } from '#errors';
import { CellBudget } from '../../../cell-budget.ts';
import { defaultArchiveLimits } from '../../../engine.ts';
import { Comments } from '../../flow/comments.ts';
import { openPackage } from '../../package/office-package.ts';
import { limitError } from '../../package/zip.ts';
import type { Reader, ReaderInput } from '../../reader.ts';
import { sheetPages } from '../sheet-pages.ts';
import { readXmlWorkbook } from '../xml-workbook.ts';
import { readBinarySheet } from './binary-sheet.ts';

set_cptable(codePages);

/** The least that a cell takes in a binary file; it bounds how many a file can hold before it is read. */
const leastCellBytes = 6;

const parsing: ParsingOptions = {
  dense: true,
  cellStyles: true,
  cellNF: true,
  cellFormula: false,
  cellHTML: false,
  sheetStubs: false,
};

/** readXls reads the workbooks of Excel 5 to 2003, and those that it writes as XML. */
export const readXls: Reader = async (input) => {
  const data = await readFile(input.path);
  if (/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff\0)?\s*</.test(data.toString('latin1', 0, 100))) return readXmlWorkbook(input);
  return readWorkbook(input, {
    bytes: data.byteLength,
    parse: (options) => read(data, { ...options, type: 'buffer' }),
  });
};

/** readXlsb reads binary workbooks of Excel 2007 and later, from the parts that the limits of archives allow. */
export const readXlsb: Reader = async (input) => {
  const file = await openPackage(input.path, input.limits.archive);
  const { maxXmlBytes } = input.limits.archive ?? defaultArchiveLimits;
  // The library would unpack by itself, without limits: it is given a package that is unpacked already.
  const wanted = file.names.filter((name) =>
    /^(?:\[Content_Types\]\.xml|_rels\/|xl\/(?!media|drawings|charts|embeddings)|docProps\/core)/i.test(name),
  );
  const parts = [...new Set(wanted)].map((name) => ({ name, content: file.read(name) ?? Buffer.alloc(0), type: 2 }));
  const largest = parts.reduce((most, { content }) => Math.max(most, content.byteLength), 0);
  if (largest > maxXmlBytes) throw limitError('MAX_XML_BYTES', maxXmlBytes, largest);
  const { parse_zip } = (await import('@e965/xlsx')) as unknown as {
    parse_zip(zip: unknown, options: ParsingOptions): WorkBook;
  };
  const zip = { FullPaths: parts.map(({ name }) => name), FileIndex: parts };
  return readWorkbook(input, {
    bytes: parts.reduce((sum, { content }) => sum + content.byteLength, 0),
    parse: (options) => parse_zip(zip, options),
  });
};

interface Binary {
  readonly bytes: number;
  parse(options: ParsingOptions): WorkBook;
}

async function readWorkbook(input: ReaderInput, { bytes, parse }: Binary): ReturnType<Reader> {
  const budget = new CellBudget(input.limits);
  const rows = Math.max(1_000, Math.floor(budget.limit / 16));
  const mayBeTooLarge = bytes / leastCellBytes > budget.limit * 4;
  const workbook = parsed(() => parse({ ...parsing, ...(mayBeTooLarge ? { sheetRows: rows } : {}) }));
  const notes = input.options.comments === false ? undefined : new Comments();
  const { pages, warnings } = sheetPages(
    input.options.hidden === true ? workbook.SheetNames : visibleNames(workbook),
    (name) => readBinarySheet(name, workbook.Sheets[name], { budget, notes }),
    { input, budget },
  );
  return { pages, metadata: metadataOf(workbook), warnings };
}

function parsed(parse: () => WorkBook): WorkBook {
  try {
    return parse();
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    if (/password|encrypt/i.test(reason)) throw new AppError('password_required', { cause: error });
    throw new AppError('file_corrupt', { params: { reason }, cause: error });
  }
}

function visibleNames({ SheetNames: names, Workbook: book }: WorkBook): readonly string[] {
  return names.filter((_, at) => (book?.Sheets?.[at]?.Hidden ?? 0) === 0);
}

function metadataOf({ Props: properties = {} }: WorkBook): Metadata {
  const { Title: title, Author: author, CreatedDate: created, ModifiedDate: modified } = properties;
  return {
    ...(isText(title) ? { title } : {}),
    ...(isText(author) ? { authors: [author] } : {}),
    ...(isDate(created) ? { createdAt: created.toISOString() } : {}),
    ...(isDate(modified) ? { modifiedAt: modified.toISOString() } : {}),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
