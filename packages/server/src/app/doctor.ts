import { join } from 'node:path';
import type { Config } from '#config';
import { examine, type Finding } from '#doctor';
import { createBuiltInEngines } from '#engines';
import { createRunFiles } from '#process';
import { openQueue, openStorages, queuePathOf } from './stores.ts';

/** diagnose looks at the installation that the configuration describes; `checks` names the ones to run, none means all. */
export async function diagnose(
  { config, notices }: { readonly config: Config; readonly notices: readonly string[] },
  checks: readonly string[],
): Promise<readonly Finding[]> {
  const patient = {
    config,
    notices,
    ...openStorages(config),
    engines: createBuiltInEngines(),
    queuePath: queuePathOf(config),
    runFiles: () => createRunFiles(join(config.folders.data, 'run')),
    openQueue: () => openQueue(config),
  };
  return await examine(patient, checks);
}
