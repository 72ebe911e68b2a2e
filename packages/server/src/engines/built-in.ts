import {
  archiveDescriptor,
  type EngineDescriptor,
  mailDescriptor,
  ofdDescriptor,
  officeDescriptor,
  pdfDescriptor,
  textDescriptor,
  webDescriptor,
} from '#capabilities';
import type { DocumentEngine, Engine, PageEngine } from './engine.ts';

/**
 * createBuiltInEngines makes the engines that every installation has. Each loads its parsers when it gets its first file. `services` are further
 * ones for files inside files, such as recordings in a message.
 */
export function createBuiltInEngines(services: readonly Engine[] = []): readonly Engine[] {
  const engines: readonly Engine[] = [
    lazyPageEngine(pdfDescriptor, async () => (await import('./pdf/index.ts')).createPdfEngine()),
    lazyDocumentEngine(textDescriptor, async () => (await import('./text/index.ts')).createTextEngine()),
    lazyDocumentEngine(webDescriptor, async () => (await import('./web/index.ts')).createWebEngine()),
    lazyDocumentEngine(officeDescriptor, async () => (await import('./office/index.ts')).createOfficeEngine()),
    lazyPageEngine(ofdDescriptor, async () => (await import('./ofd/index.ts')).createOfdEngine()),
    lazyDocumentEngine(mailDescriptor, async () => (await import('./mail/index.ts')).createMailEngine(await members())),
    lazyDocumentEngine(archiveDescriptor, async () =>
      (await import('./archive/index.ts')).createArchiveEngine(await members()),
    ),
  ];
  // Files inside files are read by the same engines.
  const members = async () => {
    const { createMemberConverter } = await import('./members/convert-member.ts');
    return { convertMember: createMemberConverter(() => [...engines, ...services]) };
  };
  return engines;
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

function lazyPageEngine(descriptor: EngineDescriptor, load: () => Promise<PageEngine>): PageEngine {
  const engine = once(load);
  return {
    type: 'pages',
    describe: () => descriptor,
    check: async () => (await engine()).check(),
    survey: async (run) => (await engine()).survey(run),
    async *readPages(run, pages) {
      yield* (await engine()).readPages(run, pages);
    },
    async *assemble(run, drafts, survey) {
      yield* (await engine()).assemble(run, drafts, survey);
    },
  };
}

/** lazyDocumentEngine makes an engine that is loaded with its first file. */
export function lazyDocumentEngine(descriptor: EngineDescriptor, load: () => Promise<DocumentEngine>): DocumentEngine {
  const engine = once(load);
  return {
    type: 'document',
    describe: () => descriptor,
    check: async () => (await engine()).check(),
    convert: async (run, onProgress) => (await engine()).convert(run, onProgress),
  };
}
