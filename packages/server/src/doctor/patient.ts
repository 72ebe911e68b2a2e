import type { Config } from '#config';
import type { Engine } from '#engines';
import type { RunFiles } from '#process';
import type { Queue } from '#queue';
import type { Storage } from '#storage';

/** Patient is the installation that is looked at. */
export interface Patient {
  readonly config: Config;
  /** Sentences about settings that have no effect. */
  readonly notices: readonly string[];
  readonly files: Storage;
  readonly outputs: Storage;
  readonly engines: readonly Engine[];
  /** Path of the queue's file. */
  readonly queuePath: string;
  readonly runFiles: () => RunFiles;
  /** openQueue opens the queue, or rejects with the reason. Only called when its file is there. */
  openQueue(): Promise<Queue>;
}
