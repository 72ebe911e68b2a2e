/** errors holds the one error class, and the catalogue that renders codes for people. */
export { AppError, type ErrorParams, type StoredError, toAppError } from './app-error.ts';
export { renderError, renderWaiting, renderWarning } from './catalogue.ts';
export { type Language, languageOf } from './language.ts';
