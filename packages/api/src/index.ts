export { type ErrorCode, errorCodes } from './contract/error-codes.ts';
