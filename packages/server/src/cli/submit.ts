import { openAsBlob } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import {
  type Client,
  ClientError,
  createClient,
  type OptionName,
  optionFields,
  type SubmitOptions,
  type TaskAnswer,
} from '@docmill/api';
import { loadConfig, localUrlOf } from '#config';
import { AppError } from '#errors';
import { explain } from './explain.ts';
import { type JobFlags, optionsOf } from './job-options.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';
import { untilSignal } from './until-signal.ts';
import { warningLine } from './warning-lines.ts';

/** SubmitFlags are the flags of `docmill submit`. */
export interface SubmitFlags extends JobFlags {
  readonly url?: string;
  readonly wait?: boolean;
  readonly output?: string;
  readonly backend?: string;
  readonly priority?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** submit sends files to a running service; gives 0 when all were taken (with `--wait`: completed), 1 otherwise. */
export async function submit(paths: readonly string[], flags: SubmitFlags): Promise<number> {
  const client = createClient(flags.url ?? serviceUrl());
  const waiting = flags.wait === true || flags.output !== undefined;
  const bar = createProgressBar(paths.length, waiting && process.stderr.isTTY === true && flags.quiet !== true);
  const interrupt = new AbortController();
  let sending = true;
  void untilSignal().then(() => {
    interrupt.abort();
    if (!sending) return;
    // An upload cannot be called back; the service drops one that breaks off.
    bar.stop();
    process.exit(130);
  });
  const sent = await sendAll(client, paths, { flags, bar });
  sending = false;
  const ended = waiting
    ? await Promise.all(sent.map((one) => followOne(client, one, { flags, bar, signal: interrupt.signal })))
    : sent;
  bar.stop();
  if (interrupt.signal.aborted) return 130;
  return ended.some(({ failed }) => failed) ? 1 : 0;
}

/** The service that this machine's settings describe. */
function serviceUrl(): string {
  return localUrlOf(loadConfig().config.api);
}

interface Sent {
  readonly path: string;
  readonly taskId?: string;
  readonly failed: boolean;
}

interface Context {
  readonly flags: SubmitFlags;
  readonly bar: ProgressBar;
}

/** Files are sent one after the other: the line is the bottleneck, and the order is kept. */
async function sendAll(client: Client, paths: readonly string[], context: Context): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const path of paths) sent.push(await sendOne(client, path, context));
  return sent;
}

async function sendOne(client: Client, path: string, { flags, bar }: Context): Promise<Sent> {
  try {
    const file = await open(path);
    const { task_id: taskId } = await client.submit(file, basename(path), fieldsOf(flags));
    if (flags.wait !== true && flags.output === undefined)
      tell(bar, flags, { path, line: `${path}: ${taskId}`, json: { file: path, task_id: taskId, status: 'pending' } });
    return { path, taskId, failed: false };
  } catch (error) {
    tellFailure(bar, flags, { path, error });
    return { path, failed: true };
  }
}

async function open(path: string): Promise<Blob> {
  const refuse = (reason: string) => new AppError('file_unreadable', { params: { file: path, reason } });
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(cause.code === 'ENOENT' ? 'there is no such file' : String(cause.code));
  });
  if (found.isDirectory()) throw refuse('it is a folder');
  return await openAsBlob(path);
}

function fieldsOf({ backend, priority, ...flags }: SubmitFlags): SubmitOptions {
  const options = Object.entries(optionsOf(flags)).map(([name, value]) => [optionFields[name as OptionName], value]);
  return {
    ...(backend === undefined ? {} : { backend }),
    ...(priority === undefined ? {} : { priority }),
    ...Object.fromEntries(options),
  };
}

async function followOne(
  client: Client,
  sent: Sent,
  { flags, bar, signal }: Context & { readonly signal: AbortSignal },
): Promise<Sent> {
  const { path, taskId } = sent;
  if (taskId === undefined) return sent;
  try {
    const task = await client.wait(taskId, {
      signal,
      onProgress: ({ progress }) =>
        bar.update(path, {
          pagesDone: progress.pages_done,
          ...(progress.pages_total === null ? {} : { pagesTotal: progress.pages_total }),
        }),
    });
    bar.finish(path);
    const folder =
      task.status === 'completed' && flags.output !== undefined ? await save(task, path, flags.output) : undefined;
    const failed = task.status !== 'completed';
    const what = failed
      ? `${task.status}${task.error_message === null ? '' : `: ${task.error_message}`}`
      : (folder ?? task.result_path ?? 'completed');
    tell(bar, flags, { path, line: `${path}: ${taskId} ${what}`, json: summaryOf(task, { file: path, folder }) });
    const warnings = flags.json ? '' : warningLine(task.warnings);
    if (warnings !== '') bar.print(() => process.stderr.write(`  ${warnings}\n`));
    return { ...sent, failed };
  } catch (error) {
    if (!signal.aborted) tellFailure(bar, flags, { path, error });
    return { ...sent, failed: true };
  }
}

function summaryOf(task: TaskAnswer, more: { file: string; folder: string | undefined }): object {
  const { task_id, status, outcome, error, failed_pages, warnings, engine, progress } = task;
  return { ...more, task_id, status, outcome, error, failed_pages, warnings, engine, pages: progress.pages_done };
}

/** save writes a result and gives its folder; throws `output_unwritable`. */
async function save(task: TaskAnswer, path: string, output: string): Promise<string> {
  try {
    return await write(task, path, output);
  } catch (cause) {
    throw new AppError('output_unwritable', { params: { folder: output, reason: (cause as Error).message }, cause });
  }
}

/** write puts what the answer holds below a folder of the task's own, since files of one name may be sent together. */
async function write(task: TaskAnswer, path: string, output: string): Promise<string> {
  const stem = basename(path, extname(path));
  const folder = join(output, `${stem}-${task.task_id.slice(0, 8)}`);
  await mkdir(join(folder, 'images'), { recursive: true });
  await writeFile(join(folder, `${stem}.md`), task.markdown_content ?? '');
  await writeFile(join(folder, `${stem}_content_list.json`), JSON.stringify(task.content_list ?? null, null, 1));
  await writeFile(join(folder, `${stem}_middle.json`), JSON.stringify(task.middle_json ?? null));
  if (task.html_content !== undefined) await writeFile(join(folder, `${stem}.html`), task.html_content);
  if (task.passages !== undefined)
    await writeFile(
      join(folder, `${stem}_passages.jsonl`),
      task.passages.map((passage) => `${JSON.stringify(passage)}\n`).join(''),
    );
  for (const { filename, data_url: url } of task.images ?? [])
    await writeFile(join(folder, 'images', basename(filename)), Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  return folder;
}

function tell(
  bar: ProgressBar,
  flags: SubmitFlags,
  { line, json }: { path: string; line: string; json: object },
): void {
  bar.print(() => process.stdout.write(`${flags.json ? JSON.stringify(json) : line}\n`));
}

function tellFailure(bar: ProgressBar, flags: SubmitFlags, { path, error }: { path: string; error: unknown }): void {
  const message = messageOf(error, flags);
  const code = error instanceof ClientError || error instanceof AppError ? error.code : 'unknown';
  bar.print(() => {
    if (flags.json)
      process.stdout.write(`${JSON.stringify({ file: path, status: 'failed', error: { code, message } })}\n`);
    else process.stderr.write(`${path}: ${message}\n`);
  });
}

function messageOf(error: unknown, flags: SubmitFlags): string {
  if (error instanceof ClientError && error.code === 'service_unreachable') {
    const reason = error.message.slice(error.message.indexOf(': ') + 2);
    return explain(new AppError('service_unreachable', { params: { url: flags.url ?? serviceUrl(), reason } }));
  }
  return error instanceof ClientError ? error.message : explain(error);
}
