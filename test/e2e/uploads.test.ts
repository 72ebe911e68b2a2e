import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { column, makePdf } from '../fixtures/pdf-maker.ts';
import { type Answer, dataFolder, getTask, startService, submit, until, untilStatus } from './service.ts';

const paper = makePdf({ pages: [{ words: column({ lines: ['The mill stood at the river.'], x: 72, y: 700 }) }] });

async function sendRaw(
  url: string,
  parts: readonly (string | Uint8Array)[],
): Promise<{ status: number; body: Answer }> {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  const response = await fetch(`${url}/api/v1/tasks/submit`, { method: 'POST', headers, body });
  return { status: response.status, body: (await response.json()) as Answer };
}

const nastyNames = [
  '../../../etc/cron.d/job.txt',
  '..\\..\\windows\\system32\\a.txt',
  '/etc/passwd.txt',
  'C:\\temp\\a.txt',
  'CON.txt',
  'aux',
  '...txt',
  '.htaccess.txt',
  'a\u0000b.txt',
  'line\u2028break.txt',
  '\u202Efdp.txt',
  `${'长'.repeat(240)}.txt`,
  '👨‍👩‍👧‍👦 family.txt',
  "quote'; DROP TABLE job;--.txt",
  '<script>alert(1)</script>.txt',
  '   .txt',
  'trailing dots....txt',
  '%2e%2e%2fescape.txt',
];

test('no file name reaches outside the folder of its own task, and each is given back as it was sent', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data });
  const before = readdirSync(data).sort();
  for (const name of nastyNames) {
    // RFC 5987 carries every character.
    const encoded = `filename*=utf-8''${encodeURIComponent(name)}`;
    const head = `--b\r\ncontent-disposition: form-data; name="file"; ${encoded}\r\n\r\n`;
    const { status, body } = await sendRaw(url, [head, 'text', '\r\n--b--\r\n']);
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.file_name, decodedTwice(name));
    const done = await untilStatus(url, body.task_id, ['completed', 'failed']);
    assert.equal(done.status, 'completed', name);
    const path = await until('its layout', async () => (await getTask(url, body.task_id)).result_path ?? undefined);
    const inside = relative(join(data, 'data', 'output', body.task_id), path);
    assert.ok(!inside.startsWith('..') && inside.split('/').length === 2, path);
    assert.equal(readdirSync(path).filter((file) => file.endsWith('.md')).length, 1);
  }
  assert.deepEqual(readdirSync(data).sort(), before);
});

/** Whole names that are percent-encoded are decoded, since some clients send them so. */
function decodedTwice(name: string): string {
  return /%([89a-f][0-9a-f]|20)/i.test(name) ? decodeURIComponent(name) : name;
}

test('a file is what its bytes say: pages named .pdf, PDFs named .docx, two formats in one', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  const html = '<!doctype html><html><head><title>T</title></head><body><h1>A page</h1><p>Text.</p></body></html>';
  const cases: readonly [name: string, data: string | Uint8Array, engine: string, text: RegExp][] = [
    ['page.pdf', html, 'web', /^# A page\n\nText\./],
    ['paper.docx', paper, 'pdf', /The mill stood/],
    ['paper', paper, 'pdf', /The mill stood/],
    ['about-pdf.html', html.replace('Text.', 'It begins with %PDF-1.7, they say.'), 'web', /begins with %PDF-1\.7/],
    ['junk-before.pdf', Buffer.concat([Buffer.from('<!-- sent by a server -->\n'), paper]), 'pdf', /The mill stood/],
    ['notes.html', 'no markup at all', 'web', /no markup at all/],
  ];
  for (const [name, data, engine, text] of cases) {
    const { status, body } = await submit(url, { name, data });
    assert.equal(status, 200, name);
    const done = await untilStatus(url, body.task_id, ['completed', 'failed']);
    assert.deepEqual([done.status, done.engine?.name], ['completed', engine], `${name}: ${done.error_message}`);
    assert.match(done.markdown_content, text);
  }
  const zipped = Buffer.concat([Buffer.from('504b0304140000000000', 'hex'), Buffer.alloc(100), paper]);
  const torn = await submit(url, { name: 'both.zip', data: zipped });
  const failed = await untilStatus(url, torn.body.task_id, ['completed', 'failed']);
  assert.deepEqual([failed.status, failed.error?.code], ['failed', 'file_corrupt']);
});

test('booleans, numbers and empty fields are read in every spelling, before and after the file', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const field = (name: string, value: string) =>
    `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\ntext\r\n';
  for (const word of [
    'true',
    'TRUE',
    '1',
    'on',
    'Yes',
    't',
    'Y',
    'false',
    'False',
    '0',
    'OFF',
    'no',
    'f',
    'n',
    '',
    ' true ',
  ]) {
    const { status } = await sendRaw(url, [
      file,
      field('formula_enable', word),
      field('table_enable', word),
      '--b--\r\n',
    ]);
    assert.equal(status, 200, JSON.stringify(word));
  }
  for (const [sent, read] of [
    ['-3', -3],
    [' 7 ', 7],
    ['1.0', 1],
    ['+2', 2],
    ['', 0],
  ] as const) {
    const { body } = await sendRaw(url, [field('priority', sent), file, '--b--\r\n']);
    assert.equal(body.priority, read, JSON.stringify(sent));
  }
  const { body } = await sendRaw(url, [
    file,
    field('backend', ''),
    field('lang', ''),
    field('method', ''),
    field('video', 'x'),
    '--b--\r\n',
  ]);
  assert.equal(body.backend, 'pipeline');
});

test('a hundred uploads at once all arrive, byte for byte', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data, env: { EMBEDDED_WORKER: 'false' } });
  const files = Array.from({ length: 100 }, () => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)]));
  const answers = await Promise.all(files.map((file, at) => submit(url, { name: `${at}.pdf`, data: file })));
  answers.forEach(({ status, body }, at) => {
    assert.equal(status, 200);
    const stored = readFileSync(join(data, 'data', 'temp', 'uploads', body.task_id));
    assert.ok(stored.equals(files[at] as Buffer), `${at}.pdf`);
  });
  assert.equal(((await (await fetch(`${url}/api/v1/queue/stats`)).json()) as Answer).stats.pending, 100);
});

test('too large a body is refused before it is read, too many uploads at once are told to wait', async (t) => {
  const data = dataFolder(t);
  const env = { EMBEDDED_WORKER: 'false', MAX_FILE_SIZE: '1000', MAX_CONCURRENT_UPLOADS: '1' };
  const { url } = await startService(t, { data, env });
  const large = await submit(url, { name: 'a.txt', data: 'x'.repeat(200_000) });
  assert.deepEqual([large.status, large.body.detail], [413, 'File too large. Maximum size: 1000B']);
  const uploads = join(data, 'data', 'temp', 'uploads');
  assert.equal(existsSync(uploads), false, 'nothing was stored at all');

  const slow = request(`${url}/api/v1/tasks/submit`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  });
  slow.on('error', () => undefined);
  slow.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nthe beginning');
  await until('the first upload to begin', () => existsSync(uploads) && readdirSync(uploads).length > 0);
  const form = new FormData();
  form.set('file', new Blob(['x']), 'b.txt');
  const second = await fetch(`${url}/api/v1/tasks/submit`, { method: 'POST', body: form });
  assert.equal(second.status, 429);
  assert.ok(Number(second.headers.get('retry-after')) > 0);
  assert.equal(((await second.json()) as Answer).error.code, 'too_many_uploads');
  slow.destroy();
});
