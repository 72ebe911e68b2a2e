import { z } from 'zod';
import { booleanField, type Fields } from '../fields.ts';

const returnsSchema = z.object({
  markdown: z.boolean(),
  middle: z.boolean(),
  model: z.boolean(),
  contentList: z.boolean(),
  /** Records of earlier versions do not say. */
  passages: z.boolean().default(false),
  html: z.boolean().default(false),
  images: z.boolean(),
  original: z.boolean(),
  zip: z.boolean(),
});

/** Returns says what a caller wants back; a batch keeps it, so that everybody who joins gets the same. */
export type Returns = z.infer<typeof returnsSchema>;

/** returnsOf reads the `return_*` switches of a form: only the Markdown unless more is asked for. Throws `invalid_parameter`. */
export function returnsOf(fields: Fields): Returns {
  const flag = (name: string, preset = false) => booleanField(fields, name) ?? preset;
  const zip = flag('response_format_zip');
  const returns = {
    markdown: flag('return_md', true),
    middle: flag('return_middle_json'),
    model: flag('return_model_output'),
    contentList: flag('return_content_list'),
    passages: flag('return_passages'),
    html: flag('return_html'),
    images: flag('return_images'),
    original: flag('return_original_file') && zip,
    zip,
  };
  // Such a client renders Markdown and lists by itself.
  const rendersItself = flag('client_side_output_generation');
  return rendersItself ? { ...returns, markdown: false, middle: true, model: true, images: true } : returns;
}

/** storedReturns reads the switches back from a batch's record. */
export function storedReturns(options: Readonly<Record<string, unknown>>): Returns {
  return returnsSchema.parse(options);
}
