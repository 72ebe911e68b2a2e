import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonStems, zipStems } from './stems.ts';

test('keys of results are plain stems, and names that meet are told apart', () => {
  assert.deepEqual(jsonStems(['a.pdf', 'x/a.docx', 'A.txt', 'a_2.pdf']), ['a', 'a_2', 'A_3', 'a_2_2']);
  assert.deepEqual(jsonStems(['报告 v1.0.pdf', '.hidden', '']), ['报告 v1.0', '.hidden', 'unnamed']);
});

test('folders in a zip are safe whatever the name', () => {
  assert.deepEqual(zipStems(['../../etc/passwd', '报告 (1).pdf', '.bashrc', '..', 'a//b\\c.pdf', '<x>:y.md']), [
    'passwd',
    '报告__1_',
    '_bashrc',
    'unnamed',
    'c',
    '_x__y',
  ]);
});
