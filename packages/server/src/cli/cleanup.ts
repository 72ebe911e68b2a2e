import { setTimeout as delay } from 'node:timers/promises';
import { cleanUp } from '#app';
import { loadConfig } from '#config';
import { explain } from './explain.ts';
import { untilSignal } from './until-signal.ts';

const hour = 3_600_000;
/** The longest time that a timer of Node can wait: with more it fires at once. */
const longestTimer = 2 ** 31 - 1;

/** CleanupOptions are the flags of `docmill cleanup`; hours. */
export interface CleanupOptions {
  readonly dryRun?: boolean;
  readonly outputOnly?: boolean;
  readonly tempOnly?: boolean;
  readonly extraHours?: number;
  readonly tempMaxAge: number;
  readonly interval?: number | true;
  readonly runOnce?: boolean;
  readonly dataDir?: string;
  readonly json?: boolean;
}

/** cleanup cleans once or, with `--interval`, again and again; the first time after one interval. */
export async function cleanup(options: CleanupOptions): Promise<number> {
  if (options.outputOnly && options.tempOnly) {
    process.stderr.write('--output-only and --temp-only exclude each other.\n');
    return 2;
  }
  const { config } = loadConfig({ flags: options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir } });
  const scheduled = options.interval !== undefined && options.runOnce !== true;
  const extra = options.extraHours === undefined ? (scheduled ? config.cleanup.extra : 0) : options.extraHours * hour;
  const run = () => cleanOnce(config, { ...options, extra });
  if (!scheduled) return await run();
  const interval = options.interval === true ? config.cleanup.interval : Number(options.interval) * hour;
  const stop = new AbortController();
  void untilSignal().then(() => stop.abort());
  for (;;) {
    await pause(interval, stop.signal);
    if (stop.signal.aborted) return 0;
    // One failure must not end the schedule: the next run may find the store again.
    await run().catch((error: unknown) => process.stderr.write(`${explain(error)}\n`));
  }
}

async function pause(time: number, signal: AbortSignal): Promise<void> {
  for (let left = time; left > 0 && !signal.aborted; left -= longestTimer)
    await delay(Math.min(left, longestTimer), undefined, { signal }).catch(() => undefined);
}

async function cleanOnce(
  config: ReturnType<typeof loadConfig>['config'],
  { dryRun = false, outputOnly, tempOnly, tempMaxAge, extra, json }: CleanupOptions & { readonly extra: number },
): Promise<number> {
  const mark = dryRun ? '[Will delete]' : '[Deleted]';
  const report = await cleanUp(config, {
    outputs: tempOnly !== true,
    temp: outputOnly !== true,
    dryRun,
    extra,
    tempMaxAge: tempMaxAge * hour,
    onItem({ name, bytes }) {
      if (!json) process.stdout.write(`${mark} ${name} (${megabytes(bytes)})\n`);
    },
  });
  if (json) {
    const { deleted, kept, freed } = report;
    process.stdout.write(`${JSON.stringify({ dry_run: dryRun, deleted, freed_bytes: freed, kept })}\n`);
  } else {
    process.stdout.write(`Deleted: ${report.deleted}\nFreed: ${megabytes(report.freed)}\nKept: ${report.kept}\n`);
  }
  return 0;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
