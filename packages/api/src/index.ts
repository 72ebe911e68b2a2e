export { type ErrorCode, errorCodes } from './contract/error-codes.ts';
export * from './contract/v1.ts';
