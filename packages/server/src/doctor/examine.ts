import type { Check, Finding } from './finding.ts';
import {
  diskCheck,
  enginesCheck,
  foldersCheck,
  memoryCheck,
  nodeCheck,
  portCheck,
  settingsCheck,
} from './machine-checks.ts';
import type { Patient } from './patient.ts';
import { backlogCheck, childrenCheck, queueCheck, workersCheck } from './queue-checks.ts';
import { redisCheck } from './redis-check.ts';

export type { Patient };

/** checks makes every check, by name, in the order in which they are shown. */
const checks: Readonly<Record<string, (patient: Patient) => Check>> = {
  node: nodeCheck,
  settings: settingsCheck,
  port: portCheck,
  folders: foldersCheck,
  disk: diskCheck,
  memory: memoryCheck,
  engines: enginesCheck,
  redis: redisCheck,
  queue: queueCheck,
  workers: workersCheck,
  tasks: backlogCheck,
  processes: childrenCheck,
};

/** checkNames are the names that `examine` takes. */
export const checkNames: readonly string[] = Object.keys(checks);

/** examine runs the checks with the given names, all by default, and gives what they found. */
export async function examine(patient: Patient, names: readonly string[] = []): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [name, make] of Object.entries(checks)) {
    if (names.length > 0 && !names.includes(name)) continue;
    findings.push(...(await make(patient).run()));
  }
  return findings;
}
