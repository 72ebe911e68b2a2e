import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';

/** registerDocs collects the routes that follow into `/openapi.json` and shows them at `/docs` and `/redoc`. */
export async function registerDocs(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Docmill',
        version: deps.version,
        description: 'Any document in, Markdown and structured JSON out, through a durable queue.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'tasks', description: 'Submit documents, follow them, fetch results' },
        { name: 'queue', description: 'What waits, runs and is done' },
        { name: 'service', description: 'The service itself' },
      ],
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', uiConfig: { docExpansion: 'list', tryItOutEnabled: true } });
  const hidden = { schema: { hide: true } } as const;
  app.get('/openapi.json', hidden, () => app.swagger());
  app.get('/redoc', hidden, (_, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', redocPolicy).send(redocPage),
  );
  app.get('/redoc/redoc.js', hidden, (_, reply) => {
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .send(deps.redocScript());
  });
}

/** The viewer shows its maker's logo from elsewhere; readers of this page ask nobody but this service. */
const redocPolicy =
  "default-src 'self'; script-src 'self'; worker-src blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

const redocPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Docmill API</title>
<style>body { margin: 0 }</style></head>
<body><redoc spec-url="/openapi.json"></redoc><script src="/redoc/redoc.js"></script></body>
</html>
`;
