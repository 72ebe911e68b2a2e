/** Looks this often even when no signal came, ms: a net for signals that are missed, and what finds jobs whose time has come. */
const slowPoll = 1_000;

/** Wake tells listeners that work may be ready or a lease lost. */
export interface Wake {
  /** ring is called for this process's own changes. */
  ring(): void;
  listen(listener: () => void): () => void;
  close(): void;
}

/** Bell is the part of a Wake that is the same for every store. */
export interface Bell extends Wake {
  /** later is called for a signal of another process: the first rings at once, those that follow within `quiet` ms ring together. */
  later(): void;
}

/** createBell makes a Bell; `usable` tells whether there is any use in looking without a signal. Its poll does not keep the process alive. */
export function createBell({ quiet, usable = () => true }: { readonly quiet: number; usable?(): boolean }): Bell {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  const ring = () => {
    for (const listener of listeners) listener();
  };
  const poll = setInterval(() => {
    if (usable()) ring();
  }, slowPoll);
  poll.unref();
  const later = () => {
    again = timer !== undefined;
    if (again) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (again) later();
    }, quiet);
    ring();
  };
  return {
    ring,
    later,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(poll);
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
