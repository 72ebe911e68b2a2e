import { taskLog } from '#app';
import { loadConfig, systemLanguage } from '#config';
import { languageOf, renderStored } from '#errors';
import { untilSignal } from './until-signal.ts';

/** LogsOptions are the flags of `docmill logs`. */
export interface LogsOptions {
  readonly follow?: boolean;
  readonly dataDir?: string;
  readonly json?: boolean;
}

type TaskEvent = Awaited<ReturnType<ReturnType<typeof taskLog>['next']>>['value'];

/** logs prints what happened to a task, one line an event. */
export async function logs(taskId: string, options: LogsOptions): Promise<number> {
  const { config } = loadConfig({ flags: options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir } });
  const stop = new AbortController();
  void untilSignal().then(() => stop.abort());
  const request = { taskId, follow: options.follow === true, signal: stop.signal };
  for await (const event of taskLog(config, request))
    process.stdout.write(`${options.json ? JSON.stringify(event) : lineOf(event, taskId)}\n`);
  return 0;
}

function lineOf(event: NonNullable<TaskEvent>, taskId: string): string {
  const { code, params, ...values } = event.data as Record<string, unknown>;
  const error = typeof code === 'string' ? renderStored(code, params, languageOf(systemLanguage())) : undefined;
  const words = Object.entries(values).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const below = event.jobId === taskId ? [] : [`[${event.jobId}]`];
  return [
    new Date(event.at).toISOString(),
    event.type.padEnd(9),
    ...below,
    ...words,
    ...(error === undefined ? [] : [`${code}: ${error}`]),
  ]
    .join(' ')
    .trimEnd();
}
