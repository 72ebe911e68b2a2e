import { type Decoded, decodeText } from '../text/decode.ts';
import { declaredCharset } from './prescan.ts';

/** How far a declaration is looked for at first, as browsers do (HTML, 13.2.3.2), and how far before guessing. */
const nearBytes = 1024;
const farBytes = 64 * 1024;

/**
 * decodePage decodes a web page: by its byte order mark, by what it declares in its first 1024 bytes, as UTF-8 where that
 * is valid, by what it declares further down, else by statistics.
 */
export function decodePage(bytes: Uint8Array): Decoded {
  const declared = hasMark(bytes) ? undefined : declaredCharset(bytes.subarray(0, nearBytes));
  if (declared !== undefined && declared !== 'utf-8') return decodeAs(bytes, declared);
  const decoded = decodeText(bytes);
  const guessed = decoded.warnings.some(({ code }) => code === 'charset_guessed');
  const late = guessed ? declaredCharset(bytes.subarray(0, farBytes)) : undefined;
  return late === undefined || late === 'utf-8' ? decoded : decodeAs(bytes, late);
}

function hasMark([first, second, third]: Uint8Array): boolean {
  if (first === 0xef) return second === 0xbb && third === 0xbf;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function decodeAs(bytes: Uint8Array, charset: string): Decoded {
  const text = new TextDecoder(charset).decode(bytes);
  const count = text.split('\uFFFD').length - 1;
  return { text, charset, warnings: count === 0 ? [] : [{ code: 'decoding_replaced', params: { count, charset } }] };
}
