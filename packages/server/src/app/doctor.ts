import { join } from 'node:path';
import type { Config } from '#config';
import type { Finding } from '#doctor';
import type { Language } from '#errors';
import { createRunFiles } from '#process';
import { redisFacts } from '#queue';
import { openReadyQueue, openStorages, queuePathOf } from './stores.ts';

/** Diagnosis is what was found, with its sentences; `unknown` names checks that there are none of. */
export interface Diagnosis {
  readonly findings: readonly (Finding & { readonly detail: string; readonly remedy?: string })[];
  readonly unknown: readonly string[];
  /** All names of checks. */
  readonly checks: readonly string[];
}

/** DiagnosisRequest: `checks` names the ones to run, none means all. */
export interface DiagnosisRequest {
  readonly config: Config;
  readonly notices: readonly string[];
  readonly checks: readonly string[];
  readonly language: Language;
}

/** diagnose looks at the installation that the configuration describes. */
export async function diagnose({ config, notices, checks, language }: DiagnosisRequest): Promise<Diagnosis> {
  // Engines are a matter of slots: a service that imports this module must not load them.
  const [doctor, { createBuiltInEngines, createServiceEngines }] = await Promise.all([
    import('#doctor'),
    import('#engines'),
  ]);
  const unknown = checks.filter((name) => !doctor.checkNames.includes(name));
  const patient = {
    config,
    notices,
    ...openStorages(config),
    engines: [...createBuiltInEngines(), ...createServiceEngines(config.services)],
    queuePath: queuePathOf(config),
    runFiles: () => createRunFiles(join(config.folders.data, 'run')),
    openQueue: () => openReadyQueue(config),
    redisFacts,
  };
  const findings = unknown.length > 0 ? [] : await doctor.examine(patient, checks);
  return {
    findings: findings.map((finding) => ({ ...finding, ...doctor.renderFinding(finding, language) })),
    unknown,
    checks: doctor.checkNames,
  };
}
