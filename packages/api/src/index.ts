export { type WarningCode, warningCodes } from '@docmill/document';
export {
  type Client,
  ClientError,
  createClient,
  type SubmitOptions,
  type Submitted,
  type TaskAnswer,
  type WaitOptions,
} from './client.ts';
export { type ErrorCode, errorCodes, operatorCodes } from './contract/error-codes.ts';
export * from './contract/mineru3.ts';
export { type OptionName, optionFields } from './contract/option-fields.ts';
export * from './contract/v1.ts';
