import type { JobId } from '#jobs';
import type { JobEvent } from '../port.ts';
import type { Ask } from './caller.ts';
import { type EventRow, eventOf } from './record.ts';

/** So many events are looked through at once. */
const step = 2_000;
/** Of so many jobs it is remembered how far their events were looked for, since whoever follows a job asks again and again. */
const followed = 1_000;

interface Look {
  readonly after: number;
  readonly seen: number;
}

/** createJobEvents gives the events of one job, in order. Nothing but the stream knows them: it is read from the birth of the job on. */
export function createJobEvents(
  ask: Ask,
): (request: { after: number; limit: number; jobId: JobId }) => Promise<readonly JobEvent[]> {
  const looks = new Map<JobId, Look>();
  return async ({ after, limit, jobId }) => {
    const last = looks.get(jobId);
    const events: JobEvent[] = [];
    let seen = last?.after === after ? last.seen : after;
    for (let more = 1; more === 1 && events.length < limit; ) {
      const { value } = await ask({ c: 'events', after: seen, limit: step, id: jobId });
      const [upTo, goOn, rows] = value as readonly [number, number, readonly EventRow[]];
      events.push(...rows.map(eventOf));
      [seen, more] = [upTo, goOn];
    }
    const given = events.slice(0, limit);
    const [oldest] = looks.keys();
    if (looks.size >= followed && oldest !== undefined) looks.delete(oldest);
    looks.delete(jobId);
    // The next question begins after the last event that was given.
    const whole = given.length === events.length;
    looks.set(jobId, { after: given.at(-1)?.seq ?? after, seen: whole ? seen : (given.at(-1)?.seq ?? after) });
    return given;
  };
}
