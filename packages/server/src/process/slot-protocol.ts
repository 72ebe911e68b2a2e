import { errorCodes } from '@docmill/api';
import { z } from 'zod';

const storedErrorSchema = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
const failedPageSchema = z.object({ pageIndex: z.number().int().nonnegative(), code: z.enum(errorCodes) });
const warningSchema = z.object({
  code: z.string(),
  pageNumber: z.number().int().positive().exactOptional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
});

/** SlotLimits bound what one run may cost inside the slot. */
const slotLimitsSchema = z.object({
  maxPages: z.number(),
  maxPixels: z.number(),
  maxOutputBytes: z.number(),
  pageTime: z.number().exactOptional(),
  maxTableCells: z.number().exactOptional(),
  libreOffice: z.object({ time: z.number(), memory: z.number() }).exactOptional(),
  archive: z
    .object({
      maxEntries: z.number(),
      maxBytes: z.number(),
      maxRatio: z.number(),
      maxDepth: z.number(),
      maxXmlBytes: z.number(),
    })
    .exactOptional(),
});

const pageRangeSchema = z.object({ first: z.number().int().nonnegative(), last: z.number().int().nonnegative() });

const slotSetupSchema = z.object({
  /** Roots of the two local storages. */
  filesRoot: z.string(),
  outputsRoot: z.string(),
  /** Folder for this slot's scratch files; emptied between jobs. */
  workFolder: z.string(),
  limits: slotLimitsSchema,
  /** Servers that engines hand their work to. */
  services: z
    .object({
      transcription: z.object({ url: z.string(), key: z.string().exactOptional(), model: z.string() }).exactOptional(),
    })
    .exactOptional(),
  /** Stored Markdown holds pictures as data URLs (MINERU_EMBED_IMAGES_IN_MD). */
  embedImages: z.boolean(),
  /** When and how large documents are read in chunks; absent where nobody else could read them. */
  pagination: z
    .object({
      /** MINERU_ENABLE_PAGINATION: the default of the jobs' own option. */
      enabled: z.boolean(),
      /** More pages than this to read go out in chunks (MINERU_PAGINATION_THRESHOLD) ... */
      threshold: z.number(),
      /** ... of so many pages (MINERU_PAGE_CHUNK_SIZE). */
      chunkSize: z.number(),
    })
    .exactOptional(),
});

const slotRunSchema = z.object({
  jobId: z.string(),
  /** Where the run writes: `.attempts/<id>/<n>` in the output storage. */
  attemptFolder: z.string(),
  /** Where finished pages are kept: `.checkpoints/<id>/<fingerprint>` in the file storage. */
  checkpointFolder: z.string(),
  engine: z.string(),
  backend: z.string(),
  file: z.object({ name: z.string(), key: z.string(), bytes: z.number(), hash: z.string(), format: z.string() }),
  options: z.record(z.string(), z.unknown()),
  /** A chunk: the pages to read, page indexes, both included. */
  range: pageRangeSchema.exactOptional(),
  /** Pages that earlier attempts and chunks gave up. */
  failedPages: z.array(failedPageSchema),
  /** Chunks of this document that failed as a whole because of their pages. */
  failedChunks: z.array(
    z.object({
      range: pageRangeSchema,
      error: storedErrorSchema,
      /** The page that it was at. */
      pageIndex: z.number().int().nonnegative().exactOptional(),
    }),
  ),
});

/** What a slot gives for a parsed document; it becomes the record's result. */
const slotResultSchema = z.object({
  manifestKey: z.string(),
  resultVersion: z.number(),
  outcome: z.enum(['full', 'partial']),
  failedPages: z.array(failedPageSchema),
  warnings: z.array(warningSchema),
  engine: z.object({ name: z.string(), version: z.string() }),
  pages: z.number(),
});

/** toSlotSchema is every message from the worker to a slot. */
export const toSlotSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('setup'), setup: slotSetupSchema }),
  z.object({ type: z.literal('run'), run: slotRunSchema }),
  z.object({ type: z.literal('abort'), code: z.enum(['task_timeout', 'shutting_down']) }),
]);

/** fromSlotSchema is every message from a slot to its worker. */
export const fromSlotSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('done'), result: slotResultSchema }),
  /** A chunk is read: its pages are checkpointed. */
  z.object({ type: z.literal('read'), result: slotResultSchema.omit({ manifestKey: true }) }),
  /** The document is large: these chunks are to be read by whoever has a place. */
  z.object({
    type: z.literal('planned'),
    chunks: z.array(pageRangeSchema),
    progress: z.object({ pagesDone: z.number().int().nonnegative(), pagesTotal: z.number().int().nonnegative() }),
  }),
  z.object({
    type: z.literal('failed'),
    error: storedErrorSchema,
    retryable: z.boolean(),
    pageIndex: z.number().int().nonnegative().exactOptional(),
    /** For the log only. */
    detail: z.string(),
  }),
]);

/** SlotSetup is what a slot is told once, at its start. */
export type SlotSetup = z.infer<typeof slotSetupSchema>;
/** SlotRun is one job as a slot gets it. */
export type SlotRun = z.infer<typeof slotRunSchema>;
/** SlotOutcome is how a run ends that does not fail. */
export type SlotOutcome = Extract<z.infer<typeof fromSlotSchema>, { type: 'done' | 'read' | 'planned' }>;
/** ToSlot is a message from the worker to a slot. */
export type ToSlot = z.infer<typeof toSlotSchema>;
/** FromSlot is a message from a slot to its worker. */
export type FromSlot = z.infer<typeof fromSlotSchema>;
