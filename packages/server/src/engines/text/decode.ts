import type { Warning } from '@docmill/document';
import { analyse } from 'chardet';
import { utf16Of } from '#capabilities';
import { wideCharset } from './wide-charset.ts';

/** Decoded is the text of a file with what should be said about its reading. */
export interface Decoded {
  readonly text: string;
  readonly charset: string;
  readonly warnings: readonly Warning[];
}

/** Detection looks at this many bytes; more changes no answer. */
const sampleSize = 256 * 1024;

/** decodeText finds the character set (byte order mark, the zeros of UTF-16, valid UTF-8, else by statistics) and decodes. */
export function decodeText(bytes: Uint8Array): Decoded {
  const marked = charsetOfMark(bytes);
  if (marked !== undefined) return decodeAs(bytes, marked, []);
  const utf8 = strictUtf8(bytes);
  if (utf8 !== undefined) return { text: utf8, charset: 'utf-8', warnings: [] };
  const charset = guess(bytes.subarray(0, sampleSize));
  return decodeAs(bytes, charset, [{ code: 'charset_guessed', params: { charset } }]);
}

function charsetOfMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : utf16Of(bytes);
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Below this confidence statistics have seen too little of a text, and take it for a Latin one. */
const enough = 50;
const latin = /^(?:iso-8859-[129]|windows-125[0247])$/;

/** guess takes the likeliest character set that this runtime can decode; windows-1252 when nothing fits. */
function guess(sample: Uint8Array): string {
  for (const { name, confidence } of analyse(sample)) {
    const label = name.toLowerCase();
    if (label === 'utf-8' || label === 'ascii') continue;
    const wide = confidence < enough && latin.test(label) ? wideCharset(sample) : undefined;
    if (wide !== undefined) return wide;
    if (canDecode(label)) return new TextDecoder(label).encoding;
  }
  return 'windows-1252';
}

function canDecode(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

function decodeAs(bytes: Uint8Array, charset: string, warnings: readonly Warning[]): Decoded {
  const text = new TextDecoder(charset).decode(bytes);
  const replaced = text.split('\uFFFD').length - 1;
  const more: readonly Warning[] =
    replaced === 0 ? [] : [{ code: 'decoding_replaced', params: { count: replaced, charset } }];
  return { text, charset, warnings: [...warnings, ...more] };
}
