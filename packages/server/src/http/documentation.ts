import { problemSchema, validationProblemSchema } from '@docmill/api';

/** describe turns a wire schema into what the route documentation shows. */
export function describe(schema: { toJSONSchema(): object }): object {
  const { $schema: _, ...rest } = schema.toJSONSchema() as Record<string, unknown>;
  return rest;
}

/** problem documents an error answer. */
export function problem(description: string): object {
  return { ...describe(problemSchema), description };
}

/** invalid documents a 422 answer. */
export function invalid(description: string): object {
  return { ...describe(validationProblemSchema), description };
}
