import { diagnose } from '#app';
import { loadConfig, systemLanguage } from '#config';
import { languageOf } from '#errors';

/** DoctorOptions are the flags of `docmill doctor`. */
export interface DoctorOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
}

const marks = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;

/** doctor prints what it found, with a remedy for each fault; gives 1 when something keeps the service from its work. */
export async function doctor(checks: readonly string[], options: DoctorOptions): Promise<number> {
  const loaded = loadConfig({ flags: options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir } });
  const diagnosis = await diagnose({ ...loaded, checks, language: languageOf(systemLanguage()) });
  const { findings, unknown } = diagnosis;
  if (unknown.length > 0) {
    process.stderr.write(`There is no check '${unknown[0]}'. Checks: ${diagnosis.checks.join(', ')}.\n`);
    return 2;
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  } else {
    for (const { check, status, detail, remedy } of findings) {
      process.stdout.write(`${marks[status]}  ${check.padEnd(9)}  ${detail}\n`);
      if (remedy !== undefined) process.stdout.write(`${' '.repeat(20)}-> ${remedy}\n`);
    }
  }
  return findings.some(({ status }) => status === 'problem') ? 1 : 0;
}
