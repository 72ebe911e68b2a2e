import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type OptionName, optionFields, type SubmitOptions } from '@docmill/api';
import { Command } from 'commander';
import { type JobOptions, parameters } from '#capabilities';
import { type JobFlags, jobOptions, optionsOf } from './job-options.ts';

/** What the fields of a submit are by the options' schema. */
type Fields = { readonly [Name in OptionName as (typeof optionFields)[Name]]?: NonNullable<JobOptions[Name]> };
type Sent = Omit<SubmitOptions, 'backend' | 'priority' | 'idempotencyKey'>;

function flagsOf(...args: readonly string[]): JobFlags {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const option of jobOptions()) command.addOption(option);
  return command.parse([...args], { from: 'user' }).opts();
}

test('the client knows every option with the values that it may have', () => {
  // Either way round: the compiler refuses what differs.
  const sent: Sent = {} satisfies Fields as Fields;
  const fields: Fields = {} satisfies Sent as Sent;
  assert.deepEqual([sent, fields], [{}, {}]);
  assert.deepEqual(Object.keys(optionFields).sort(), parameters.map(({ name }) => name).sort());
});

test('flags set what they name and nothing else', () => {
  assert.deepEqual(optionsOf(flagsOf()), {});
  assert.deepEqual(
    optionsOf(flagsOf('-l', 'en', '--no-comments', '--page-marks', '--tables', 'html', '--passage-size', '40')),
    { lang: 'en', comments: false, pageMarks: true, tables: 'html', passageSize: 40 },
  );
  assert.deepEqual(optionsOf(flagsOf('--comments', '--no-enable-pagination')), {
    comments: true,
    enablePagination: false,
  });
});

test('a flag with a value that is not allowed is refused', () => {
  for (const args of [
    ['--tables', 'ascii'],
    ['--passage-size', '15'],
    ['--passage-size', '1e3'],
    ['--passage-unit', 'words'],
  ])
    assert.throws(() => flagsOf(...args), { code: 'commander.invalidArgument' });
});
