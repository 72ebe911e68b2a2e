import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { dataFolder, startService } from './service.ts';

test('the documentation pages work in a browser that reaches nothing else', { timeout: 120_000 }, async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) faults.push(`asked for ${request.url()}`);
  });
  for (const [path, words] of [
    ['/docs', 'Submit a document'],
    ['/redoc', 'Submit a document'],
  ] as const) {
    await page.goto(url + path);
    await page.getByText(words).first().waitFor();
  }
  assert.deepEqual(faults, []);
});
