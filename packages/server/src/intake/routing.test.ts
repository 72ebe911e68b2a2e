import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInEngines, installedEngines } from '#capabilities';
import { AppError } from '#errors';
import { chooseEngine, isSubstituted } from './routing.ts';

const route = (backend: string, format = 'pdf', substitute = false) =>
  chooseEngine({ backend, format, fileName: 'a', engines: builtInEngines, substitute });

test('pipeline and auto go to the built-in engine of the format', () => {
  assert.equal(route('pipeline').name, 'pdf');
  assert.equal(route('AUTO', 'csv').name, 'text');
});

test('model backends without an engine and unknown ones are refused with different reasons', () => {
  const whyOf = (backend: string) => {
    try {
      route(backend);
      return undefined;
    } catch (error) {
      assert.ok(error instanceof AppError && error.code === 'unsupported_backend');
      return error.params.why;
    }
  };
  for (const backend of ['vlm-transformers', 'vlm-vllm-async-engine', 'hybrid-auto-engine', 'hybrid-http-client'])
    assert.equal(whyOf(backend), 'no_engine');
  assert.equal(whyOf('magic'), 'unknown');
});

test('a built-in engine takes the place of a model that would run here, where that is allowed, and is named for it', () => {
  for (const backend of ['vlm-engine', 'hybrid-auto-engine', 'vlm-transformers']) {
    assert.equal(route(backend, 'pdf', true).name, 'pdf');
    assert.equal(isSubstituted({ backend, engine: 'pdf' }), true);
  }
  assert.throws(() => route('vlm-http-client', 'pdf', true), { code: 'unsupported_backend' });
  assert.equal(isSubstituted({ backend: 'pipeline', engine: 'pdf' }), false);
  assert.equal(isSubstituted({ backend: 'vlm-engine', engine: 'mineru' }), false);
  assert.equal(isSubstituted({ backend: 'vlm-engine', engine: 'text' }), false, 'no model reads text');
});

test('a recording needs a transcription service, and the refusal says so', () => {
  assert.throws(() => route('pipeline', 'mp3'), { code: 'no_transcription' });
  const engines = installedEngines({ transcription: {} });
  const { name } = chooseEngine({ backend: 'pipeline', format: 'mp3', fileName: 'a', engines, substitute: false });
  assert.equal(name, 'transcription');
});
