import { basename } from 'node:path';
import { type ParsedFile, parseFiles } from '#app';
import type { OptionsInput } from '#capabilities';
import { loadConfig } from '#config';
import { AppError } from '#errors';
import { explain } from './explain.ts';
import { type JobFlags, optionsOf } from './job-options.ts';
import { createProgressBar } from './progress-bar.ts';
import { untilSignal } from './until-signal.ts';
import { toldWarnings, warningLine } from './warning-lines.ts';

/** ParseOptions are the flags of `docmill parse`. */
export interface ParseOptions extends JobFlags {
  readonly output: string;
  readonly start?: number;
  readonly end?: number;
  readonly jobs?: number;
  readonly embedImages?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** parse parses files and gives 0 when all of them worked, 1 otherwise. */
export async function parse(files: readonly string[], options: ParseOptions): Promise<number> {
  const toStdout = options.output === '-';
  if (toStdout && files.length > 1) {
    process.stderr.write('-o - prints the Markdown of one file; give one file, or a folder for the output.\n');
    return 2;
  }
  const { config } = loadConfig({
    flags: options.jobs === undefined ? {} : { WORKER_CONCURRENCY: String(options.jobs) },
  });
  const bar = createProgressBar(files.length, process.stderr.isTTY === true && options.quiet !== true);
  const interrupt = new AbortController();
  void untilSignal().then(() => interrupt.abort());
  const parsed: ParsedFile[] = [];
  await parseFiles(config, {
    paths: files,
    outputFolder: toStdout ? undefined : options.output,
    backend: 'pipeline',
    options: jobOptionsOf(options),
    signal: interrupt.signal,
    onProgress: (file, progress) => bar.update(file, progress),
    onParsed(one) {
      parsed.push(one);
      bar.finish(one.file);
      if (interrupt.signal.aborted) return;
      bar.print(() => report(one, { json: options.json === true, toStdout }));
    },
  });
  bar.stop();
  if (interrupt.signal.aborted) return 130;
  return parsed.some((one) => one.error !== undefined) ? 1 : 0;
}

function jobOptionsOf({ start, end, embedImages, ...flags }: ParseOptions): OptionsInput {
  return {
    // What a service embeds is not for files that stand beside their pictures.
    images: embedImages ? 'embed' : 'link',
    ...optionsOf(flags),
    ...(start === undefined ? {} : { startPage: start }),
    ...(end === undefined ? {} : { endPage: end }),
  };
}

function report(one: ParsedFile, { json, toStdout }: { json: boolean; toStdout: boolean }): void {
  if (json) process.stdout.write(`${JSON.stringify(jsonOf(one))}\n`);
  else if (one.error !== undefined) process.stderr.write(`${one.file}: ${explain(one.error)}\n`);
  else {
    if (toStdout) process.stdout.write(one.markdown ?? '');
    else process.stderr.write(`${one.file} -> ${one.folder}${notesOf(one)}\n`);
    const warnings = warningLine(toldWarnings(one));
    if (warnings !== '') process.stderr.write(`  ${warnings}\n`);
  }
}

function notesOf({ result }: ParsedFile): string {
  if (result === undefined) return '';
  const notes = [`${result.pages} ${result.pages === 1 ? 'page' : 'pages'}`];
  if (result.failedPages.length > 0)
    notes.push(`pages missing: ${result.failedPages.map((page) => page.pageIndex + 1).join(', ')}`);
  return ` (${notes.join('; ')})`;
}

function jsonOf(one: ParsedFile): object {
  const { result, error } = one;
  if (error !== undefined) {
    const message = error instanceof AppError ? explain(error) : String(error);
    return { file: one.file, status: 'failed', error: { code: error.code, message } };
  }
  return {
    file: one.file,
    name: basename(one.file),
    status: 'completed',
    outcome: result?.outcome,
    pages: result?.pages,
    failed_pages: result?.failedPages.map((page) => ({ page_number: page.pageIndex + 1, code: page.code })),
    warnings: toldWarnings(one),
    engine: result?.engine,
    folder: one.folder,
    markdown: one.markdown,
  };
}
