import { z } from 'zod';

/** optionsVersion is the version of the options' meaning; records keep it. */
export const optionsVersion = 1;

const optionsSchema = z.object({
  /** Language of recognition; `auto` lets the engine find out. */
  lang: z.string().default('ch'),
  /** `txt` takes the text layer, `ocr` reads the picture, `auto` decides page by page. */
  method: z.enum(['auto', 'txt', 'ocr']).default('auto'),
  formulaEnable: z.boolean().default(true),
  tableEnable: z.boolean().default(true),
  /** Take pictures over, and draw figures and formulas; false: their places are told, nothing is drawn, which doubles the speed. */
  pictures: z.boolean().default(true),
  /** Whether a large file may be split into chunks; null: decided by its pages. */
  enablePagination: z.boolean().nullable().default(null),
  /** What a page that cannot be read means: it is left out and named, or the job fails. */
  onPageError: z.enum(['skip', 'fail']).default('skip'),
  /** Render an HTML page as well. */
  html: z.boolean().default(false),
  /** Keep the comments of reviewers, as notes. */
  comments: z.boolean().default(true),
  /** Cut the text into passages for retrieval as well: of at most so many tokens (estimated) or characters. */
  passages: z.boolean().default(false),
  passageSize: z.int().positive().default(512),
  passageUnit: z.enum(['tokens', 'characters']).default('tokens'),
  /** Of a web page only the part that is its subject. */
  mainContent: z.boolean().default(false),
  /** Keep the file itself among the artifacts. */
  keepOriginal: z.boolean().default(false),
  /** Page indexes, from 0, both included. */
  startPage: z.int().nonnegative().default(0),
  endPage: z.int().nonnegative().nullable().default(null),
});

/** JobOptions are the normalised options of a job: the one source for all interfaces and for cache keys. */
export type JobOptions = z.infer<typeof optionsSchema>;

/** OptionsInput is what an interface was told; undefined means unset. */
export type OptionsInput = { readonly [Name in keyof JobOptions]?: JobOptions[Name] | undefined };

/** normaliseOptions fills in what is unset: from `defaults` (the operator's), else the product's. */
export function normaliseOptions(input: OptionsInput, defaults: OptionsInput): JobOptions {
  const set = (options: OptionsInput) =>
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return optionsSchema.parse({ ...set(defaults), ...set(input) });
}
