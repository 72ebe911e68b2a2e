import { z } from 'zod';

/** batchStatusSchema is the status payload of MinerU 3.x. */
export const batchStatusSchema = z.object({
  task_id: z.string(),
  status: z.enum(['pending', 'processing', 'completed', 'failed']),
  backend: z.string(),
  /** Keys of the results. */
  file_names: z.array(z.string()),
  /** Times: `YYYY-MM-DDTHH:MM:SS.ffffff+00:00`. */
  created_at: z.string(),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  error: z.string().nullable(),
  status_url: z.string(),
  result_url: z.string(),
  queued_ahead: z.int(),
});

/** BatchStatus is it. */
export type BatchStatus = z.infer<typeof batchStatusSchema>;

const fileResultSchema = z.object({
  md_content: z.string().optional(),
  /** JSON in a string, as are the next two. */
  middle_json: z.string().optional(),
  model_output: z.string().optional(),
  content_list: z.string().optional(),
  /** One JSON object a line. */
  passages: z.string().optional(),
  html_content: z.string().optional(),
  images: z.record(z.string(), z.string()).optional(),
  error: z.string().optional(),
});

/** fileParseSchema is the answer of `POST /file_parse`: results by file stem. */
export const fileParseSchema = batchStatusSchema.extend({
  version: z.string(),
  results: z.record(z.string(), fileResultSchema),
  warnings: z.record(
    z.string(),
    z.array(z.object({ code: z.string(), message: z.string(), page_number: z.int().optional() })),
  ),
});
