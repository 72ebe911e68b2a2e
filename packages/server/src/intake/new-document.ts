import { type EngineDescriptor, type JobOptions, optionsVersion } from '#capabilities';
import type { StoredError } from '#errors';
import type { FileRef, JobId, JobSource, NewJob } from '#jobs';
import { chooseEngine } from './routing.ts';

/** DocumentInput is what an interface knows of one file that is to be parsed. */
export interface DocumentInput {
  readonly id: JobId;
  /** The batch that it belongs to and its place there, from 0. */
  readonly batch?: { readonly id: JobId; readonly index: number };
  readonly owner: string;
  readonly idempotencyKey?: string | undefined;
  readonly queue: string;
  readonly source: JobSource;
  readonly backend: string;
  readonly file: FileRef;
  readonly options: JobOptions;
  /** Default 0. */
  readonly priority?: number;
  readonly retryOf?: JobId;
  readonly engines: readonly EngineDescriptor[];
  /** See RoutingInput; default false. */
  readonly substitute?: boolean;
  /** Why the file is not even tried; then no engine is chosen. */
  readonly refusal?: StoredError;
}

/** newDocument routes a file and gives its job. Throws `unsupported_backend` or `unsupported_format`. */
export function newDocument(input: DocumentInput): NewJob {
  const { id, batch, backend, file, engines, idempotencyKey, retryOf, refusal, substitute = false } = input;
  const engine =
    refusal === undefined
      ? chooseEngine({ backend, format: file.format, fileName: file.name, engines, substitute })
      : { name: '', fingerprint: '' };
  return {
    id,
    kind: 'document',
    rootId: batch?.id ?? id,
    ...(batch === undefined ? {} : { parentId: batch.id }),
    index: batch?.index ?? 0,
    owner: input.owner,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    queue: input.queue,
    source: input.source,
    engine: engine.name,
    engineFingerprint: engine.fingerprint,
    backend,
    file,
    options: { ...input.options },
    optionsVersion,
    priority: input.priority ?? 0,
    labels: {},
    ...(retryOf === undefined ? {} : { retryOf }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}
