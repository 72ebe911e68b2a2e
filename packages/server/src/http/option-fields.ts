import { optionFields } from '@docmill/api';
import { type OptionsInput, type Parameter, type ParameterName, parameters } from '#capabilities';
import { booleanField, choiceField, type Fields, integerField, textField } from './fields.ts';

/** FieldNames are the names that an interface has for the options of a job. */
export type FieldNames = Readonly<Record<ParameterName, string>>;

/** v1Names are those of `/api/v1`. */
export const v1Names: FieldNames = optionFields;

/** mineru3Names are those of MinerU 3.x, and of v1 for what it does not have. */
export const mineru3Names: FieldNames = { ...optionFields, method: 'parse_method' };

/** optionsOf reads the options of a form, each in the field of its name. Throws `invalid_parameter`. */
export function optionsOf(fields: Fields, names: FieldNames): OptionsInput {
  const values = parameters.map((parameter) => [parameter.name, sentValue(fields, parameter, names)] as const);
  // The parameters are made of the schema of these options.
  return Object.fromEntries(values) as OptionsInput;
}

function sentValue(fields: Fields, parameter: Parameter, names: FieldNames): boolean | number | string | undefined {
  const field = names[parameter.name];
  const { type, choices, minimum } = parameter;
  if (choices !== undefined) return choiceField(fields, field, choices);
  if (type === 'boolean') return booleanField(fields, field);
  return type === 'integer' ? integerField(fields, field, { minimum }) : textField(fields, field);
}

/** optionForm documents the fields of the options as properties of a form. */
export function optionForm(names: FieldNames): Readonly<Record<string, object>> {
  return Object.fromEntries(
    parameters.map((parameter) => {
      const { type, choices, minimum, en: description } = parameter;
      const documented = {
        type,
        ...(choices === undefined ? {} : { enum: choices }),
        ...(minimum === undefined ? {} : { minimum }),
        ...(parameter.default === null ? {} : { default: parameter.default }),
        description,
      };
      return [names[parameter.name], documented];
    }),
  );
}
