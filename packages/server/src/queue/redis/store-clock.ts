/** StoreClock knows the store's clock by its answers, measured with this process's own, which never jumps. */
export interface StoreClock {
  /** deadline gives the store's time after which a call of now, ms of patience, is given up; 0 while nothing is known. */
  deadline(patience: number): number;
  /** heard: an answer came with the store's time; `sent` is when its question went out. */
  heard(storeTime: number, sent: number): void;
}

/** createStoreClock makes a StoreClock. `now` is a monotonic clock, ms. */
export function createStoreClock(now: () => number = () => performance.now()): StoreClock {
  let ahead: number | undefined;
  return {
    deadline: (patience) => (ahead === undefined ? 0 : Math.ceil(now() + ahead + patience)),
    heard(storeTime, sent) {
      // The store looked at its clock between the two: a slow answer, or one that was read late, tells less than the quick ones before it.
      const [least, most] = [storeTime - now(), storeTime - sent];
      ahead = Math.min(most, Math.max(least, ahead ?? most));
    },
  };
}
