import type { JobState } from './record.ts';

/** edges is the transition table: every change of state a job may take. A batch is born `waiting`. */
export const edges: Readonly<Record<JobState, readonly JobState[]>> = {
  pending: ['running', 'failed', 'cancelled'],
  running: ['pending', 'waiting', 'completed', 'failed', 'cancelled'],
  waiting: ['pending', 'completed', 'failed', 'cancelled'],
  completed: [],
  failed: [],
  cancelled: [],
};

/** isFinal tells whether a state is terminal: nothing ever leaves it. */
export function isFinal(state: JobState): boolean {
  return edges[state].length === 0;
}

/** canMove tells whether the table has the edge. */
export function canMove(from: JobState, to: JobState): boolean {
  return edges[from].includes(to);
}
