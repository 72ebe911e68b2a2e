import { transcriptionDescriptor } from '#capabilities';
import { lazyDocumentEngine } from './built-in.ts';
import type { Engine } from './engine.ts';
import type { TranscriptionService } from './transcription/index.ts';

/** Services are the servers that this installation was told of. */
export interface Services {
  readonly transcription?: TranscriptionService;
}

/** createServiceEngines makes the engines that hand their work to a service. */
export function createServiceEngines({ transcription }: Services): readonly Engine[] {
  if (transcription === undefined) return [];
  const load = async () => (await import('./transcription/index.ts')).createTranscriptionEngine(transcription);
  return [lazyDocumentEngine(transcriptionDescriptor, load)];
}
