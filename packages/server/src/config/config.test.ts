import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AppError } from '#errors';
import { loadConfig } from './config.ts';
import { settings } from './settings.ts';
import { renderSettings } from './settings-table.ts';

function setup(t: TestContext, dotenv = ''): string {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-config-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, '.env'), dotenv);
  return folder;
}

function refusal(load: () => unknown): AppError {
  try {
    load();
  } catch (error) {
    assert.ok(error instanceof AppError);
    return error;
  }
  return assert.fail('nothing was refused');
}

test('nothing set gives the defaults', (t) => {
  const folder = setup(t);
  const { config, notices } = loadConfig({ env: {}, folder });
  assert.deepEqual(notices, []);
  assert.deepEqual(config.api, { host: '127.0.0.1', port: 8000 });
  assert.equal(config.folders.output, join(folder, 'data', 'output'));
  assert.equal(config.limits.maxFileSize, 104_857_600);
  assert.equal(config.worker.maxMemoryPerChild, 2_000_000 * 1_024);
  assert.deepEqual(config.cors.origins, ['http://localhost:3000', 'http://localhost:8000', 'http://127.0.0.1:8000']);
});

test('flags win over the environment, which wins over .env; empty is unset and comments are cut', (t) => {
  const folder = setup(t, 'API_PORT=1\nWORKER_NAME=from-file # a comment\nMAX_FILE_SIZE=\n');
  const env = { API_PORT: '2', WORKER_MAX_MEMORY_PER_CHILD: '2000000 # 2GB', RESULT_EXPIRES: '', MINERU_QUEUE: 'a#b' };
  const { config } = loadConfig({ env, flags: { API_PORT: '3' }, folder });
  assert.equal(config.api.port, 3);
  assert.equal(config.worker.name, 'from-file');
  assert.equal(config.worker.maxMemoryPerChild, 2_000_000 * 1_024);
  assert.equal(config.tasks.resultExpires, 86_400_000);
  assert.equal(config.queueName, 'a#b');
});

test('words of the original are accepted, with a notice where they mean nothing here', (t) => {
  const env = {
    WORKER_POOL: 'gevent',
    ENVIRONMENT: 'staging',
    MINERU_STORAGE_TYPE: 'LOCAL',
    MINERU_DEVICE_MODE: 'cuda:1',
    MINERU_EMBED_IMAGES_IN_MD: 'Off',
    EMBEDDED_WORKER: 'YES',
  };
  const { config, notices } = loadConfig({ env, folder: setup(t) });
  assert.deepEqual(notices.map((notice) => notice.split(' ')[0]).sort(), ['MINERU_DEVICE_MODE', 'WORKER_POOL']);
  assert.deepEqual(config.cors.origins, []);
  assert.equal(config.embedImages, false);
});

test('a wrong value stops the start with name, value and what is allowed, and all wrong ones are told', (t) => {
  const error = refusal(() => loadConfig({ env: { API_PORT: '80000', TASK_MAX_RETRIES: 'many' }, folder: setup(t) }));
  assert.equal(error.code, 'invalid_setting');
  assert.deepEqual([error.params.variable, error.params.value], ['API_PORT', '80000']);
  assert.match(String(error.params.allowed), /0 to 65535.*TASK_MAX_RETRIES has the value 'many'/);
});

test('what this version does not have is refused, and no secret is told', (t) => {
  const folder = setup(t);
  const redis = refusal(() => loadConfig({ env: { REDIS_URL: 'http://:secret@host' }, folder }));
  assert.doesNotMatch(JSON.stringify(redis.params), /secret/);
  assert.equal(
    refusal(() => loadConfig({ env: { MINERU_STORAGE_TYPE: 's3' }, folder })).params.variable,
    'MINERU_STORAGE_TYPE',
  );
});

test('the documentation is what the table of settings says', () => {
  const reference = resolve(import.meta.dirname, '../../../../docs/reference');
  assert.equal(
    readFileSync(join(reference, 'configuration.md'), 'utf8'),
    renderSettings('en'),
    'run: node scripts/reference-docs.ts',
  );
  assert.equal(
    readFileSync(join(reference, 'configuration.zh.md'), 'utf8'),
    renderSettings('zh'),
    'run: node scripts/reference-docs.ts',
  );
  const names = settings.flatMap(([, group]) => group.map((setting) => setting.name));
  assert.equal(new Set(names).size, names.length);
});
