import { batchStatusSchema, fileParseSchema } from '@docmill/api';
import type { FastifyInstance } from 'fastify';
import { discardTree } from '#retention';
import type { HttpDeps } from '../deps.ts';
import { describe, invalid, problem } from '../documentation.ts';
import { mineru3Names, optionForm } from '../option-fields.ts';
import { createWaiters } from '../waiters.ts';
import { batchResult, batchStatus, fileParse } from './file-parse.ts';

const flag = (preset: boolean, description: string) => ({ type: 'boolean', default: preset, description });

const { lang: _, ...optionsForm } = optionForm(mineru3Names);

/** parseForm documents the multipart body; it is read as a stream, field by field, not validated as a whole. */
const parseForm = {
  type: 'object',
  required: ['files'],
  properties: {
    files: { type: 'array', items: { type: 'string', format: 'binary' }, description: 'The documents.' },
    lang_list: { type: 'array', items: { type: 'string' }, description: 'One language for all files, or one a file.' },
    backend: { type: 'string', default: 'pipeline' },
    start_page_id: { type: 'integer', default: 0, description: 'First page, from 0.' },
    end_page_id: { type: 'integer', default: 99_999, description: 'Last page, from 0, included.' },
    return_md: flag(true, 'md_content'),
    return_middle_json: flag(false, 'middle_json, as a string'),
    return_model_output: flag(false, 'model_output, as a string'),
    return_content_list: flag(false, 'content_list, as a string'),
    return_images: flag(false, 'images, as data URLs'),
    return_original_file: flag(false, 'The file itself, in a zip only.'),
    response_format_zip: flag(false, 'Answer with results.zip.'),
    priority: { type: 'integer', default: 0 },
    ...optionsForm,
  },
} as const;

/** registerMineru3 adds the routes of MinerU 3.x at the root. */
export function registerMineru3(app: FastifyInstance, deps: HttpDeps): void {
  const { queue, log } = deps;
  const waiters = createWaiters({ queue, log, onCancelled: (job) => discardTree(deps, job) });
  app.addHook('preClose', async () => waiters.close());
  const taskId = { type: 'object', properties: { task_id: { type: 'string' } } };
  app.post(
    '/file_parse',
    {
      config: { manyFiles: true },
      schema: {
        tags: ['tasks'],
        summary: 'Parse files and wait for their results',
        description:
          'A file that cannot be parsed has an `error` in its place. The work is cancelled half a minute after the last waiting client left; `Idempotency-Key` joins an earlier request with the same key.',
        consumes: ['multipart/form-data'],
        body: parseForm,
        response: {
          200: describe(fileParseSchema),
          413: problem('A file is too large, or there are too many'),
          422: invalid('No file, unsupported format or invalid parameter'),
          429: problem('Too much work waits'),
          503: problem('The service stops, or its store cannot be reached'),
        },
      },
      validatorCompiler: () => () => true,
    },
    (request, reply) => fileParse(deps, waiters, { request, reply }),
  );
  const status = {
    tags: ['tasks'],
    summary: 'State of a request of several files',
    params: taskId,
    response: { 200: describe(batchStatusSchema), 404: problem('No such task') },
  };
  app.get('/tasks/:task_id', { schema: status }, (request) =>
    batchStatus(deps, request as Parameters<typeof batchStatus>[1]),
  );
  const result = {
    tags: ['tasks'],
    summary: 'Result of a request of several files, as JSON or zip',
    params: taskId,
    response: {
      200: describe(fileParseSchema),
      202: describe(batchStatusSchema),
      404: problem('No such task'),
      410: problem('The result has expired'),
    },
  };
  app.get('/tasks/:task_id/result', { schema: result }, (request, reply) =>
    batchResult(deps, request as Parameters<typeof batchResult>[1], reply),
  );
}
