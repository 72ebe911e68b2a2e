/**
 * fanOut hands every value of a source to all readers. The next value comes when each of them has asked for it or has ended, so that no more
 * than one is held, however many there are. The first error, of the source or of a reader, ends all and is thrown when they have ended.
 */
export async function fanOut<T>(
  source: AsyncIterable<T>,
  readers: readonly ((values: AsyncIterable<T>) => Promise<void>)[],
): Promise<void> {
  const ports = readers.map(() => createPort<T>());
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown) => {
    failure ??= { error };
    for (const port of ports) port.fail(error);
  };
  const reading = readers.map(async (read, at) => {
    const port = ports[at];
    if (port === undefined) return;
    try {
      await read(port.values);
    } catch (error) {
      fail(error);
    } finally {
      port.close();
    }
  });
  try {
    for await (const value of source) {
      for (const port of ports) await port.give(value);
      if (failure !== undefined) break;
    }
    for (const port of ports) await port.end();
  } catch (error) {
    fail(error);
  }
  await Promise.all(reading);
  if (failure !== undefined) throw failure.error;
}

interface Port<T> {
  readonly values: AsyncIterable<T>;
  /** give waits until the reader asks, and does nothing when it has ended. */
  give(value: T): Promise<void>;
  end(): Promise<void>;
  fail(error: unknown): void;
  close(): void;
}

function createPort<T>(): Port<T> {
  let asked = Promise.withResolvers<void>();
  let answer = Promise.withResolvers<IteratorResult<T, undefined>>();
  let closed = false;
  const reply = async (result: IteratorResult<T, undefined>) => {
    await asked.promise;
    if (closed) return;
    const { resolve } = answer;
    asked = Promise.withResolvers();
    answer = Promise.withResolvers();
    resolve(result);
  };
  const next = () => {
    asked.resolve();
    return answer.promise;
  };
  return {
    values: { [Symbol.asyncIterator]: () => ({ next }) },
    give: (value) => reply({ value, done: false }),
    end: () => reply({ value: undefined, done: true }),
    fail(error) {
      closed = true;
      answer.promise.catch(() => undefined);
      answer.reject(error);
      asked.resolve();
    },
    close() {
      closed = true;
      asked.resolve();
    },
  };
}
