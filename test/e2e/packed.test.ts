import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { column, makePdf } from '../fixtures/pdf-maker.ts';
import { dataFolder, submit, untilStatus } from './service.ts';

const root = resolve(import.meta.dirname, '../..');

test('the packed package installs into an empty folder, parses a PDF and serves', { timeout: 300_000 }, async (t) => {
  const folder = dataFolder(t);
  const run = (command: string, args: readonly string[], cwd = folder) =>
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  run('npm', ['run', '--silent', 'build'], root);
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', folder], join(root, 'build/docmill')),
  );
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  run('npm', ['install', '--no-audit', '--no-fund', '--omit=dev', join(folder, packed.filename)]);
  const installed = join(folder, 'node_modules/docmill');
  assert.ok(!existsSync(join(installed, 'src')), 'the sources are bundled');

  writeFileSync(
    join(folder, 'paper.pdf'),
    makePdf({ pages: [{ words: column({ lines: ['The mill stood at the river.'], x: 72, y: 700 }) }] }),
  );
  run(process.execPath, [join(installed, 'bin/docmill.cjs'), 'parse', 'paper.pdf', '-o', 'out']);
  assert.equal(readFileSync(join(folder, 'out/paper/auto/paper.md'), 'utf8'), 'The mill stood at the river.\n');

  const service = spawn(process.execPath, [join(installed, 'bin/docmill.cjs'), 'serve', '--port', '0'], {
    cwd: folder,
    env: { PATH: process.env.PATH, LOG_FORMAT: 'json' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => service.kill('SIGKILL'));
  const url = await new Promise<string>((resolveUrl) => {
    createInterface({ input: service.stdout }).on('line', (line) => {
      const entry = JSON.parse(line);
      if (entry.message === 'listening') resolveUrl(entry.url);
    });
  });
  const { body } = await submit(url, { name: 'a.txt', data: 'packed' });
  assert.equal((await untilStatus(url, body.task_id, ['completed', 'failed'])).markdown_content, 'packed\n');
  for (const page of ['/docs', '/redoc/redoc.js']) assert.equal((await fetch(`${url}${page}`)).status, 200, page);
  service.kill('SIGTERM');
  await once(service, 'exit');
});
