import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bullScripts, helper } from './script.ts';

/** Lua without its comments and strings. */
const bare = (text: string) => text.replace(/--\[\[[\s\S]*?\]\]|--.*$|"[^"\n]*"|'[^'\n]*'/gm, '');
const namesIn = (list = '') => list.split(',').map((name) => name.trim());
const declaredIn = (text: string) =>
  [...text.matchAll(/\b(?:local|for) ([\w, ]+?)\s*(?:=|\bin\b|$)/gm)].flatMap(([, list]) => namesIn(list));

for (const [name, { content }] of Object.entries(bullScripts)) {
  test(`the helpers of ${name} look at nothing that the script declares, so that they can be made once`, () => {
    const text = bare(content);
    const helpers = [...text.matchAll(helper)].map(([one]) => one);
    assert.ok(helpers.length >= 3);
    const ofScript = new Set(['KEYS', 'ARGV', ...declaredIn(text.replace(helper, ''))]);
    ofScript.delete('rcall');
    for (const one of helpers) {
      const own = new Set([...namesIn(/\(([^)]*)\)/.exec(one)?.[1]), ...declaredIn(one)]);
      const seen = (one.match(/[A-Za-z_]\w*/g) ?? []).filter((word) => ofScript.has(word) && !own.has(word));
      assert.deepEqual(seen, []);
    }
  });
}
