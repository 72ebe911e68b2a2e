import type { EngineDescriptor, OptionsInput } from '#capabilities';
import type { Intake } from '#intake';
import type { Queue } from '#queue';
import type { CleanReport } from '#retention';
import type { Storage } from '#storage';
import type { Log } from '#telemetry';
import type { StartTimes } from './v1/start-times.ts';

/** HttpDeps is what the routes work with. */
export interface HttpDeps {
  readonly queue: Queue;
  readonly intake: Intake;
  /** Uploads and checkpoints. */
  readonly files: Storage;
  readonly outputs: Storage;
  readonly log: Log;
  /** Version of the service, for `/` and the documentation. */
  readonly version: string;
  /** Engines that jobs may be routed to. */
  readonly engines: readonly EngineDescriptor[];
  /** MINERU_LANG and the like: defaults of fields that are not sent. */
  readonly defaults: OptionsInput;
  readonly queueName: string;
  /** STRICT_BACKEND: no built-in engine takes the place of a MinerU backend. */
  readonly strictBackend: boolean;
  /** OUTPUT_DIR, for `result_path`. */
  readonly outputRoot: string;
  /** MINERU_RETURN_IMAGES_BASE64. */
  readonly returnImages: boolean;
  readonly corsOrigins: readonly string[];
  readonly limits: {
    readonly fileBytes: number;
    readonly filesPerRequest: number;
    readonly queueLength: number;
  };
  readonly startTimes: StartTimes;
  /** cleanUp removes results that finished more than `days` ago. */
  cleanUp(days: number): Promise<CleanReport>;
  /** redocScript gives the viewer that browsers run at /redoc. */
  redocScript(): NodeJS.ReadableStream;
}
