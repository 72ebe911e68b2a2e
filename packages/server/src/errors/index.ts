/** errors holds the one error class, and the catalogue that renders codes for people. */
export { AppError, type ErrorParams, type StoredError, toAppError } from './app-error.ts';
export { renderError, renderStored, renderTemplate, renderWaiting, renderWarning, sizeOf } from './catalogue.ts';
export { type Language, languageOf } from './language.ts';
