import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

/** SlotBeat is a slot's sign of life: how far its run is, and the page index that the engine is at, absent outside pages. */
export interface SlotBeat {
  readonly page?: number;
  readonly pagesDone: number;
  readonly pagesTotal?: number;
}

/** NotedBeat is a beat as its worker finds it: `count` rises with each. */
export interface NotedBeat extends SlotBeat {
  readonly count: number;
}

/**
 * BeatNote is a file of a few bytes in which a slot notes its beats, each over the last, and in which its worker finds the last one, also after
 * the slot's death. With a message for each page the worker's own process took 134 ms for 400 pages, where it takes 46.
 */
export interface BeatNote {
  note(beat: SlotBeat): void;
  /** last gives the last beat of the run; undefined before the first. */
  last(): NotedBeat | undefined;
  /** clear comes before each run, from the worker. */
  clear(): void;
  /** close may come at any time: what is asked afterwards finds nothing and does nothing. */
  close(): void;
}

const absent = -1;

/** beatNotePath is where the note of a slot lies: beside its work folder, which is emptied between runs. */
export function beatNotePath(workFolder: string): string {
  return `${workFolder}.beat`;
}

/** openBeatNote opens the note of a slot, from either side; it is made when it is missing. */
export function openBeatNote(workFolder: string): BeatNote {
  const file = openSync(beatNotePath(workFolder), constants.O_RDWR | constants.O_CREAT);
  const fields = new Float64Array(4);
  let closed = false;
  let count = 0;
  const write = () => {
    if (!closed) writeSync(file, fields, 0, fields.byteLength, 0);
  };
  return {
    note({ page = absent, pagesDone, pagesTotal = absent }) {
      count += 1;
      fields.set([count, page, pagesDone, pagesTotal]);
      write();
    },
    last() {
      if (closed || readSync(file, fields, 0, fields.byteLength, 0) < fields.byteLength) return undefined;
      const [noted = 0, page = absent, pagesDone = 0, pagesTotal = absent] = fields;
      if (noted === 0) return undefined;
      return {
        count: noted,
        pagesDone,
        ...(page === absent ? {} : { page }),
        ...(pagesTotal === absent ? {} : { pagesTotal }),
      };
    },
    clear() {
      fields.fill(0);
      write();
    },
    close() {
      if (!closed) closeSync(file);
      closed = true;
    },
  };
}
