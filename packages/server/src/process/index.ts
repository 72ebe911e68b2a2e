/** process starts, watches and ends processes and threads, and defines what a worker and its slots say to each other. */
export { type BeatNote, beatNotePath, openBeatNote, type SlotBeat } from './beat-note.ts';
export { type EntryName, entryUrl } from './entry.ts';
export { killGroup, residentBytes, startOf } from './identity.ts';
export { createRunFiles, type RunFiles } from './run-files.ts';
export {
  type FromSlot,
  fromSlotSchema,
  type SlotOutcome,
  type SlotRun,
  type SlotSetup,
  type ToSlot,
  toSlotSchema,
} from './slot-protocol.ts';
export { sweepHeap } from './sweep-heap.ts';
export { startWatchdog } from './watchdog.ts';
