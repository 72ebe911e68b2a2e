import { type Block, schemaVersion } from '@docmill/document';
import { transcriptionDescriptor } from '#capabilities';
import { AppError } from '#errors';
import type { DocumentEngine } from '../engine.ts';
import { paragraphsOf } from './paragraphs.ts';
import { askForTranscript, reach, type TranscriptionService } from './service.ts';

/** How often a sign of life is given while the service works, ms: it answers only when it is done. */
const signOfLife = 5_000;

/** createTranscriptionEngine makes the engine for recordings, which an OpenAI-compatible service turns into text. */
export function createTranscriptionEngine(service: TranscriptionService): DocumentEngine {
  return {
    type: 'document',
    describe: () => transcriptionDescriptor,
    async check() {
      const reason = await reach(service);
      if (reason === undefined) return { ready: true };
      return {
        ready: false,
        reason,
        remedy: 'Start the service at TRANSCRIPTION_URL, or correct TRANSCRIPTION_URL and TRANSCRIPTION_KEY.',
      };
    },
    async convert({ file, options, limits, signal }, onProgress) {
      signal.throwIfAborted();
      onProgress(0, 1);
      const timer = setInterval(() => onProgress(0, 1), signOfLife);
      try {
        const language = languageOf(options.lang);
        const transcript = await askForTranscript(service, { file, language, signal, maxBytes: limits.maxOutputBytes });
        const blocks: readonly Block[] = paragraphsOf(transcript);
        if (blocks.length === 0) throw new AppError('file_empty', { params: { file: file.name } });
        onProgress(1, 1);
        const metadata = language === undefined ? {} : { language };
        const document = { schemaVersion, metadata, pages: [{ index: 0, blocks }], assets: [], warnings: [] } as const;
        return { document, assets: [] };
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** The service wants ISO 639-1; `ch` and its like are names of MinerU's and say nothing of a recording. */
function languageOf(lang: unknown): string | undefined {
  return typeof lang === 'string' && /^[a-z]{2}$/.test(lang) && lang !== 'ch' ? lang : undefined;
}
