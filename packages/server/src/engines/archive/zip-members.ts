import type { EngineRun } from '../engine.ts';
import { archiveLimitsOf, nestingOf, spend } from '../members/nesting.ts';
import { openZip } from '../office/package/zip.ts';
import { decodeText } from '../text/decode.ts';
import { isContent, type MemberFile } from './member-file.ts';

/** zipMembers gives the files of a zip in its order. Throws as `openZip` does. */
export async function* zipMembers(run: EngineRun): AsyncGenerator<MemberFile> {
  const { members } = await openZip(run.file.path, archiveLimitsOf(run));
  const files = members.filter(({ name }) => isContent(name));
  const bytes = members.reduce((sum, member) => sum + member.bytes, 0);
  spend(run, nestingOf(run), { entries: members.length, bytes });
  const names = namesOf(files.map(({ name }) => name));
  for (const [at, { read }] of files.entries()) yield { name: names[at] ?? '', content: read };
}

/** Old programs write names in the character set of their machine; it is guessed of all of them together. */
function namesOf(names: readonly string[]): readonly string[] {
  const isForeign = (name: string) => /[\u0080-\u00ff]/.test(name) && !/[\u0100-\uffff]/.test(name);
  const foreign = names.filter(isForeign);
  if (foreign.length === 0) return names;
  const decoded = decodeText(Buffer.from(foreign.join('\n'), 'latin1')).text.split('\n');
  if (decoded.length !== foreign.length) return names;
  let at = 0;
  return names.map((name) => {
    if (!isForeign(name)) return name;
    at += 1;
    return decoded[at - 1] ?? name;
  });
}
