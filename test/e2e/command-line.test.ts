import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { column, makePdf } from '../fixtures/pdf-maker.ts';
import { docmill } from './docmill.ts';
import { dataFolder, startService } from './service.ts';

const gray = new Uint8Array(30 * 30).fill(99);
const paper = makePdf({
  pages: [
    {
      words: column({ lines: ['The mill stood at the river.'], x: 72, y: 700 }),
      images: [{ x: 72, y: 400, width: 100, height: 100, pixels: { width: 30, height: 30 }, gray }],
    },
  ],
});

function setup(t: TestContext): string {
  const folder = dataFolder(t);
  writeFileSync(join(folder, 'paper.pdf'), paper);
  writeFileSync(join(folder, 'notes.txt'), 'a note');
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'other', 'paper.pdf'), paper);
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.7 broken');
  return folder;
}

test('parse writes the layout of MinerU’s own command, and files of the same name both survive', async (t) => {
  const folder = setup(t);
  const { code, stderr } = await docmill(folder, ['parse', 'paper.pdf', 'other/paper.pdf', 'notes.txt', '-o', 'out']);
  assert.equal(code, 0, stderr);
  assert.deepEqual(readdirSync(join(folder, 'out')).sort(), ['notes', 'paper', 'paper_2']);
  assert.deepEqual(readdirSync(join(folder, 'out/paper_2/auto')).sort(), [
    'images',
    'paper_2.md',
    'paper_2_content_list.json',
    'paper_2_content_list_v2.json',
    'paper_2_middle.json',
    'paper_2_model.json',
  ]);
  const markdown = readFileSync(join(folder, 'out/paper/auto/paper.md'), 'utf8');
  const [, link] = /!\[\]\((images\/[^)]+)\)/.exec(markdown) ?? [];
  assert.ok(link !== undefined && existsSync(join(folder, 'out/paper/auto', link)));
});

test('a file that cannot be parsed gets one sentence and exit code 1, the others are written', async (t) => {
  const folder = setup(t);
  const { code, stderr } = await docmill(folder, [
    'parse',
    'broken.pdf',
    'missing.pdf',
    'other',
    'notes.txt',
    '-o',
    'out',
  ]);
  assert.equal(code, 1);
  const lines = stderr.trim().split('\n').sort();
  assert.equal(lines.length, 4);
  assert.match(lines[0] ?? '', /^broken\.pdf: The file is damaged/);
  assert.match(lines[1] ?? '', /^missing\.pdf: Cannot read 'missing\.pdf': there is no such file/);
  assert.match(lines[3] ?? '', /^other: Cannot read 'other': it is a folder/);
  assert.ok(existsSync(join(folder, 'out/notes/auto/notes.md')));
});

test('-o - prints the Markdown of one file, --json tells programs, --embed-images embeds', async (t) => {
  const folder = setup(t);
  assert.equal((await docmill(folder, ['parse', 'notes.txt', '-o', '-'])).stdout, 'a note\n');
  assert.equal((await docmill(folder, ['parse', 'notes.txt', 'paper.pdf', '-o', '-'])).code, 2);
  const { stdout } = await docmill(folder, ['parse', 'paper.pdf', '-o', 'out', '--json', '--embed-images']);
  const told = JSON.parse(stdout);
  assert.deepEqual(
    [told.file, told.status, told.outcome, told.pages, told.engine.name],
    ['paper.pdf', 'completed', 'full', 1, 'pdf'],
  );
  assert.match(readFileSync(join(folder, told.folder, 'paper.md'), 'utf8'), /\(data:image\/png;base64,/);
});

test('every command has help, wrong usage and wrong settings exit with 2', async (t) => {
  const folder = setup(t);
  for (const command of [[], ['serve'], ['worker'], ['parse']]) {
    const { code, stdout } = await docmill(folder, [...command, '--help']);
    assert.equal(code, 0);
    assert.match(stdout, /Usage: docmill/);
  }
  assert.match((await docmill(folder, ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
  const unknown = await docmill(folder, ['pars']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /Did you mean parse/);
  const wrong = await docmill(folder, ['serve'], { API_PORT: 'eighty' });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /API_PORT has the value 'eighty'\. Allowed: a whole number from 0 to 65535/);
  assert.match((await docmill(folder, ['serve'], { API_PORT: 'x', LANG: 'zh_CN.UTF-8' })).stderr, /允许的值/);
});

test('a port that is taken is told with what to do', async (t) => {
  const folder = dataFolder(t);
  const { url } = await startService(t, { data: folder, env: { EMBEDDED_WORKER: 'false' } });
  const { code, stderr } = await docmill(dataFolder(t), ['serve', '--port', new URL(url).port]);
  assert.equal(code, 2);
  assert.match(stderr, /Port \d+ on 127\.0\.0\.1 is taken by another program/);
});
