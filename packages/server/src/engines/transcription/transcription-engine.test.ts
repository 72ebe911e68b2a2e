import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, type TestContext, test } from 'node:test';
import { type Page, renderMarkdownPage } from '@docmill/document';
import { engineConformance } from '../conformance.ts';
import { createTranscriptionEngine } from './index.ts';

interface Asked {
  readonly path: string;
  readonly key: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly file: string;
}

/** A service as OpenAI's API reference describes it: multipart in, JSON out, errors as `{error: {message}}`. */
async function startService(answer: (asked: Asked) => { readonly status?: number; readonly body: object | string }) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const send = (status: number, body: object | string) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (request.method === 'GET') return send(200, { object: 'list', data: [] });
    const form = await new Response(await buffer(request), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file');
    assert.ok(file instanceof File);
    const fields = Object.fromEntries(
      [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const one = {
      path: request.url ?? '',
      key: request.headers.authorization,
      fields,
      fileName: file.name,
      file: await file.text(),
    };
    asked.push(one);
    const { status = 200, body } = answer(one);
    return send(status, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => server.close() };
}

const heard = {
  text: 'whole',
  language: 'english',
  duration: 3_700,
  segments: [
    { id: 0, start: 0, end: 4, text: ' One sentence.' },
    { id: 1, start: 4.5, end: 8, text: ' And another.' },
    { id: 2, start: 3_665.2, end: 3_700, text: ' After a pause.' },
  ],
};

const steady = await startService(() => ({ body: heard }));
after(steady.close);

engineConformance('transcription', {
  create: () => createTranscriptionEngine({ url: steady.url, model: 'm' }),
  good: [{ name: 'a recording', format: 'mp3', data: Buffer.from('ID3') }],
  bad: [],
});

async function convert(t: TestContext, url: string, { lang = 'ch', key = 'secret' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-audio-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, 'sound');
  const file = { path, format: 'm4a', bytes: 5, name: '../talk.m4a' };
  const limits = { maxPages: 10, maxPixels: 10, maxOutputBytes: 10_000 };
  const engine = createTranscriptionEngine({ url, key, model: 'whisper-1' });
  const run = { file, options: { lang }, limits, signal: new AbortController().signal };
  const { document } = await engine.convert(run, () => undefined);
  return { document, markdown: renderMarkdownPage(document.pages[0] as Page) };
}

test('a recording becomes paragraphs with the times they begin at', async (t) => {
  const { markdown } = await convert(t, steady.url);
  assert.equal(markdown, '[00:00:00] One sentence. And another.\n\n[01:01:05] After a pause.\n');
});

test('the service is asked as its API wants, under any way of writing its address', async (t) => {
  const service = await startService(() => ({ body: heard }));
  t.after(service.close);
  for (const tail of ['', '/', '/v1', '/v1/audio/transcriptions']) await convert(t, service.url + tail, { lang: 'de' });
  assert.equal(service.asked.length, 4);
  for (const one of service.asked) {
    assert.deepEqual(one, {
      path: '/v1/audio/transcriptions',
      key: 'Bearer secret',
      fields: {
        model: 'whisper-1',
        response_format: 'verbose_json',
        'timestamp_granularities[]': 'segment',
        language: 'de',
      },
      fileName: 'recording.m4a',
      file: 'sound',
    });
  }
});

test('a model without times is asked again for its text alone', async (t) => {
  const service = await startService(({ fields }) =>
    fields.response_format === 'json'
      ? { body: { text: 'first part\n\nsecond' } }
      : { status: 400, body: { error: { message: "response_format 'verbose_json' is not compatible" } } },
  );
  t.after(service.close);
  assert.equal((await convert(t, service.url)).markdown, 'first part\n\nsecond\n');
});

test('what the service says is told, and whether it is worth another try', async (t) => {
  const cases = [
    [
      { status: 401, body: { error: { message: 'Incorrect API key' } } },
      { code: 'engine_failed', retryable: false },
      /HTTP 401: Incorrect API key/,
    ],
    [{ status: 503, body: 'no json' }, { code: 'engine_failed', retryable: true }, /HTTP 503/],
    [{ body: '<html>' }, { code: 'engine_failed', retryable: false }, /something else/],
    [{ body: { text: '  ' } }, { code: 'file_empty', retryable: false }, /file_empty/],
    [{ body: { text: 'x'.repeat(20_000) } }, { code: 'output_too_large', retryable: false }, /10000/],
  ] as const;
  for (const [answer, expected, words] of cases) {
    const service = await startService(() => answer);
    await assert.rejects(convert(t, service.url), (error: Error & { code: string; retryable: boolean }) => {
      assert.deepEqual({ code: error.code, retryable: error.retryable }, expected);
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
    service.close();
  }
});

test('a service that is not there makes the engine unready and the work worth another try', async (t) => {
  const service = await startService(() => ({ body: heard }));
  service.close();
  await assert.rejects(convert(t, service.url), { code: 'engine_unavailable', retryable: true });
  const check = await createTranscriptionEngine({ url: service.url, model: 'm' }).check();
  assert.ok(!check.ready && /does not answer/.test(check.reason));
});
