/** slot is the child's side of a place in a worker: it waits for runs, parses them with the pipeline and tells how it went. */
export { type PrepareSlot, type SlotChannel, type SlotHooks, serveSlot } from './serve-slot.ts';
