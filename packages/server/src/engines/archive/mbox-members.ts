import { readFile } from 'node:fs/promises';
import { AppError } from '#errors';
import type { EngineRun } from '../engine.ts';
import { nestingOf, spend } from '../members/nesting.ts';
import type { MemberFile } from './member-file.ts';

/** A message begins after a blank line with `From `, an address and a time (RFC 4155, Appendix A); programs write no address at all, or `-`. */
const messageStart = /(?<=^|\n\r?\n)From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n/g;

/** mboxMembers gives the messages of a mailbox in one file, one after the other. Throws `output_too_large` and `archive_limit`. */
export async function* mboxMembers(run: EngineRun): AsyncGenerator<MemberFile> {
  const { file, limits, signal } = run;
  if (file.bytes > limits.maxOutputBytes)
    throw new AppError('output_too_large', { params: { limit: limits.maxOutputBytes } });
  const text = (await readFile(file.path, { signal })).toString('latin1');
  const nesting = nestingOf(run);
  let count = 0;
  let from: number | undefined;
  const member = (to: number): MemberFile => {
    const content = text.slice(from, to).replace(/^>(>*From )/gm, '$1');
    spend(run, nesting, { entries: 1, bytes: content.length });
    count += 1;
    return { name: `message-${count}.eml`, content: () => Buffer.from(content, 'latin1') };
  };
  for (const found of text.matchAll(messageStart)) {
    if (from !== undefined) yield member(found.index);
    from = found.index + found[0].length;
  }
  if (from !== undefined) yield member(text.length);
}
