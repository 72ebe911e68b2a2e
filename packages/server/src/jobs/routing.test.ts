import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInEngines } from '#capabilities';
import { AppError } from '#errors';
import { parseJobId } from './job-id.ts';
import { chooseEngine } from './routing.ts';

const route = (backend: string, format = 'pdf') => chooseEngine({ backend, format, engines: builtInEngines });

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

test('ids that cannot be one are none', () => {
  assert.equal(parseJobId('6F9619FF-8B86-4011-B42D-00C04FC964FF'), '6f9619ff-8b86-4011-b42d-00c04fc964ff');
  assert.equal(parseJobId('../etc/passwd'), undefined);
});
