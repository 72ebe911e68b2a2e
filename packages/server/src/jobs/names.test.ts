import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJobId } from './job-id.ts';
import { searchWords } from './search-words.ts';

test('names are searched by words, with each character of scripts without blanks as one', () => {
  assert.deepEqual(searchWords('Q3_Report-Final (2).PDF'), ['q3', 'report', 'final', '2', 'pdf']);
  assert.deepEqual(searchWords('年度报告v2.pdf'), ['年', '度', '报', '告', 'v2', 'pdf']);
  assert.deepEqual(searchWords('ＦＵＬＬ Ünïted'), ['full', 'ünïted']);
  assert.deepEqual(searchWords(' -- '), []);
});

test('ids that cannot be one are none', () => {
  assert.equal(parseJobId('6F9619FF-8B86-4011-B42D-00C04FC964FF'), '6f9619ff-8b86-4011-b42d-00c04fc964ff');
  assert.equal(parseJobId('../etc/passwd'), undefined);
});
