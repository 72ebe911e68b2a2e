import { AppError } from '#errors';

/** Fields are the text fields of a form or a query, as sent. */
export type Fields = ReadonlyMap<string, string>;

/** Where a field came from: FastAPI's word for it. */
export type Place = 'body' | 'query' | 'header';

const truths = new Set(['true', '1', 'on', 'yes', 't', 'y']);
const lies = new Set(['false', '0', 'off', 'no', 'f', 'n']);

/** textField gives a field; an empty one is an unset one. */
export function textField(fields: Fields, name: string): string | undefined {
  const value = fields.get(name)?.trim();
  return value === '' ? undefined : value;
}

/** booleanField reads true/false/1/0/on/off/yes/no/t/f/y/n in any case. Throws `invalid_parameter`. */
export function booleanField(fields: Fields, name: string, place: Place = 'body'): boolean | undefined {
  const value = textField(fields, name);
  if (value === undefined) return undefined;
  const word = value.toLowerCase();
  if (truths.has(word)) return true;
  if (lies.has(word)) return false;
  const msg = 'Input should be a valid boolean, unable to interpret input';
  throw invalid({ field: name, place, input: value, type: 'bool_parsing', msg, allowed: 'true, false' });
}

/** IntegerRules: where a number stands, default the body, and the least that it may be, default any. */
export interface IntegerRules {
  readonly place?: Place;
  readonly minimum?: number | undefined;
}

/** integerField reads a whole number: a sign, blanks around it and a fraction of zeros (`1.0`) are fine. Throws `invalid_parameter`. */
export function integerField(
  fields: Fields,
  name: string,
  { place = 'body', minimum = Number.NEGATIVE_INFINITY }: IntegerRules = {},
): number | undefined {
  const value = textField(fields, name);
  if (value === undefined) return undefined;
  const number = /^[+-]?\d+(\.0*)?$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && Number.isSafeInteger(number)) return number;
  const fault = { field: name, place, input: value };
  if (number < minimum) {
    const msg = `Input should be greater than or equal to ${minimum}`;
    throw invalid({ ...fault, type: 'greater_than_equal', msg, allowed: `a whole number from ${minimum}` });
  }
  const msg = 'Input should be a valid integer, unable to parse string as an integer';
  throw invalid({ ...fault, type: 'int_parsing', msg, allowed: 'a whole number' });
}

/** choiceField reads one of `allowed`. Throws `invalid_parameter`. */
export function choiceField<T extends string>(fields: Fields, name: string, allowed: readonly T[]): T | undefined {
  const value = textField(fields, name);
  if (value === undefined) return undefined;
  const found = allowed.find((choice) => choice === value.toLowerCase());
  if (found !== undefined) return found;
  const list = allowed.map((choice) => `'${choice}'`).join(' or ');
  throw invalid({
    field: name,
    place: 'body',
    input: value,
    type: 'literal_error',
    msg: `Input should be ${list}`,
    allowed: allowed.join(', '),
  });
}

interface InvalidField {
  readonly field: string;
  readonly place: Place;
  readonly input: string;
  /** FastAPI's name of the fault and its sentence, which clients may match. */
  readonly type: string;
  readonly msg: string;
  readonly allowed: string;
}

/** invalid makes the error for a field that cannot be read. */
export function invalid({ field, place, input, type, msg, allowed }: InvalidField): AppError {
  return new AppError('invalid_parameter', { params: { field, place, input, type, msg, allowed } });
}
