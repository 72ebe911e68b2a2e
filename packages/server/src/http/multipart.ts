import type { FastifyRequest } from 'fastify';
import { AppError } from '#errors';
import type { Fields } from './fields.ts';

/** A text field longer than this is refused. */
const maxFieldBytes = 1_000_000;
const maxFields = 200;

/** Form is a multipart body whose files were handed over as they came. */
export interface Form<File> {
  /** The last value of each field. */
  readonly fields: Fields;
  /** All values of each field, in order. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly File[];
}

/** FileSink takes one file of a form while it streams in. */
export type FileSink<File> = (part: {
  readonly field: string;
  readonly name: string;
  readonly source: AsyncIterable<Uint8Array>;
}) => Promise<File | undefined>;

/**
 * readForm reads a multipart body in the order it comes, so that fields may follow the files. `onFile` stores a file or gives undefined
 * for one it does not want. When anything fails, `undo` is called with the files stored so far. Throws `malformed_request`,
 * `upload_aborted`, or what `onFile` throws.
 */
export async function readForm<File>(
  request: FastifyRequest,
  onFile: FileSink<File>,
  undo: (file: File) => Promise<void>,
): Promise<Form<File>> {
  const fields = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const files: File[] = [];
  if (!request.isMultipart()) return { fields, lists, files };
  try {
    const limits = { fieldSize: maxFieldBytes, fields: maxFields, fileSize: Number.POSITIVE_INFINITY };
    for await (const part of request.parts({ limits, preservePath: true })) {
      if (part.type === 'field') {
        if (part.valueTruncated) throw malformed(`field ${part.fieldname} is longer than ${maxFieldBytes} bytes`);
        const value = String(part.value);
        fields.set(part.fieldname, value);
        lists.set(part.fieldname, [...(lists.get(part.fieldname) ?? []), value]);
        continue;
      }
      // A browser's form sends a part without a name where no file was chosen.
      if (!part.filename) {
        part.file.resume();
        continue;
      }
      const file = await onFile({ field: part.fieldname, name: plainName(part.filename), source: part.file });
      if (file === undefined) part.file.resume();
      else files.push(file);
    }
    return { fields, lists, files };
  } catch (error) {
    await Promise.all(files.map(undo));
    throw formError(error, request);
  }
}

function malformed(reason: string): AppError {
  return new AppError('malformed_request', { params: { reason } });
}

function formError(error: unknown, request: FastifyRequest): AppError {
  if (request.raw.destroyed && !request.raw.complete) return new AppError('upload_aborted', { cause: error });
  if (error instanceof AppError) {
    // A stream that breaks off surfaces as a fault of the storage it was written to.
    const broken = error.cause instanceof Error && /premature|aborted|unexpected end/i.test(error.cause.message);
    return broken ? new AppError('upload_aborted', { cause: error }) : error;
  }
  return malformed(error instanceof Error ? error.message : String(error));
}

/** plainName undoes the percent-encoding of clients that encode whole names (`%E8%AE%BA.pdf`); other names stay as sent. */
function plainName(name: string): string {
  if (!/%([89a-f][0-9a-f]|20)/i.test(name)) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
