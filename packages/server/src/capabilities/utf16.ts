/** Bytes that are looked at. */
const sampleSize = 4_096;

/** utf16Of tells UTF-16 by its mark, or by the zeros that nearly every text in it has at every second byte. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Nothing in UTF-16 has half a character.
  if (bytes.byteLength < sampleSize && bytes.byteLength % 2 === 1) return undefined;
  const pairs = Math.floor(Math.min(bytes.byteLength, sampleSize) / 2);
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Line ends, digits and separators alone make a third of any table.
  if (pairs < 2 || even + odd > pairs) return undefined;
  if (odd > pairs * 0.3 && even === 0) return hasControls(bytes, pairs, 0) ? undefined : 'utf-16le';
  if (even <= pairs * 0.3 || odd > 0) return undefined;
  return hasControls(bytes, pairs, 1) ? undefined : 'utf-16be';
}

/** hasControls tells whether characters below the blank, but for tabs and line ends, are among the pairs: then they are no text. `low` is the place of the low byte. */
function hasControls(bytes: Uint8Array, pairs: number, low: 0 | 1): boolean {
  for (let at = 0; at < pairs * 2; at += 2) {
    const character = (bytes[at + 1 - low] ?? 0) * 256 + (bytes[at + low] ?? 0);
    if (character < 0x20 && character !== 0x09 && character !== 0x0a && character !== 0x0d) return true;
  }
  return false;
}
