import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { renderErrorTable } from './error-table.ts';
import { renderOptionTable } from './option-table.ts';
import { renderWarningTable } from './warning-table.ts';

test('the reference of errors, options and warnings is what their sources say', () => {
  const reference = resolve(import.meta.dirname, '../../../../docs/reference');
  for (const [name, render] of [
    ['errors', renderErrorTable],
    ['options', renderOptionTable],
    ['warnings', renderWarningTable],
  ] as const)
    for (const [suffix, language] of [
      ['', 'en'],
      ['.zh', 'zh'],
    ] as const)
      assert.equal(
        readFileSync(resolve(reference, `${name}${suffix}.md`), 'utf8'),
        render(language),
        'run: node scripts/reference-docs.ts',
      );
});
