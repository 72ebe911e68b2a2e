import type { Page, Warning } from '@docmill/document';

/** Parsed is what became of a text. */
export interface Parsed {
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
}

/** codePage makes a page of one block of program text or data. */
export function codePage(text: string, language: string | undefined): Page {
  return { index: 0, blocks: [{ type: 'code', text, ...(language === undefined ? {} : { language }) }] };
}

/** jsonPage gives JSON as it is, set out over lines only where it has none and nothing is lost by it. */
export function jsonPage(text: string): Parsed {
  try {
    // Only checked, not written anew: that would round long numbers and merge repeated keys. Line breaks come only where there are none.
    const value: unknown = JSON.parse(text);
    const faithful = JSON.stringify(value) === text.trim();
    return { pages: [codePage(faithful ? JSON.stringify(value, null, 2) : text.trim(), 'json')], warnings: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    return { pages: [codePage(text.trim(), 'json')], warnings: [{ code: 'invalid_json', params: { reason } }] };
  }
}

/** jsonLinesPage gives JSON of one value a line as it is; the first line that is none is named. */
export function jsonLinesPage(text: string): Parsed {
  const lines = text.trim().split(/\r?\n/);
  const wrong = lines.findIndex((line) => line.trim() !== '' && !isJson(line));
  const reason = `line ${wrong + 1}`;
  return {
    pages: [codePage(lines.join('\n'), 'jsonl')],
    warnings: wrong < 0 ? [] : [{ code: 'invalid_json', params: { reason } }],
  };
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
