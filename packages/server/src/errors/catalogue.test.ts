import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCodes } from '@docmill/api';
import { catalogue, renderError, renderWarning, warningCatalogue } from './catalogue.ts';
import { languageOf } from './language.ts';

test('every code has a sentence in both languages that names the same values', () => {
  const namesIn = (template: unknown) =>
    typeof template === 'string' ? [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort() : [];
  for (const code of errorCodes) {
    const { en, zh } = catalogue[code];
    assert.deepEqual(namesIn(zh), namesIn(en), code);
    assert.ok(
      renderError({ code, params: {} }, 'en').length > 5 && renderError({ code, params: {} }, 'zh').length > 3,
      code,
    );
  }
  for (const [code, { en, zh }] of Object.entries(warningCatalogue)) assert.deepEqual(namesIn(zh), namesIn(en), code);
});

test('texts that clients know by heart', () => {
  assert.equal(
    renderError({ code: 'file_too_large', params: { limit: 104_857_600 } }, 'en'),
    'File too large. Maximum size: 100MB',
  );
  assert.equal(renderError({ code: 'route_not_found', params: {} }, 'zh'), 'Not Found');
  assert.equal(
    renderWarning({ code: 'no_text_layer', pageNumber: 3 }, 'en').startsWith('Page 3 has no text layer'),
    true,
  );
});

test('the language is the caller’s first that there is', () => {
  assert.equal(languageOf('zh-CN,zh;q=0.9,en;q=0.8'), 'zh');
  assert.equal(languageOf('en;q=0.5, zh;q=0.9'), 'zh');
  assert.equal(languageOf('zh_CN.UTF-8'), 'zh');
  assert.equal(languageOf('fr'), 'en');
  assert.equal(languageOf(undefined), 'en');
});
