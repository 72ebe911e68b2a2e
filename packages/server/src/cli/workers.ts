import { listWorkers } from '#app';
import { loadConfig } from '#config';

/** WorkersOptions are the flags of `docmill workers`. */
export interface WorkersOptions {
  readonly drain?: readonly string[];
  readonly resume?: readonly string[];
  readonly dataDir?: string;
  readonly json?: boolean;
}

type Worker = Awaited<ReturnType<typeof listWorkers>>[number];

/** workers prints the living workers, one a line with its tasks below, after it has told some to drain or to go on. */
export async function workers(options: WorkersOptions): Promise<number> {
  const { config } = loadConfig({ flags: options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir } });
  const found = await listWorkers(config, { drain: options.drain ?? [], resume: options.resume ?? [] });
  if (options.json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else if (found.length === 0) process.stdout.write('No worker is alive. Start one with: docmill worker\n');
  else for (const worker of found) process.stdout.write(linesOf(worker, config.queueName).join('\n').concat('\n'));
  return 0;
}

function linesOf(worker: Worker, ours: string): readonly string[] {
  const { id, queue, engines, slots, running, memory, seenAt, draining } = worker;
  const notes = [...(draining ? ['draining'] : []), ...(queue === ours ? [] : [`on another queue: ${queue}`])];
  const head = `${id}  ${running.length} of ${slots} slots busy, ${megabytes(memory)}, seen ${ago(seenAt)}`;
  return [
    [head, ...notes].join(', '),
    `  engines: ${engines.join(', ')}`,
    ...running.map(({ documentId, progress, page, memory: taken }) => {
      const at = page === undefined ? '' : `, at page ${page + 1}`;
      return `  ${documentId}  ${progress.pagesDone} of ${progress.pagesTotal ?? '?'} pages${at}, ${megabytes(taken)}`;
    }),
  ];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

function ago(at: number): string {
  return `${Math.max(0, Math.round((Date.now() - at) / 1_000))} s ago`;
}
