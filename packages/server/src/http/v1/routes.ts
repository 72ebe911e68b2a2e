import {
  cancelledSchema,
  cleanedSchema,
  drainedSchema,
  enginesSchema,
  healthSchema,
  pausedSchema,
  resetSchema,
  retriedSchema,
  serviceSchema,
  statsSchema,
  submittedSchema,
  taskAnswerSchema,
  taskListSchema,
  taskStatuses,
  workersSchema,
} from '@docmill/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { describe, invalid, problem } from '../documentation.ts';
import { optionForm, v1Names } from '../option-fields.ts';
import { cleanUp, listEngines, listWorkers, resetStale, setDraining, setPaused, type WorkerRequest } from './admin.ts';
import { health, queueStats, queueTasks } from './queue.ts';
import { retryTask } from './retry.ts';
import { submitTask } from './submit.ts';
import { deleteTask, getTask } from './task.ts';

const taskId = { type: 'object', properties: { task_id: { type: 'string' } } } as const;

/** submitForm documents the multipart body of a submit; it is read as a stream, field by field, not validated as a whole. */
const submitForm = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', format: 'binary', description: 'The document.' },
    backend: {
      type: 'string',
      default: 'pipeline',
      description: 'pipeline (or auto); vlm-* and hybrid-* need a MinerU engine.',
    },
    priority: { type: 'integer', default: 0, description: 'Higher runs first.' },
    ...optionForm(v1Names),
  },
} as const;

type TaskRequest = Parameters<typeof getTask>[1];

/** registerV1 adds the routes of the v1 interface. */
export function registerV1(app: FastifyInstance, deps: HttpDeps): void {
  app.get(
    '/',
    { schema: { tags: ['service'], summary: 'What this service is', response: { 200: describe(serviceSchema) } } },
    () => service(deps),
  );
  app.post(
    '/api/v1/tasks/submit',
    {
      schema: {
        tags: ['tasks'],
        summary: 'Submit a document',
        description:
          'Answers when file and job are durable. `Idempotency-Key` joins an earlier submit with the same key.',
        consumes: ['multipart/form-data'],
        body: submitForm,
        response: {
          200: describe(submittedSchema),
          400: problem('Malformed request'),
          413: problem('File too large'),
          422: invalid('Unsupported format or invalid parameter'),
          429: problem('Too much work waits, or too many uploads run'),
          503: problem('The store cannot be reached'),
          507: problem('The disk is full'),
        },
      },
      validatorCompiler: () => () => true,
    },
    (request, reply) => submitTask(deps, request, reply),
  );
  app.get(
    '/api/v1/tasks/:task_id',
    {
      schema: {
        tags: ['tasks'],
        summary: 'State of a task and, when it is completed, its content',
        params: taskId,
        querystring: {
          type: 'object',
          properties: {
            upload_images: {
              type: 'string',
              default: 'false',
              description: 'Put pictures into the object store and link to them.',
            },
            format: {
              type: 'string',
              enum: ['markdown', 'json', 'both'],
              description: 'json or both add data.json_content.',
            },
            content: { type: 'string', default: 'true', description: 'false: the state only.' },
            chunks: { type: 'string', default: 'false', description: 'true: the parts of a large document as well.' },
          },
        },
        response: {
          200: describe(taskAnswerSchema),
          404: problem('No such task'),
          410: problem('The result has expired'),
        },
      },
    },
    (request, reply) => getTask(deps, request as TaskRequest, reply),
  );
  app.delete(
    '/api/v1/tasks/:task_id',
    {
      schema: {
        tags: ['tasks'],
        summary: 'Cancel a task, or delete what it left',
        description:
          'Cancels a task that is not finished. With `purge=true` the file and the result of any task are deleted; the record stays.',
        params: taskId,
        querystring: { type: 'object', properties: { purge: { type: 'string', default: 'false' } } },
        response: {
          200: describe(cancelledSchema),
          404: problem('No such task'),
          409: problem('The task is finished'),
        },
      },
    },
    (request) => deleteTask(deps, request as TaskRequest),
  );
  app.post(
    '/api/v1/tasks/:task_id/retry',
    {
      schema: {
        tags: ['tasks'],
        summary: 'Run a task again',
        description: 'A new task with the file and the options of one that ended, while its file is still stored.',
        params: taskId,
        response: {
          200: describe(retriedSchema),
          404: problem('No such task'),
          409: problem('The task is not finished'),
          410: problem('The file is no longer stored'),
        },
      },
    },
    (request, reply) => retryTask(deps, request as TaskRequest, reply),
  );
  registerQueue(app, deps);
  registerAdmin(app, deps);
}

function registerQueue(app: FastifyInstance, deps: HttpDeps): void {
  const stats = { tags: ['queue'], summary: 'Counts of tasks and workers', response: { 200: describe(statsSchema) } };
  app.get('/api/v1/queue/stats', { schema: stats }, (request) => queueStats(deps, request));
  app.get(
    '/api/v1/queue/tasks',
    {
      schema: {
        tags: ['queue'],
        summary: 'Tasks, newest first',
        querystring: {
          type: 'object',
          properties: {
            status: { type: 'string', description: taskStatuses.join(', ') },
            limit: { type: 'string', default: '100', description: 'At most 1000.' },
            search: { type: 'string', description: 'Words of the file name, from their beginning.' },
            after: { type: 'string', description: 'The `next` of the page before.' },
          },
        },
        response: {
          200: describe(taskListSchema),
          422: invalid('Invalid limit'),
        },
      },
    },
    (request) => queueTasks(deps, request as Parameters<typeof queueTasks>[1]),
  );
  const state = {
    tags: ['service'],
    summary: 'Whether the service can work; always HTTP 200',
    response: { 200: describe(healthSchema) },
  };
  app.get('/api/v1/health', { schema: state }, (request) => health(deps, request));
}

function registerAdmin(app: FastifyInstance, deps: HttpDeps): void {
  const queue = (summary: string) => ({ tags: ['queue'], summary, response: { 200: describe(pausedSchema) } });
  app.post('/api/v1/queue/pause', { schema: queue('Start no more tasks; running ones go on') }, () =>
    setPaused(deps, true),
  );
  app.post('/api/v1/queue/resume', { schema: queue('Start tasks again') }, () => setPaused(deps, false));
  const workers = { tags: ['queue'], summary: 'Workers that are alive', response: { 200: describe(workersSchema) } };
  app.get('/api/v1/workers', { schema: workers }, () => listWorkers(deps));
  const drain = (summary: string) => ({
    tags: ['queue'],
    summary,
    params: { type: 'object', properties: { worker_id: { type: 'string' } } },
    response: { 200: describe(drainedSchema), 404: problem('No such worker') },
  });
  app.post('/api/v1/workers/:worker_id/drain', { schema: drain('Give a worker no more tasks') }, (request) =>
    setDraining(deps, request as FastifyRequest<WorkerRequest>, true),
  );
  app.post('/api/v1/workers/:worker_id/resume', { schema: drain('Give a worker tasks again') }, (request) =>
    setDraining(deps, request as FastifyRequest<WorkerRequest>, false),
  );
  const engines = {
    tags: ['service'],
    summary: 'Engines and the formats they read',
    response: { 200: describe(enginesSchema) },
  };
  app.get('/api/v1/engines', { schema: engines }, () => listEngines(deps));
  const cleanup = {
    tags: ['service'],
    summary: 'Remove results that finished some days ago',
    querystring: { type: 'object', properties: { days: { type: 'string', default: '7' } } },
    response: { 200: describe(cleanedSchema), 422: invalid('Invalid number of days') },
  };
  app.post('/api/v1/admin/cleanup', { schema: cleanup }, (request) =>
    cleanUp(deps, request as Parameters<typeof cleanUp>[1]),
  );
  const reset = {
    tags: ['service'],
    summary: 'Give tasks of vanished workers back',
    response: { 200: describe(resetSchema) },
  };
  app.post('/api/v1/admin/reset-stale', { schema: reset }, () => resetStale(deps));
}

function service({ version }: HttpDeps): object {
  return {
    service: 'docmill',
    version,
    description: 'Any document in, Markdown and structured JSON out, through a durable queue',
    endpoints: {
      submit: '/api/v1/tasks/submit',
      status: '/api/v1/tasks/{task_id}',
      cancel: '/api/v1/tasks/{task_id}',
      stats: '/api/v1/queue/stats',
      tasks: '/api/v1/queue/tasks',
      health: '/api/v1/health',
      docs: '/docs',
    },
  };
}
