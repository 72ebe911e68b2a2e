/** telemetry is what the service says of itself: its log. */
export { createLog, type Log, type LogOptions } from './log.ts';
