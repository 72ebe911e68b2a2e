import { once } from 'node:events';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { AppError, toAppError } from '#errors';
import type { HttpDeps } from './deps.ts';
import { registerDocs } from './docs.ts';
import { languageOfRequest } from './language.ts';
import { registerMineru3 } from './mineru3/routes.ts';
import { registerProbes } from './probes.ts';
import { problemOf } from './problem.ts';
import { registerV1 } from './v1/routes.ts';

/** What a multipart body may weigh beside its file: fields and boundaries. */
const formOverhead = 64 * 1024;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route takes several files: its body may weigh as much as all of them. */
    readonly manyFiles?: boolean;
  }
}

/** createHttpServer gives the API, ready to listen. */
export async function createHttpServer(deps: HttpDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    routerOptions: { ignoreTrailingSlash: true, querystringParser: parseQuery },
    // Uploads may take long on slow lines; a client that sends nothing is cut off by the socket's own time-out.
    requestTimeout: 0,
    bodyLimit: deps.limits.fileBytes + formOverhead,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  });
  // Answers are typed by the same schemas that document them; writing them needs no second check.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    await letSmallBodyEnd(request);
    return sendProblem(deps, { error, request, reply });
  });
  const allowed = createAllowedMethods(app);
  app.setNotFoundHandler((request, reply) => sendProblem(deps, { error: notFound(allowed, request), request, reply }));
  app.addHook('onRequest', async (request, reply) => refuseLargeBody(deps, request, reply));
  app.addHook('onResponse', async (request, reply) => {
    const { method, url, ip } = request;
    deps.log.info({ method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime), ip }, 'request');
  });
  await app.register(cors, {
    origin: [...deps.corsOrigins],
    methods: ['GET', 'POST', 'DELETE'],
    credentials: !deps.corsOrigins.includes('*'),
    hideOptionsRoute: true,
  });
  ignoreOtherBodies(app);
  await app.register(multipart, { throwFileSizeLimit: false });
  await registerDocs(app, deps);
  registerV1(app, deps);
  registerMineru3(app, deps);
  registerProbes(app, deps);
  return app;
}

/**
 * Only forms are read. What else comes is passed over, as the service before did: many clients name `application/json` in calls that have
 * no body, and a form's route says itself which field it misses.
 */
function ignoreOtherBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const limits = { parseAs: 'buffer', bodyLimit: formOverhead } as const;
  app.addContentTypeParser('*', limits, (_request, _body, done) => done(null, undefined));
}

/** parseQuery keeps the last value of a repeated key, as FastAPI does. */
function parseQuery(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

async function refuseLargeBody({ limits }: HttpDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const length = Number(request.headers['content-length'] ?? 0);
  const files = request.routeOptions.config.manyFiles ? limits.filesPerRequest : 1;
  if (length <= files * limits.fileBytes + formOverhead) return;
  void reply.header('connection', 'close');
  throw new AppError('file_too_large', { params: { limit: limits.fileBytes } });
}

/** AllowedMethods tells which methods a path knows. */
type AllowedMethods = (path: string) => readonly string[];

/** createAllowedMethods remembers every route that is added from now on. */
function createAllowedMethods(app: FastifyInstance): AllowedMethods {
  const routes: { readonly methods: readonly string[]; readonly pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part)));
    routes.push({ methods: [method].flat(), pattern: new RegExp(`^${pattern.join('/')}/?$`) });
  });
  return (path) => [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))];
}

/** notFound tells an unknown path from a known one that was asked with the wrong method. */
function notFound(allowed: AllowedMethods, request: FastifyRequest): AppError {
  const path = request.url.split('?')[0] ?? '/';
  const methods = allowed(path);
  if (methods.length === 0) return new AppError('route_not_found', { params: { path } });
  return new AppError('method_not_allowed', { params: { method: request.method, allowed: methods.join(', ') } });
}

/** Bodies up to this size are taken in before they are refused, bytes, within this time, ms. */
const smallBody = 1024 * 1024;
const bodyPatience = 1_000;

/** letSmallBodyEnd passes over what is left of a body: a client that is still sending when the connection closes never sees the answer. */
async function letSmallBodyEnd({ raw, headers }: FastifyRequest): Promise<void> {
  const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (raw.complete || raw.destroyed || raw.method !== 'POST' || length > smallBody) return;
  raw.unpipe();
  raw.resume();
  await once(raw, 'end', { signal: AbortSignal.timeout(bodyPatience) }).catch(() => undefined);
}

interface Failure {
  readonly error: FastifyError | AppError;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function sendProblem({ log }: HttpDeps, { error, request, reply }: Failure): FastifyReply {
  const known = error instanceof AppError ? error : fromFastify(error);
  const { status, headers, body } = problemOf(known, languageOfRequest(request));
  if (status === 500) log.error({ method: request.method, url: request.url, cause: error.stack }, 'request failed');
  if (known.code === 'method_not_allowed') void reply.header('allow', String(known.params.allowed));
  // The rest of an upload that was refused is not read: the connection cannot be used again.
  if (!request.raw.complete && request.method === 'POST') void reply.header('connection', 'close');
  return reply.code(status).headers(headers).type('application/json; charset=utf-8').send(JSON.stringify(body));
}

/** fromFastify gives the faults that Fastify itself finds in a request. */
function fromFastify(error: FastifyError): AppError {
  const status = error.statusCode ?? 500;
  if (status === 503) return new AppError('shutting_down', { cause: error });
  return status < 500
    ? new AppError('malformed_request', { params: { reason: error.message }, cause: error })
    : toAppError(error);
}
