import { checkNames, diagnose, renderFinding } from '#app';
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
  const unknown = checks.find((name) => !checkNames.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no check '${unknown}'. Checks: ${checkNames.join(', ')}.\n`);
    return 2;
  }
  const loaded = loadConfig({ flags: options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir } });
  const findings = await diagnose(loaded, checks);
  const language = languageOf(systemLanguage());
  const told = findings.map((finding) => ({ ...finding, ...renderFinding(finding, language) }));
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ findings: told }, null, 2)}\n`);
  } else {
    for (const { check, status, detail, remedy } of told) {
      process.stdout.write(`${marks[status]}  ${check.padEnd(9)}  ${detail}\n`);
      if (remedy !== undefined) process.stdout.write(`${' '.repeat(20)}-> ${remedy}\n`);
    }
  }
  return findings.some(({ status }) => status === 'problem') ? 1 : 0;
}
