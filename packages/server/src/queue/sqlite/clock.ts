/** Clock tells the time by which leases are counted. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** trustworthy is false for a lease's time after the machine's clock jumped: nobody may be declared dead by such a clock. */
  trustworthy(): boolean;
}

/** Sources of time, as arguments for tests. */
export interface TimeSources {
  wall(): number;
  monotonic(): number;
}

const systemTime: TimeSources = { wall: () => Date.now(), monotonic: () => performance.now() };

/** createClock watches the machine's clock against a monotonic one; a difference of more than half a lease is a jump. */
export function createClock(lease: number, { wall, monotonic }: TimeSources = systemTime): Clock {
  let offset = wall() - monotonic();
  let doubtedUntil = Number.NEGATIVE_INFINITY;
  const look = () => {
    const now = wall();
    const drift = Math.abs(now - monotonic() - offset);
    if (drift > lease / 2) doubtedUntil = monotonic() + lease;
    // Small drifts are the clock being kept right.
    offset = now - monotonic();
    return now;
  };
  return {
    now: look,
    trustworthy() {
      look();
      return monotonic() >= doubtedUntil;
    },
  };
}
