import { effectiveSettings } from '#config';

/** ConfigOptions are the flags of `docmill config`. */
export interface ConfigOptions {
  readonly json?: boolean;
  readonly changed?: boolean;
}

/** showConfig prints every setting with the value that is in force and where it comes from; secrets are masked. */
export function showConfig(options: ConfigOptions): number {
  const { settings, notices } = effectiveSettings();
  const shown = settings.filter(({ source }) => !options.changed || source !== 'default');
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ settings: shown, notices }, null, 2)}\n`);
    return 0;
  }
  const widths = {
    name: widest(shown.map(({ name }) => name)),
    value: Math.min(40, widest(shown.map(({ value }) => value ?? ''))),
  };
  for (const { name, value, source } of shown)
    process.stdout.write(`${name.padEnd(widths.name)}  ${(value ?? '').padEnd(widths.value)}  ${source}\n`);
  for (const notice of notices) process.stderr.write(`${notice}\n`);
  return 0;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
