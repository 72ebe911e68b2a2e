import {
  cancelledSchema,
  healthSchema,
  problemSchema,
  serviceSchema,
  statsSchema,
  submittedSchema,
  taskAnswerSchema,
  taskListSchema,
  taskStatuses,
  validationProblemSchema,
} from '@docmill/api';
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { health, queueStats, queueTasks } from './queue.ts';
import { submitTask } from './submit.ts';
import { cancelTask, getTask } from './task.ts';

const problem = (description: string) => ({ ...describe(problemSchema), description });
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
    lang: { type: 'string', default: 'ch', description: 'Language of recognition, or auto.' },
    method: { type: 'string', enum: ['auto', 'txt', 'ocr'], default: 'auto' },
    formula_enable: { type: 'boolean', default: true },
    table_enable: { type: 'boolean', default: true },
    priority: { type: 'integer', default: 0, description: 'Higher runs first.' },
    enable_pagination: { type: 'boolean', description: 'Unset: decided by the number of pages.' },
    on_page_error: {
      type: 'string',
      enum: ['skip', 'fail'],
      default: 'skip',
      description: 'What a page that cannot be read means.',
    },
  },
} as const;

/** describe turns a wire schema into what the route documentation shows. */
function describe(schema: { toJSONSchema(): object }): object {
  const { $schema: _, ...rest } = schema.toJSONSchema() as Record<string, unknown>;
  return rest;
}

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
          422: { ...describe(validationProblemSchema), description: 'Unsupported format or invalid parameter' },
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
          },
        },
        response: {
          200: describe(taskAnswerSchema),
          404: problem('No such task'),
          410: problem('The result has expired'),
        },
      },
    },
    (request, reply) => getTask(deps, request as Parameters<typeof getTask>[1], reply),
  );
  app.delete(
    '/api/v1/tasks/:task_id',
    {
      schema: {
        tags: ['tasks'],
        summary: 'Cancel a task that is not finished',
        params: taskId,
        response: {
          200: describe(cancelledSchema),
          404: problem('No such task'),
          409: problem('The task is finished'),
        },
      },
    },
    (request) => cancelTask(deps, request as Parameters<typeof cancelTask>[1]),
  );
  registerQueue(app, deps);
}

function registerQueue(app: FastifyInstance, deps: HttpDeps): void {
  const stats = { tags: ['queue'], summary: 'Counts of tasks and workers', response: { 200: describe(statsSchema) } };
  app.get('/api/v1/queue/stats', { schema: stats }, () => queueStats(deps));
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
            after: { type: 'string', description: 'The `next` of the page before.' },
          },
        },
        response: {
          200: describe(taskListSchema),
          422: { ...describe(validationProblemSchema), description: 'Invalid limit' },
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
