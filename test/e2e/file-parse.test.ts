import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { column, makePdf } from '../fixtures/pdf-maker.ts';
import { faultFile } from './faulty-engine.ts';
import { type Answer, dataFolder, getTask, startService, until } from './service.ts';

type SentFile = readonly [name: string, data: string | Uint8Array];

function formOf(files: readonly SentFile[], fields: Record<string, string | readonly string[]> = {}): FormData {
  const form = new FormData();
  for (const [name, data] of files) form.append('files', new Blob([data as string]), name);
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) form.append(name, value as string);
  return form;
}

async function fileParse(url: string, form: FormData, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/file_parse`, { method: 'POST', body: form, headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

const page = (line: string) => ({ words: column({ lines: [line], x: 72, y: 700 }) });
const paper = makePdf({
  pages: ['First page here.', 'Second page here.', 'Third page here.'].map(page),
});

test('file_parse waits for all files and gives only what was asked for, by file stem', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  const files: SentFile[] = [
    ['paper.pdf', paper],
    ['folder/paper.pdf', paper],
    ['Paper.txt', 'plain'],
    ['论文 1.md', '# 标题'],
  ];
  const { status, body } = await fileParse(url, formOf(files, { lang_list: ['ch', 'en', 'ch', 'ch'] }));
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body.results), ['paper', 'paper_2', 'Paper_3', '论文 1']);
  assert.deepEqual(Object.keys(body.results.paper), ['md_content']);
  assert.equal(body.results['论文 1'].md_content, '# 标题\n');
  assert.equal(body.backend, 'pipeline');
  assert.ok(typeof body.version === 'string');
  assert.deepEqual(body.file_names, ['paper', 'paper_2', 'Paper_3', '论文 1']);
  assert.equal(body.status, 'completed');
  assert.match(body.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
  assert.equal(body.status_url, `${url}/tasks/${body.task_id}`);

  const all = await fileParse(
    url,
    formOf([['paper.pdf', paper]], {
      return_md: 'false',
      return_middle_json: '1',
      return_model_output: 'Yes',
      return_content_list: 'on',
      return_images: 'true',
      start_page_id: '1',
      end_page_id: '1',
    }),
  );
  const result = all.body.results.paper;
  assert.deepEqual(Object.keys(result), ['middle_json', 'model_output', 'content_list'], 'no pictures, so no `images`');
  assert.deepEqual(
    JSON.parse(result.middle_json).pdf_info.map((info: Answer) => info.page_idx),
    [1],
  );
  assert.match(result.content_list, /Second page here/);
  assert.ok(Array.isArray(JSON.parse(result.model_output)));

  const batch = await getTask(url, body.task_id);
  assert.deepEqual(
    batch.documents.map((document: Answer) => [document.file_name, document.status]),
    files.map(([name]) => [name, 'completed']),
  );
  assert.deepEqual(batch.progress, { pages_done: 8, pages_total: 8, eta_seconds: null });
  const again = await fetch(body.result_url);
  assert.deepEqual(((await again.json()) as Answer).results, body.results);
});

test('a file that cannot be parsed has its reason in its place, the others their results', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  const files: SentFile[] = [
    ['good.txt', 'good'],
    ['broken.pdf', 'no PDF'],
    ['empty.txt', ''],
    ['tool.exe', new Uint8Array([77, 90, 0, 1, 2, 3])],
  ];
  const { status, body } = await fileParse(url, formOf(files));
  assert.equal(status, 200);
  assert.equal(body.results.good.md_content, 'good\n');
  for (const stem of ['empty', 'tool']) assert.equal(typeof body.results[stem].error, 'string');
  assert.match(body.results.tool.error, /Supported: pdf, txt/);
  assert.equal((await getTask(url, body.task_id)).outcome, 'partial');
});

test('file_parse refuses what it cannot take, and leaves nothing behind', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data, env: { MAX_FILE_SIZE: '100', MAX_FILES_PER_REQUEST: '3' } });
  const faults: [FormData, number, string][] = [
    [new FormData(), 422, 'file_missing'],
    [formOf([['a.txt', '']]), 422, 'file_empty'],
    [formOf([['a.bin', new Uint8Array([0, 1, 2])]]), 422, 'unsupported_format'],
    [formOf([['a.txt', 'a']], { return_md: 'maybe' }), 422, 'invalid_parameter'],
    [formOf([['a.txt', 'a']], { parse_method: 'magic' }), 422, 'invalid_parameter'],
    [formOf([['a.txt', 'a']], { start_page_id: 'x' }), 422, 'invalid_parameter'],
    [formOf([['a.txt', 'a']], { backend: 'vlm-http-client', server_url: 'http://x' }), 422, 'unsupported_backend'],
    [
      formOf([
        ['a.txt', 'a'],
        ['b.txt', 'b'.repeat(200)],
      ]),
      413,
      'file_too_large',
    ],
    [formOf(['a', 'b', 'c', 'd'].map((name) => [`${name}.txt`, name])), 413, 'too_many_files'],
  ];
  for (const [form, status, code] of faults) {
    const answer = await fileParse(url, form);
    assert.deepEqual([answer.status, answer.body.error.code], [status, code]);
    if (status === 422) assert.equal(answer.body.detail[0].loc[0], 'body');
  }
  assert.deepEqual(readdirSync(join(data, 'data', 'temp', 'uploads')), []);
  const { body: stats } = { body: (await (await fetch(`${url}/api/v1/queue/stats`)).json()) as Answer };
  assert.equal(stats.total, 0);
});

test('a built-in engine stands in for a model backend and is named for it, unless STRICT_BACKEND forbids it', async (t) => {
  const lenient = await startService(t, { data: dataFolder(t) });
  const form = () => formOf([['paper.pdf', paper]], { backend: 'hybrid-auto-engine', server_url: 'http://unused' });
  const { body } = await fileParse(lenient.url, form());
  assert.equal(body.backend, 'hybrid-auto-engine');
  assert.equal(body.warnings.paper[0].code, 'engine_substituted');
  const strict = await startService(t, { data: dataFolder(t), env: { STRICT_BACKEND: 'true' } });
  assert.equal((await fileParse(strict.url, form())).body.error.code, 'unsupported_backend');
});

test('a second request with the same Idempotency-Key joins the first, and gets the same', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), program: 'faulty' });
  const request = () =>
    fileParse(url, formOf([['slow.pdf', faultFile({ pages: 10, pageTime: 50 })]]), { 'idempotency-key': 'one' });
  const [first, second] = await Promise.all([request(), request()]);
  assert.equal(first.body.task_id, second.body.task_id);
  assert.deepEqual(first.body.results, second.body.results);
  const stats = (await (await fetch(`${url}/api/v1/queue/stats`)).json()) as Answer;
  assert.equal(stats.total, 1);

  const single = new FormData();
  single.set('file', new Blob(['x']), 'a.txt');
  const headers = { 'idempotency-key': 'of a submit' };
  await fetch(`${url}/api/v1/tasks/submit`, { method: 'POST', body: single, headers });
  const foreign = await fileParse(url, formOf([['a.txt', 'x']]), headers);
  assert.deepEqual([foreign.status, foreign.body.error.field], [422, 'Idempotency-Key']);
});

test('a client that leaves does not end the work at once, and a stopping service tells those that wait', async (t) => {
  const service = await startService(t, { data: dataFolder(t), program: 'faulty' });
  const { url } = service;
  const leaving = new AbortController();
  const left = fetch(`${url}/file_parse`, {
    method: 'POST',
    body: formOf([['left.pdf', faultFile({ pages: 20, pageTime: 20 })]]),
    signal: leaving.signal,
  });
  const taskOf = async () => (await (await fetch(`${url}/api/v1/queue/tasks`)).json()) as Answer;
  await until('the task to run', async () => (await taskOf()).tasks[0]?.status === 'processing');
  leaving.abort();
  await assert.rejects(left);
  await until('the task to complete', async () => (await taskOf()).tasks[0]?.status === 'completed');

  const waiting = fileParse(url, formOf([['long.pdf', faultFile({ pages: 1_000, pageTime: 50 })]]));
  await until('the task to run', async () => (await taskOf()).tasks[0]?.status === 'processing');
  const [answer] = await Promise.all([waiting, service.kill('SIGTERM')]);
  assert.deepEqual([answer.status, answer.body.error.code], [503, 'shutting_down']);
});
