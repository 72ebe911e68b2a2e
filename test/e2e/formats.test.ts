import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeZip } from '../fixtures/zip-maker.ts';
import { docmill } from './docmill.ts';
import { type Answer, dataFolder, startService, submit, untilStatus } from './service.ts';

const table = `| k | v |\n| --- | --- |\n${Array.from({ length: 40 }, (_, at) => `| key ${at} | value ${at} |`).join('\n')}\n`;
const notes = `# Notes\n\nfirst\n\n## Table\n\n${table}`;

async function parsed(url: string, file: { name: string; data: string | Uint8Array }, fields = {}): Promise<Answer> {
  const { body } = await submit(url, file, fields);
  return untilStatus(url, body.task_id, ['completed', 'failed']);
}

test('passages come with a task, with /file_parse and on the command line, cut as asked', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data });
  const asked = { return_passages: 'true', passage_size: '200', passage_unit: 'characters' };
  const answer = await parsed(url, { name: 'notes.md', data: notes }, asked);
  assert.equal(answer.status, 'completed', JSON.stringify(answer.error));
  const { passages } = answer;
  assert.deepEqual([passages[0].text, passages[0].titles, passages[0].pageNumbers], ['first', ['Notes'], [1]]);
  assert.ok(passages.length > 3);
  for (const passage of passages.slice(1)) {
    assert.match(passage.text, /^\| k \| v \|\n\| --- \| --- \|\n(\| key \d+ \| value \d+ \|\n?)+$/);
    assert.ok(passage.characters <= 200);
    assert.deepEqual(passage.titles, ['Notes', 'Table']);
  }
  assert.equal((await parsed(url, { name: 'notes.md', data: notes })).passages, undefined);

  const form = new FormData();
  form.append('files', new Blob([notes]), 'notes.md');
  for (const [name, value] of Object.entries(asked)) form.append(name, value);
  const { results } = (await (await fetch(`${url}/file_parse`, { method: 'POST', body: form })).json()) as Answer;
  const lines = results.notes.passages.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line: string) => JSON.parse(line)),
    passages,
  );

  const small = await submit(url, { name: 'notes.md', data: notes }, { return_passages: 'true', passage_size: '3' });
  assert.equal(small.status, 422);
  assert.equal(small.body.error.field, 'passage_size');

  writeFileSync(join(data, 'notes.md'), notes);
  const out = join(data, 'out');
  const flags = ['--passages', '--passage-size', '200', '--passage-unit', 'characters'];
  const ran = await docmill(data, ['parse', join(data, 'notes.md'), '-o', out, ...flags]);
  assert.equal(ran.code, 0, ran.stderr);
  const file = readdirSync(out, { recursive: true }).find((name) => String(name).endsWith('notes_passages.jsonl'));
  assert.equal(
    readFileSync(join(out, String(file)), 'utf8')
      .trimEnd()
      .split('\n').length,
    passages.length,
  );
});

test('files inside files go through the engines for their types, and wrong names are told', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  const inner = await makeZip({ 'page.html': '<h1>Deep</h1>', 'wrong.pdf': '{"a": 1}' });
  const answer = await parsed(url, { name: 'all.docx', data: await makeZip({ 'in.zip': inner, 'a.md': '# A' }) });
  assert.equal(
    answer.markdown_content,
    '# in.zip\n\n## page.html\n\n### Deep\n\n## wrong.pdf\n\n```json\n{"a": 1}\n```\n\n# a.md\n\n## A\n',
  );
  assert.deepEqual(answer.engine, { name: 'archive', version: '1' });
  assert.deepEqual(
    answer.warnings.map((warning: Answer) => warning.code),
    ['format_corrected', 'format_corrected'],
  );
  assert.match(answer.warnings[0].message, /^The content is zip, although the name ends in \.docx/);
  assert.match(answer.warnings[1].message, /^in\.zip\/wrong\.pdf: The content is json/);
});

test('a recording is refused without a transcription service and read with one', async (t) => {
  const sound = {
    name: 'talk.mp3',
    data: Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1'), Buffer.alloc(500)]),
  };
  const without = await startService(t, { data: dataFolder(t) });
  const refused = await submit(without.url, sound);
  assert.equal(refused.status, 422);
  assert.equal(refused.body.error.code, 'no_transcription');
  assert.match(refused.body.error.message, /TRANSCRIPTION_URL/);
  const form = new FormData();
  form.append('files', new Blob([sound.data]), sound.name);
  form.append('files', new Blob(['words']), 'a.txt');
  const both = (await (await fetch(`${without.url}/file_parse`, { method: 'POST', body: form })).json()) as Answer;
  assert.match(both.results.talk.error, /TRANSCRIPTION_URL/);
  assert.equal(both.results.a.md_content, 'words\n');

  const service = createServer((request, response) => {
    request
      .resume()
      .on('end', () =>
        response.end(JSON.stringify({ text: 'hello', segments: [{ start: 61, end: 62, text: 'hello' }] })),
      );
  });
  t.after(() => service.close());
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const env = { TRANSCRIPTION_URL: `http://127.0.0.1:${(service.address() as AddressInfo).port}` };
  const { url } = await startService(t, { data: dataFolder(t), env });
  const answer = await parsed(url, sound);
  assert.equal(answer.markdown_content, '[00:01:01] hello\n');
  assert.deepEqual(answer.engine, { name: 'transcription', version: '1' });
  const packed = await parsed(url, { name: 'talks.zip', data: await makeZip({ 'talk.mp3': sound.data }) });
  assert.equal(packed.markdown_content, '# talk.mp3\n\n[00:01:01] hello\n');
});
