import type { OptionsInput } from '#capabilities';
import { booleanField, choiceField, type Fields, integerField, invalid } from './fields.ts';

/** Smaller passages hold no sense. */
const least = 16;

/** passageFields reads `return_passages`, `passage_size` and `passage_unit`. Throws `invalid_parameter`. */
export function passageFields(fields: Fields): Pick<OptionsInput, 'passages' | 'passageSize' | 'passageUnit'> {
  return {
    passages: booleanField(fields, 'return_passages'),
    passageSize: sizeOf(fields),
    passageUnit: choiceField(fields, 'passage_unit', ['tokens', 'characters'] as const),
  };
}

function sizeOf(fields: Fields): number | undefined {
  const size = integerField(fields, 'passage_size');
  if (size === undefined || size >= least) return size;
  throw invalid({
    field: 'passage_size',
    place: 'body',
    input: String(size),
    type: 'greater_than_equal',
    msg: `Input should be greater than or equal to ${least}`,
    allowed: `a whole number from ${least}`,
  });
}

/** passageForm documents these fields. */
export const passageForm = {
  return_passages: {
    type: 'boolean',
    default: false,
    description: 'Cut the text into passages for retrieval, with their headings, pages and boxes.',
  },
  passage_size: { type: 'integer', minimum: least, default: 512, description: 'Largest size of a passage.' },
  passage_unit: {
    type: 'string',
    enum: ['tokens', 'characters'],
    default: 'tokens',
    description: 'What passage_size is counted in; tokens are estimated.',
  },
} as const;
