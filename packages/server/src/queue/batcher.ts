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

/** createJoiner gives a call that goes out together with those of its turn: `send` does all, and what comes of it comes of each. */
export function createJoiner<T>(send: (all: readonly T[]) => Promise<void>): (one: T) => Promise<void> {
  const post = createBatcher<{ readonly one: T; resolve(): void; reject(cause: unknown): void }>((batch) => {
    send(batch.map(({ one }) => one)).then(
      () => {
        for (const { resolve } of batch) resolve();
      },
      (cause: unknown) => {
        for (const { reject } of batch) reject(cause);
      },
    );
  });
  return (one) => new Promise((resolve, reject) => post({ one, resolve, reject }));
}
