/** BatcherOptions: a batch is sent when `later` calls back (by default after the rest of this turn of the event loop), and at once when it is full. */
export interface BatcherOptions {
  readonly later?: (flush: () => void) => void;
  readonly most?: number;
}

/** createBatcher joins what comes in one turn and sends it as one. */
export function createBatcher<T>(
  send: (batch: readonly T[]) => void,
  { later = queueMicrotask, most = Number.POSITIVE_INFINITY }: BatcherOptions = {},
): (one: T) => void {
  let batch: T[] = [];
  const flush = () => {
    const full = batch;
    batch = [];
    if (full.length > 0) send(full);
  };
  return (one) => {
    if (batch.length === 0) later(flush);
    batch.push(one);
    if (batch.length >= most) flush();
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
