/** createBatcher joins what comes until `later` calls back (by default the rest of this turn of the event loop) and sends it as one. */
export function createBatcher<T>(
  send: (batch: readonly T[]) => void,
  later: (flush: () => void) => void = queueMicrotask,
): (one: T) => void {
  let batch: T[] = [];
  return (one) => {
    if (batch.length === 0) {
      later(() => {
        const full = batch;
        batch = [];
        send(full);
      });
    }
    batch.push(one);
  };
}
