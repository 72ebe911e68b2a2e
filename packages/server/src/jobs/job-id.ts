import { randomUUID } from 'node:crypto';
import type { JobId } from './record.ts';

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** createJobId gives a new id. */
export function createJobId(): JobId {
  return randomUUID() as JobId;
}

/** parseJobId reads an id from outside; undefined when it cannot be one. */
export function parseJobId(text: string): JobId | undefined {
  const id = text.toLowerCase();
  return pattern.test(id) ? (id as JobId) : undefined;
}
