import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium, type Request } from 'playwright-core';
import { dataFolder, startService } from './service.ts';

test('the documentation pages work in a browser that reaches nothing else', { timeout: 120_000 }, async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  // A request that the page's own policy stopped never left the browser.
  const told = (request: Request, how: string) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()) && how !== 'csp')
      faults.push(`asked for ${request.url()}`);
  };
  page.on('requestfinished', (request) => told(request, 'finished'));
  page.on('requestfailed', (request) => told(request, request.failure()?.errorText ?? 'failed'));
  for (const [path, role, words] of [
    ['/docs', 'button', /submit/i],
    ['/redoc', 'heading', 'Submit a document'],
  ] as const) {
    await page.goto(url + path);
    await page.getByRole(role, { name: words }).first().waitFor();
  }
  assert.deepEqual(faults, []);
});
