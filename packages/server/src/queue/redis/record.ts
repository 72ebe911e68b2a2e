import type { ChildCounts, FailedPage, JobId, JobRecord, NewJob } from '#jobs';
import type { JobEvent, JobEventType } from '../port.ts';

/** Row is a record as the script gives it: the fields of BullMQ's hash, flat, and the rest of its lock, ms (below 0: none). */
export type Row = readonly [fields: readonly string[], lock: number];

/** recordFields are the fields of BullMQ's hash that a record is read from. */
export const recordFields = [
  ...['data', 'b', 'rank', 'timestamp', 'av', 'ats', 'rb', 'fa', 'sd', 'll', 'fp', 'progress', 'pj', 'tries', 'st'],
  ...['finishedOn', 'pb', 'cs', 'wu', 'oc', 'xa', 'processedOn', 'failedReason', 'returnvalue'],
  ...['cn', 'co', 'cc', 'cp', 'cf', 'cx'],
] as const;

/** buckets are the states, with `delayed` for the pending jobs that wait for a time. */
export const buckets = ['pending', 'delayed', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const;
export type Bucket = (typeof buckets)[number];

/** recordOf reads a job. Casts are right here: hashes are only written by this module. `now` is the store's time of the reading. */
export function recordOf([flat, lock]: Row, now: number): JobRecord {
  const fields: Record<string, string | undefined> = {};
  for (let at = 0; at < flat.length; at += 2) fields[flat[at] as string] = flat[at + 1];
  const number = (name: string) => Number(fields[name] ?? 0);
  const json = <T>(name: string, otherwise: T) =>
    fields[name] === undefined ? otherwise : (JSON.parse(fields[name]) as T);
  const optional = <Key extends string, Value>(key: Key, name: string, read: (value: string) => Value) =>
    (fields[name] === undefined ? {} : { [key]: read(fields[name]) }) as { [K in Key]?: Value };
  const bucket = fields.b as Bucket;
  const running = bucket === 'running';
  return {
    ...(JSON.parse(fields.data ?? '{}') as NewJob),
    state: bucket === 'delayed' ? 'pending' : bucket,
    rank: number('rank'),
    createdAt: number('timestamp'),
    availableAt: number('av'),
    claims: number('ats'),
    ranBefore: number('rb'),
    failures: number('fa'),
    slotDeaths: json('sd', {}),
    lostLeases: number('ll'),
    failedPages: json<readonly FailedPage[]>('fp', []),
    progress: json('progress', { pagesDone: 0 }),
    projected: fields.pj !== undefined,
    attempts: JSON.parse(`[${fields.tries ?? ''}]`) as JobRecord['attempts'],
    ...optional('startedAt', 'st', Number),
    ...optional('finishedAt', 'finishedOn', Number),
    ...optional('workerId', 'pb', String),
    ...optional('chunkSince', 'cs', Number),
    ...optional('waitingUntil', 'wu', Number),
    ...optional('outcome', 'oc', (value) => value as 'full' | 'partial'),
    ...optional('expiredAt', 'xa', Number),
    ...(running ? { runSince: number('processedOn'), leaseUntil: now + Math.max(lock, -1) } : {}),
    ...(bucket === 'failed' ? { error: JSON.parse(fields.failedReason ?? 'null') } : {}),
    ...(fields.returnvalue === undefined || fields.returnvalue === 'null'
      ? {}
      : { result: JSON.parse(fields.returnvalue) }),
    ...(fields.cn === undefined ? {} : { children: childrenOf(number) }),
  };
}

/** Found is a job with its number, by which lists are ordered. */
export interface Found {
  readonly job: JobRecord;
  readonly seq: number;
}

/** foundOf reads a job together with its number. */
export function foundOf(row: Row, now: number): Found {
  const at = row[0].indexOf('seq');
  return { job: recordOf(row, now), seq: Number(row[0][at + 1]) };
}

function childrenOf(number: (name: string) => number): ChildCounts {
  return {
    total: number('cn'),
    open: number('co'),
    completed: number('cc'),
    partial: number('cp'),
    failed: number('cf'),
    cancelled: number('cx'),
  };
}

/** EventRow is one event of the stream. */
export type EventRow = readonly [seq: number, type: string, jobId: string, at: string, data: string];

/** eventOf reads an event. */
export function eventOf([seq, type, jobId, at, data]: EventRow): JobEvent {
  return { seq, jobId: jobId as JobId, at: Number(at), type: type as JobEventType, data: JSON.parse(data) };
}
