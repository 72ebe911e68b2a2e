import { z } from 'zod';

/** taskStatuses are the words of the v1 wire; they never change. `processing` covers a job that runs or waits for its chunks. */
export const taskStatuses = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const;

/** TaskStatus is one of them. */
export type TaskStatus = (typeof taskStatuses)[number];

const status = z.enum(taskStatuses);
/** Times: `YYYY-MM-DDTHH:MM:SS.ffffff`, the server's local time, no zone letter. */
const time = z.string();
const values = z.record(z.string(), z.union([z.string(), z.number()]));

/** warningSchema is a warning of a result. */
const warningSchema = z.object({
  code: z.string(),
  message: z.string(),
  page_number: z.int().positive().optional(),
  params: values.optional(),
});

/** errorBodySchema stands beside `detail` in every error answer. */
export const errorBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  field: z.string().optional(),
});

/** problemSchema is the body of every error answer but 422. */
export const problemSchema = z.object({ detail: z.string(), error: errorBodySchema });

/** validationProblemSchema is the body of a 422 answer. */
export const validationProblemSchema = z.object({
  detail: z.array(
    z.object({ type: z.string(), loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), input: z.unknown() }),
  ),
  error: errorBodySchema,
});

/** serviceSchema is the answer of `GET /`. */
export const serviceSchema = z.object({
  service: z.string(),
  version: z.string(),
  description: z.string(),
  endpoints: z.object({
    submit: z.string(),
    status: z.string(),
    cancel: z.string(),
    stats: z.string(),
    tasks: z.string(),
    health: z.string(),
    docs: z.string(),
  }),
});

/** submittedSchema is the answer of a submit. */
export const submittedSchema = z.object({
  success: z.literal(true),
  task_id: z.string(),
  status,
  message: z.string(),
  file_name: z.string(),
  created_at: time,
  backend: z.string(),
  priority: z.int(),
});

const attemptSchema = z.object({
  attempt: z.int(),
  started_at: time,
  finished_at: time,
  worker_id: z.string(),
  error: errorBodySchema.optional(),
  page_number: z.int().optional(),
});

/** waitingForSchema says why a pending task does not run yet. */
export const waitingForSchema = z.object({
  reason: z.enum(['paused', 'no_worker', 'retry', 'queue', 'long_queue']),
  message: z.string(),
  /** no_worker: the engine that no worker on this queue serves. */
  engine: z.string().optional(),
  /** queue: tasks before this one; long_queue: at least so many. */
  ahead: z.int().optional(),
  retry_at: time.optional(),
});

/** WaitingFor is why a pending task does not run yet. */
export type WaitingFor = z.infer<typeof waitingForSchema>;

const taskItemSchema = z.object({
  task_id: z.string(),
  status,
  worker_id: z.string().nullable(),
  file_name: z.string(),
  backend: z.string(),
  created_at: time,
  started_at: time.nullable(),
  priority: z.int(),
});

/** TaskItem is a task as lists show it. */
export type TaskItem = z.infer<typeof taskItemSchema>;

const taskFields = {
  task_id: z.string(),
  status,
  created_at: time,
  started_at: time.nullable(),
  completed_at: time.nullable(),
  file_name: z.string(),
  backend: z.string(),
  priority: z.int(),
  worker_id: z.string().nullable(),
  result_path: z.string().nullable(),
  error_message: z.string().nullable(),
  retry_count: z.int(),
  error: errorBodySchema.nullable(),
  outcome: z.enum(['full', 'partial']).nullable(),
  failed_pages: z.array(z.object({ page_number: z.int(), code: z.string() })),
  warnings: z.array(warningSchema),
  engine: z.object({ name: z.string(), version: z.string() }).nullable(),
  /** In pages; of a large document live from all of its chunks. */
  progress: z.object({
    pages_done: z.int(),
    pages_total: z.int().nullable(),
    /** Seconds until it is done, at the pace so far; null when that is unknown. */
    eta_seconds: z.number().nullable(),
    /** Parts that a large document was split into, and how many of them are read. */
    chunks_total: z.int().optional(),
    chunks_done: z.int().optional(),
  }),
  attempts: z.array(attemptSchema),
  /** Null unless the task is pending. */
  waiting_for: waitingForSchema.nullable(),
  /** From 1; null when the task does not wait in line, or more than 1000 are before it. */
  queue_position: z.int().nullable(),
  /** When it will begin at the pace of the tasks before it; null when that is unknown. */
  estimated_start: time.nullable(),
  /** The task that this one runs again. */
  retry_of: z.string().nullable(),
  /** The parts of a large document, when `chunks=true` was asked for. */
  chunks: z
    .array(
      z.object({
        /** From 1, both included. */
        first_page: z.int(),
        last_page: z.int(),
        status,
        worker_id: z.string().nullable(),
        pages_done: z.int(),
        error: errorBodySchema.nullable(),
        attempts: z.array(attemptSchema),
      }),
    )
    .optional(),
  /** Several files under one id: its documents, each a task of its own. */
  documents: z.array(taskItemSchema).optional(),
};

/** taskSchema is a task as its own status answer shows it. */
export const taskSchema = z.object(taskFields);

/** Task is a task on the v1 wire. */
export type Task = z.infer<typeof taskSchema>;

/** imageSchema is a picture of a result. */
export const imageSchema = z.object({
  filename: z.string(),
  mime_type: z.string(),
  size_bytes: z.int(),
  data_url: z.string(),
});

/** taskAnswerSchema is the answer of `GET /api/v1/tasks/{task_id}`; the last fields stand only in that of a completed task. */
export const taskAnswerSchema = z.object({
  success: z.literal(true),
  task: taskSchema,
  timestamp: time,
  ...taskFields,
  markdown_content: z.string().optional(),
  images: z.array(imageSchema).optional(),
  content_list: z.array(z.unknown()).optional(),
  middle_json: z.unknown().optional(),
  /** Only when `return_passages` was asked for; a passage as `passages.jsonl` has it. */
  passages: z.array(z.unknown()).optional(),
  /** Only when `return_html` was asked for. */
  html_content: z.string().optional(),
  data: z
    .object({
      content: z.string(),
      markdown_file: z.string(),
      images_uploaded: z.boolean(),
      has_images: z.boolean(),
      json_available: z.boolean(),
      json_content: z.unknown().optional(),
      json_file: z.string().optional(),
    })
    .optional(),
});

/** retriedSchema is the answer of a re-run. */
export const retriedSchema = submittedSchema.extend({ retry_of: z.string() });

/** pausedSchema is the answer of pause and resume. */
export const pausedSchema = z.object({ success: z.literal(true), paused: z.boolean(), timestamp: time });

/** drainedSchema is the answer of drain and resume of a worker. */
export const drainedSchema = z.object({
  success: z.literal(true),
  worker_id: z.string(),
  draining: z.boolean(),
  /** How many worker processes were told. */
  count: z.int(),
  timestamp: time,
});

/** workersSchema is the answer of `GET /api/v1/workers`. */
export const workersSchema = z.object({
  success: z.literal(true),
  workers: z.array(
    z.object({
      worker_id: z.string(),
      pid: z.int(),
      queue: z.string(),
      serves_this_queue: z.boolean(),
      engines: z.array(z.string()),
      slots: z.int(),
      /** Of the worker's own process; each of its tasks has one more. */
      memory_bytes: z.int(),
      /** It was told to take nothing new. */
      draining: z.boolean(),
      /** Ids of the jobs under way; of large documents those of their chunks. */
      running: z.array(z.string()),
      tasks: z.array(
        z.object({
          task_id: z.string(),
          pages_done: z.int(),
          pages_total: z.int().nullable(),
          /** The page that is being read, from 1. */
          page_number: z.int().nullable(),
          memory_bytes: z.int(),
        }),
      ),
      last_heartbeat: time,
    }),
  ),
  count: z.int(),
  timestamp: time,
});

const engineSchema = z.object({
  name: z.string(),
  display_name: z.string(),
  supported_formats: z.array(z.string()),
  version: z.string().optional(),
  built_in: z.boolean().optional(),
  /** Whether a worker serves it now. */
  available: z.boolean().optional(),
});

/** enginesSchema is the answer of `GET /api/v1/engines`. */
export const enginesSchema = z.object({
  success: z.literal(true),
  engines: z.record(z.string(), z.array(engineSchema)),
  list: z.array(engineSchema),
  timestamp: time,
});

/** cleanedSchema is the answer of `POST /api/v1/admin/cleanup`. */
export const cleanedSchema = z.object({
  success: z.literal(true),
  deleted_count: z.int(),
  freed_bytes: z.int(),
  message: z.string(),
  timestamp: time,
});

/** resetSchema is the answer of `POST /api/v1/admin/reset-stale`. */
export const resetSchema = z.object({
  success: z.literal(true),
  reset_count: z.int(),
  message: z.string(),
  timestamp: time,
});

/** cancelledSchema is the answer of a cancel. */
export const cancelledSchema = z.object({
  success: z.literal(true),
  message: z.string(),
  task_id: z.string(),
  timestamp: time,
});

/** statsSchema is the answer of `GET /api/v1/queue/stats`. */
export const statsSchema = z.object({
  success: z.literal(true),
  stats: z.object({
    pending: z.int(),
    processing: z.int(),
    completed: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    total_active: z.int(),
    total_scheduled: z.int(),
  }),
  workers: z.object({ active_workers: z.int(), total_workers: z.int() }),
  /** Whether the queue starts no task at present. */
  paused: z.boolean(),
  total: z.int(),
  timestamp: time,
});

/** taskListSchema is the answer of `GET /api/v1/queue/tasks`. */
export const taskListSchema = z.object({
  success: z.literal(true),
  tasks: z.array(taskItemSchema),
  count: z.int(),
  limit: z.int(),
  status_filter: z.string().nullable(),
  timestamp: time,
  /** Cursor of the next page; absent on the last. */
  next: z.string().optional(),
});

/** healthSchema is the answer of `GET /api/v1/health`, always HTTP 200. */
export const healthSchema = z.object({
  success: z.boolean(),
  status: z.enum(['healthy', 'unhealthy']),
  service: z.string(),
  version: z.string(),
  workers: z.object({ active: z.int(), available: z.boolean() }),
  timestamp: time,
  error: z.string().optional(),
});
