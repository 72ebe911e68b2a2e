import type { StoredError } from '#errors';

const codesOfPages: ReadonlySet<StoredError['code']> = new Set([
  'engine_crashed',
  'engine_stalled',
  'engine_failed',
  'memory_limit',
  'worker_lost',
]);

/**
 * isOfPages tells whether a chunk may have failed because of its pages, so that the others of its document can still be read. Any other
 * failure is that of the document: its chunks end with it.
 */
export function isOfPages({ code }: StoredError): boolean {
  return codesOfPages.has(code);
}
