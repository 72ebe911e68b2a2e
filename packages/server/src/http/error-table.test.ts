import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { renderErrorTable } from './error-table.ts';

test('the reference of errors is what the catalogue says', () => {
  const reference = resolve(import.meta.dirname, '../../../../docs/reference');
  for (const [name, language] of [
    ['errors.md', 'en'],
    ['errors.zh.md', 'zh'],
  ] as const)
    assert.equal(
      readFileSync(resolve(reference, name), 'utf8'),
      renderErrorTable(language),
      'run: node scripts/reference-docs.ts',
    );
});
