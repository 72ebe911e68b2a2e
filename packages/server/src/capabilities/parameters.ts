import { z } from 'zod';
import { type JobOptions, optionsSchema } from './options.ts';

/** ParameterName is the name of an option that every interface takes. */
export type ParameterName = Exclude<keyof JobOptions, 'keepOriginal' | 'startPage' | 'endPage'>;

/** Parameter says what such an option is. */
export interface Parameter {
  readonly name: ParameterName;
  readonly type: 'boolean' | 'integer' | 'string';
  /** The values that there are; absent where any will do. */
  readonly choices?: readonly string[];
  readonly minimum?: number;
  /** Null: unset, which the text explains. */
  readonly default: boolean | number | string | null;
  /** What it does, in a sentence. */
  readonly en: string;
  readonly zh: string;
}

interface PropertySchema {
  readonly type?: Parameter['type'] | readonly [Parameter['type'], 'null'];
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly default?: Parameter['default'];
  readonly description?: string;
  readonly zh?: string;
  readonly anyOf?: readonly PropertySchema[];
}

/** parameters lists the options that every interface takes, in the order of the documentation. */
export const parameters: readonly Parameter[] = Object.entries(
  z.toJSONSchema(optionsSchema, { io: 'input' }).properties as Readonly<Record<string, PropertySchema>>,
).flatMap(([name, schema]) => {
  const { description: en, zh } = schema;
  if (en === undefined || zh === undefined) return [];
  // What may be unset is one of two, of which null comes second.
  const { type: types = 'string', enum: choices, minimum } = schema.anyOf?.[0] ?? schema;
  const type = typeof types === 'string' ? types : types[0];
  return [
    {
      name: name as ParameterName,
      type,
      ...(choices === undefined ? {} : { choices }),
      ...(minimum === undefined ? {} : { minimum }),
      default: schema.default ?? null,
      en,
      zh,
    },
  ];
});

/** flagOf gives the flag of a command that sets an option, without its value. `pageMarks` -> `--page-marks` */
export function flagOf(name: ParameterName): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
