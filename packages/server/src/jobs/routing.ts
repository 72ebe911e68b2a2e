import { type EngineDescriptor, fingerprintOf } from '#capabilities';
import { AppError } from '#errors';

/** RoutingInput is what routing decides on. */
export interface RoutingInput {
  /** As sent: `pipeline`, `auto`, `vlm-*`, `hybrid-*`. */
  readonly backend: string;
  readonly format: string;
  /** Engines that this installation has. */
  readonly engines: readonly EngineDescriptor[];
}

/** RoutedEngine is the engine that a job goes to. */
export interface RoutedEngine {
  readonly name: string;
  readonly fingerprint: string;
}

/** Backends of MinerU that name a model's way of running. */
const modelBackends =
  /^(vlm|hybrid)(-(transformers|engine|vllm-engine|vllm-async-engine|auto-engine|http-client|sglang-engine|sglang-client|lmdeploy-engine|mlx-engine))?$/;

/** chooseEngine routes a job, purely. Throws `unsupported_backend` or `unsupported_format`. */
export function chooseEngine({ backend, format, engines }: RoutingInput): RoutedEngine {
  const name = backend.toLowerCase();
  if (modelBackends.test(name)) {
    throw new AppError('unsupported_backend', { params: { backend, input: backend, why: 'no_engine' } });
  }
  if (name !== 'pipeline' && name !== 'auto') {
    throw new AppError('unsupported_backend', { params: { backend, input: backend, why: 'unknown' } });
  }
  const engine = engines.find((candidate) => candidate.formats.some((known) => known === format));
  if (engine === undefined) throw new AppError('unsupported_format', { params: { file: '', found: format } });
  return { name: engine.name, fingerprint: fingerprintOf(engine) };
}
