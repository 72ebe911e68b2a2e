/** retention ends the life of results, uploads and records. */
export { type Cleaner, type CleanReport, createCleaner, discardWork, type RetentionDeps } from './retention.ts';
