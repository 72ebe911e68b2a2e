import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builds, caseNames, compare } from './corpus.ts';

for (const build of builds)
  for (const name of caseNames())
    test(`${name} comes out as expected on ${build}`, async () => {
      const { actual, expected } = await compare(name, build);
      assert.equal(actual, expected);
    });
