import { systemLanguage } from '#config';
import { AppError, languageOf, renderError } from '#errors';

/** explain gives the sentence for an error on a terminal, in the language of LANG. */
export function explain(error: unknown): string {
  if (error instanceof AppError)
    return renderError({ code: error.code, params: error.params }, languageOf(systemLanguage()));
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
