import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '#errors';
import type { SourceFile } from '../engine.ts';

/** TranscriptionService is an OpenAI-compatible server: TRANSCRIPTION_URL, TRANSCRIPTION_KEY, TRANSCRIPTION_MODEL. */
export interface TranscriptionService {
  /** With or without `/v1`. */
  readonly url: string;
  readonly key?: string;
  readonly model: string;
}

const transcriptSchema = z.object({
  text: z.string(),
  segments: z
    .array(z.object({ start: z.number(), end: z.number(), text: z.string() }))
    .optional()
    .catch(undefined),
});

/** Transcript is what a service heard; segments carry seconds from the start. */
export type Transcript = z.infer<typeof transcriptSchema>;

interface Question {
  readonly file: SourceFile;
  /** ISO 639-1; undefined lets the service find out. */
  readonly language: string | undefined;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

/** Media types by format; the service goes by the extension of the name. */
const mediaTypes: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  webm: 'audio/webm',
};

/** Models without times refuse this form (gpt-4o-transcribe); they are asked again for plain JSON. */
const withTimes = 'verbose_json';

/** askForTranscript sends a recording. Throws `engine_unavailable` where nobody answers and `engine_failed` with the service's words. */
export async function askForTranscript(service: TranscriptionService, question: Question): Promise<Transcript> {
  const first = await send(service, question, withTimes);
  const answer = first.status === 400 ? await send(service, question, 'json') : first;
  const text = await readText(answer, question.maxBytes);
  if (!answer.ok) throw refused(answer.status, text);
  const parsed = transcriptSchema.safeParse(jsonOf(text));
  if (!parsed.success)
    throw new AppError('engine_failed', {
      params: { reason: 'the transcription service answered with something else than a transcript' },
    });
  return parsed.data;
}

/** reach asks for the list of models; undefined when the service answers, else what is wrong. */
export async function reach(service: TranscriptionService): Promise<string | undefined> {
  try {
    const answer = await fetch(`${baseOf(service)}/models`, {
      headers: headersOf(service),
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    });
    await answer.body?.cancel();
    return answer.status === 401 || answer.status === 403
      ? `the transcription service refuses the key (HTTP ${answer.status})`
      : undefined;
  } catch (cause) {
    return `the transcription service does not answer (${reasonOf(cause)})`;
  }
}

async function send(
  service: TranscriptionService,
  { file, language, signal }: Question,
  format: string,
): Promise<Response> {
  const fields = {
    model: service.model,
    response_format: format,
    ...(format === withTimes ? { 'timestamp_granularities[]': 'segment' } : {}),
    ...(language === undefined ? {} : { language }),
  };
  const { body, contentType } = await formOf(file, fields);
  try {
    return await fetch(`${baseOf(service)}/audio/transcriptions`, {
      method: 'POST',
      headers: { ...headersOf(service), 'content-type': contentType },
      body,
      redirect: 'error',
      signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new AppError('engine_unavailable', { params: { engine: 'transcription' }, retryable: true, cause });
  }
}

/** Written by hand: a FormData with a file, aborted while it is sent, throws where nobody can catch it (undici of Node 24). */
async function formOf(file: SourceFile, fields: Readonly<Record<string, string>>) {
  const boundary = `docmill-${randomUUID()}`;
  const part = (name: string, more = '') =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n`;
  const texts = Object.entries(fields).map(([name, value]) => `${part(name)}\r\n${value}\r\n`);
  const type = mediaTypes[file.format] ?? 'application/octet-stream';
  const head = `${texts.join('')}${part('file', `; filename="recording.${file.format}"`)}content-type: ${type}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), await readFile(file.path), Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}

function headersOf({ key }: TranscriptionService): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

/** `http://host/`, `http://host/v1`, `http://host/v1/audio/transcriptions` -> `http://host/v1` */
function baseOf({ url }: TranscriptionService): string {
  const bare = url.replace(/\/+$/, '').replace(/\/audio\/transcriptions$/, '');
  return /\/v\d+$/.test(bare) ? bare : `${bare}/v1`;
}

async function readText(answer: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxBytes) throw new AppError('output_too_large', { params: { limit: maxBytes } });
  }
  return text + decoder.decode();
}

function refused(status: number, text: string): AppError {
  const said = z.object({ error: z.object({ message: z.string() }) }).safeParse(jsonOf(text));
  const words = said.success ? `: ${said.data.error.message.slice(0, 300)}` : '';
  const reason = `the transcription service answered HTTP ${status}${words}`;
  return new AppError('engine_failed', { params: { reason }, retryable: status === 429 || status >= 500 });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  const { message, cause: inner } = cause as Error;
  return inner instanceof Error ? inner.message : message;
}
