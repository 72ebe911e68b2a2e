import { AppError, type ErrorParams, type StoredError } from '#errors';
import type { FindingCode } from './texts.ts';

/** Finding is what one check saw. `ok` needs nothing; `warning` works but should be known; `problem` keeps the service from its work. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'problem';
  readonly code: FindingCode;
  readonly params: ErrorParams;
  /** What was thrown; its sentence becomes the parameter `reason`. */
  readonly cause?: StoredError;
}

/** Check looks at one thing. It never throws: what it could not look at is a finding as well. */
export interface Check {
  readonly name: string;
  run(): Promise<readonly Finding[]>;
}

/** createCheck makes a Check whose findings carry its name; a fault of the check itself becomes the finding `check_failed`. */
export function createCheck(name: string, look: () => Promise<readonly Omit<Finding, 'check'>[]>): Check {
  return {
    name,
    async run() {
      try {
        return (await look()).map((finding) => ({ check: name, ...finding }));
      } catch (error) {
        return [{ check: name, ...thrown('check_failed', error) }];
      }
    },
  };
}

/** found makes a finding. */
export function found(status: Finding['status'], code: FindingCode, params: ErrorParams = {}): Omit<Finding, 'check'> {
  return { status, code, params };
}

/** thrown makes the finding for something that failed. */
export function thrown(code: FindingCode, error: unknown, params: ErrorParams = {}): Omit<Finding, 'check'> {
  const reason = error instanceof Error ? error.message : String(error);
  const cause = error instanceof AppError ? { cause: { code: error.code, params: error.params } } : {};
  return { status: 'problem', code, params: { ...params, reason }, ...cause };
}
