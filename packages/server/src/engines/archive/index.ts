export { createArchiveEngine } from './archive-engine.ts';
