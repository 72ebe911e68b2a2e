import { archiveDescriptor } from '#capabilities';
import type { DocumentEngine, EngineRun } from '../engine.ts';
import type { ConvertMember } from '../members/convert-member.ts';
import { Gathering } from '../members/gathering.ts';
import { nestingOf } from '../members/nesting.ts';
import { withScratch } from '../members/scratch.ts';
import { shownName } from '../members/shown-name.ts';
import { gzMembers, tarFileMembers } from './gz-members.ts';
import { mboxMembers } from './mbox-members.ts';
import type { MemberFile } from './member-file.ts';
import { zipMembers } from './zip-members.ts';

/** ArchiveEngineDeps is what the engine works with: whatever reads the members. */
export interface ArchiveEngineDeps {
  readonly convertMember: ConvertMember;
}

/**
 * createArchiveEngine makes the engine for zip, tar, gz and mbox: each file inside goes through the engine for its own type and stands under its
 * name. Throws `archive_limit` with the name of the limit, and why the first file was not read where none was.
 */
export function createArchiveEngine({ convertMember }: ArchiveEngineDeps): DocumentEngine {
  return {
    type: 'document',
    describe: () => archiveDescriptor,
    check: async () => ({ ready: true }),
    async convert(given, onProgress) {
      const run = { ...given, nesting: nestingOf(given) };
      const whole = new Gathering(run, 1);
      onProgress(0);
      await withScratch(run, async (scratch) => {
        for await (const file of membersOf(run)) {
          run.signal.throwIfAborted();
          const name = shownName(file.name);
          await whole.addMember(name, async () =>
            convertMember(run, { name, path: await scratch.put(file.content()) }),
          );
          onProgress(whole.pageCount);
        }
      });
      return whole.takeMembers();
    },
  };
}

function membersOf(run: EngineRun): AsyncIterable<MemberFile> {
  switch (run.file.format) {
    case 'tar':
      return tarFileMembers(run);
    case 'gz':
      return gzMembers(run);
    case 'mbox':
      return mboxMembers(run);
    default:
      return zipMembers(run);
  }
}
