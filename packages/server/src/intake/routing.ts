import {
  builtInEngines,
  type EngineDescriptor,
  fingerprintOf,
  isAudio,
  ofdDescriptor,
  unsupportedFormat,
} from '#capabilities';
import { AppError } from '#errors';
import type { JobRecord } from '#jobs';

/** RoutingInput is what routing decides on. */
export interface RoutingInput {
  /** As sent: `pipeline`, `auto`, `vlm-*`, `hybrid-*`. */
  readonly backend: string;
  readonly format: string;
  /** As sent, for the message. */
  readonly fileName: string;
  /** Engines that this installation has. */
  readonly engines: readonly EngineDescriptor[];
  /** Whether a built-in engine may take the place of a backend that runs a model here, as the MinerU 3.x routes allow. */
  readonly substitute: boolean;
}

/** RoutedEngine is the engine that a job goes to. */
export interface RoutedEngine {
  readonly name: string;
  readonly fingerprint: string;
}

/** Backends of MinerU that name a model's way of running. */
const modelBackends =
  /^(vlm|hybrid)(-(transformers|engine|vllm-engine|vllm-async-engine|auto-engine|http-client|sglang-engine|sglang-client|lmdeploy-engine|mlx-engine))?$/;
/** Of these, those whose model runs elsewhere: nothing here can take its place. */
const remoteBackends = /-(http|sglang)-client$/;

/** chooseEngine routes a job, purely. Throws `unsupported_backend`, `unsupported_format` or `no_transcription`. */
export function chooseEngine({ backend, format, fileName, engines, substitute }: RoutingInput): RoutedEngine {
  const name = backend.toLowerCase();
  const refuse = (why: string) => new AppError('unsupported_backend', { params: { backend, input: backend, why } });
  if (modelBackends.test(name)) {
    if (!substitute || remoteBackends.test(name)) throw refuse('no_engine');
  } else if (name !== 'pipeline' && name !== 'auto') {
    throw refuse('unknown');
  }
  const engine = engineFor({ format, fileName, engines });
  return { name: engine.name, fingerprint: fingerprintOf(engine) };
}

/** engineFor gives the engine that reads a format. Throws `unsupported_format`, for a recording `no_transcription`. */
export function engineFor({
  format,
  fileName,
  engines,
}: Pick<RoutingInput, 'format' | 'fileName' | 'engines'>): EngineDescriptor {
  const engine = engines.find((candidate) => candidate.formats.some((known) => known === format));
  if (engine !== undefined) return engine;
  if (isAudio(format)) throw new AppError('no_transcription', { params: { file: fileName } });
  throw unsupportedFormat(fileName, format);
}

/** Built-in engines for what MinerU's models read; other formats are converted the same way by every backend. */
const pageEngines = new Set(
  builtInEngines.filter(({ type, name }) => type === 'pages' && name !== ofdDescriptor.name).map(({ name }) => name),
);

/** isSubstituted tells whether a built-in engine took the place of the model that the backend names. */
export function isSubstituted({ backend, engine }: Pick<JobRecord, 'backend' | 'engine'>): boolean {
  return modelBackends.test(backend.toLowerCase()) && pageEngines.has(engine);
}
