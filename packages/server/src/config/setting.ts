/** SettingType is how a value is read. */
export type SettingType = 'text' | 'boolean' | 'integer' | 'choice' | 'list';

/** Setting is one environment variable: the single source of parsing, checking and documentation. */
export interface Setting {
  readonly name: string;
  readonly type: SettingType;
  /** As it would be written; undefined: unset. */
  readonly default?: string;
  /** Words of a `choice`, in lower case. */
  readonly choices?: readonly string[];
  /** What else a `choice` may look like, as a pattern. */
  readonly pattern?: RegExp;
  /** Bounds of an `integer`. */
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly secret?: boolean;
  readonly en: string;
  readonly zh: string;
  /** Accepted for the sake of old settings; what to say when it is set. */
  readonly notice?: string;
}

/** allowedOf says in words what a setting may hold. */
export function allowedOf(setting: Setting): string {
  switch (setting.type) {
    case 'boolean':
      return 'true, false, 1, 0, yes, no, on, off';
    case 'integer':
      return `a whole number ${setting.max === undefined ? `from ${setting.min ?? 0}` : `from ${setting.min ?? 0} to ${setting.max}`}`;
    case 'choice':
      return (setting.choices ?? []).join(', ');
    case 'list':
      return 'words with commas between them';
    case 'text':
      return setting.choices?.join(', ') ?? 'any text';
  }
}

const truths = new Set(['true', '1', 'yes', 'on', 't', 'y']);
const lies = new Set(['false', '0', 'no', 'off', 'f', 'n']);

/** SettingValue is a value that was read. */
export type SettingValue = string | number | boolean | readonly string[] | undefined;

/** readSetting reads the text of a setting; `{wrong: true}` when it is none of what is allowed. */
export function readSetting(
  setting: Setting,
  text: string | undefined,
): { readonly value: SettingValue } | { readonly wrong: true } {
  if (text === undefined) return { value: undefined };
  switch (setting.type) {
    case 'boolean': {
      const word = text.toLowerCase();
      return truths.has(word) ? { value: true } : lies.has(word) ? { value: false } : { wrong: true };
    }
    case 'integer':
      return readInteger(setting, text);
    case 'choice': {
      const word = text.toLowerCase();
      const fits = setting.choices?.includes(word) || setting.pattern?.test(word);
      return fits ? { value: word } : { wrong: true };
    }
    case 'list':
      return {
        value: text
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      };
    case 'text':
      return { value: text };
  }
}

function readInteger(setting: Setting, text: string): { readonly value: number } | { readonly wrong: true } {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  const fits =
    Number.isSafeInteger(value) && value >= (setting.min ?? 0) && value <= (setting.max ?? Number.MAX_SAFE_INTEGER);
  return fits ? { value } : { wrong: true };
}
