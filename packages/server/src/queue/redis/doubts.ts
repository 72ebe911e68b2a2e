import type { Lease } from '../port.ts';

/** So many calls without an answer are remembered; a worker has far fewer places. */
const most = 1_000;

/** Doubts remembers leases whose completion was sent but not answered: it may have happened, so that a second call must not take it for a lost lease. */
export interface Doubts {
  has(lease: Lease): boolean;
  note(lease: Lease): void;
  settle(lease: Lease): void;
}

/** createDoubts makes a memory of bounded size. */
export function createDoubts(): Doubts {
  const noted = new Set<string>();
  const keyOf = ({ jobId, token }: Lease) => `${jobId} ${token}`;
  return {
    has: (lease) => noted.has(keyOf(lease)),
    note(lease) {
      const [oldest] = noted;
      if (noted.size >= most && oldest !== undefined) noted.delete(oldest);
      noted.add(keyOf(lease));
    },
    settle: (lease) => void noted.delete(keyOf(lease)),
  };
}
