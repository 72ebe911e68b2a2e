import type { FastifyRequest } from 'fastify';
import { type Language, languageOf } from '#errors';

/** languageOfRequest gives the language that a caller reads, by Accept-Language. Default: English. */
export function languageOfRequest(request: Pick<FastifyRequest, 'headers'>): Language {
  return languageOf(request.headers['accept-language']);
}
