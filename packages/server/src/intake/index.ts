/** intake takes sent files in, finds the engine for each, and makes the jobs that the queue will keep. */
export { createIntake, type Intake, type IntakeDeps, type ReceivedFile } from './intake.ts';
export { type DocumentInput, newDocument } from './new-document.ts';
export { engineFor, isSubstituted } from './routing.ts';
