import { readFile } from 'node:fs/promises';
import type { Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { Reader, ReaderInput } from '../reader.ts';
import { convertWithLibreOffice, findLibreOffice } from './libreoffice.ts';

/** LegacyFormat is a format that LibreOffice turns into one of today's. */
export interface LegacyFormat {
  /** Extension under which LibreOffice knows it. */
  readonly from: string;
  readonly to: 'docx' | 'odp' | 'xlsx';
  /** Reads the format of today. */
  readonly reader: Reader;
  /** Reads what it can where LibreOffice is missing. */
  readonly fallback: Reader;
}

/** createLegacyReader makes a reader that goes through LibreOffice where it is installed, and says so where it is not. */
export function createLegacyReader({ from, to, reader, fallback }: LegacyFormat): Reader {
  return async (input) => {
    const program = findLibreOffice();
    if (program === undefined) return weaker(input, fallback, 'LibreOffice is not installed');
    const { signal, limits } = input;
    const data = await readFile(input.path, { signal });
    try {
      return await convertWithLibreOffice({ program, data, from, to, signal, limits: limits.libreOffice }, (path) =>
        reader({ ...input, path }),
      );
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'engine_failed') throw error;
      return weaker(input, fallback, String(error.params.reason));
    }
  };
}

async function weaker(input: ReaderInput, fallback: Reader, reason: string): ReturnType<Reader> {
  const reading = await fallback(input);
  const warning: Warning = { code: 'weaker_reader', params: { reason } };
  return { ...reading, warnings: [warning, ...reading.warnings] };
}
