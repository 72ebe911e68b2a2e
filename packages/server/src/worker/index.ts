/** worker is the parent side of parsing: it leases jobs, runs them in supervised slots, publishes and rescues. */
export type { RunEnd, RunInput, Runner, Running, RunProgress } from './runner.ts';
export { createSlotPool, type SlotPoolDeps } from './slot-pool.ts';
export { type SlotLimits, type SlotProcess, type SlotProcessDeps, startSlot } from './slot-process.ts';
export { slotRunOf } from './slot-run.ts';
export { createWorker, type Worker, type WorkerDeps, workerNameOf } from './worker.ts';
