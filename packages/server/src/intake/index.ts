/** intake takes sent files in, before there is a job. */
export { createIntake, type Intake, type IntakeDeps, type ReceivedFile } from './intake.ts';
