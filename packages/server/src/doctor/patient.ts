import type { Config } from '#config';
import type { Engine } from '#engines';
import type { RunFiles } from '#process';
import type { Queue, RedisFacts } from '#queue';
import type { Storage } from '#storage';

/** Patient is the installation that is looked at. */
export interface Patient {
  readonly config: Config;
  /** Sentences about settings that have no effect. */
  readonly notices: readonly string[];
  readonly files: Storage;
  readonly outputs: Storage;
  readonly engines: readonly Engine[];
  /** Path of the embedded queue's file. */
  readonly queuePath: string;
  readonly runFiles: () => RunFiles;
  /** redisFacts asks the Redis of the queue about itself. */
  redisFacts(address: NonNullable<Config['redis']>): Promise<RedisFacts>;
  /** openQueue opens the queue, or rejects with the reason. Only called when its file, or a Redis, is there. */
  openQueue(): Promise<Queue>;
}
