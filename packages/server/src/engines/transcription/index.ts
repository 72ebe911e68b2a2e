export type { TranscriptionService } from './service.ts';
export { createTranscriptionEngine } from './transcription-engine.ts';
