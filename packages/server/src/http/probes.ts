import type { FastifyInstance } from 'fastify';
import { renderError, toAppError } from '#errors';
import type { Queue } from '#queue';
import type { HttpDeps } from './deps.ts';
import { languageOfRequest } from './language.ts';
import { withinPatience } from './patience.ts';

/** registerProbes adds `/livez` (the process answers) and `/readyz` (it can take work: queue and storages are usable). */
export function registerProbes(app: FastifyInstance, deps: HttpDeps): void {
  const ok = { type: 'object', properties: { status: { type: 'string' } } };
  app.get(
    '/livez',
    { schema: { tags: ['service'], summary: 'Whether the process answers', response: { 200: ok } } },
    () => ({
      status: 'ok',
    }),
  );
  const schema = {
    tags: ['service'],
    summary: 'Whether the service can take work; 503 when it cannot',
    response: { 200: ok, 503: { ...ok, description: 'Not ready' } },
  };
  app.get('/readyz', { schema }, async (request, reply) => {
    try {
      await withinPatience(readiness(deps));
      return { status: 'ok' };
    } catch (cause) {
      const failure = toAppError(cause, 'store_unavailable');
      deps.log.warn({ code: failure.code, cause: String(cause) }, 'not ready');
      const reason = renderError(failure, languageOfRequest(request));
      return reply.code(503).header('retry-after', '5').send({ status: 'unavailable', reason });
    }
  });
}

async function readiness({
  queue,
  files,
  outputs,
}: Pick<HttpDeps, 'files' | 'outputs'> & { queue: Queue }): Promise<void> {
  await Promise.all([queue.ping(), files.ping(), outputs.ping()]);
}
