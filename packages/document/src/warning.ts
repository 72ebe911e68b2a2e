/** warningCodes are the stable names of what a reader of a result should know although parsing went on. A code never changes its meaning. */
export const warningCodes = [
  // pages
  'no_text_layer',
  'scanned_page',
  'garbled_text',
  'formula_unread',
  'tables_skipped',
  'image_skipped',
  'page_truncated',
  'spare_reader',
  'page_failed',
  // files
  'no_content',
  'format_corrected',
  'charset_guessed',
  'decoding_replaced',
  'invalid_json',
  'table_truncated',
  'member_skipped',
  'weaker_reader',
  // results
  'engine_substituted',
  'more_warnings',
] as const;

/** WarningCode is one of them. */
export type WarningCode = (typeof warningCodes)[number];

/** Warning travels with a document as data: something a reader should know although parsing went on. */
export interface Warning {
  readonly code: WarningCode;
  /** Page number from 1 where the warning concerns one page. */
  readonly pageNumber?: number;
  readonly params?: Readonly<Record<string, string | number>>;
}
