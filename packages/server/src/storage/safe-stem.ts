const maxBytes = 200;
/** Windows opens devices under these names, whatever follows the dot. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** stemOf gives the name of a file without folders and without its last extension. */
export function stemOf(fileName: string): string {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  const dot = /^\.+$/.test(base) ? -1 : base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}

/**
 * safeStem makes one folder or file name of any text, for every usual file system: no separators, no control characters, nothing that
 * Windows refuses, at most 200 bytes of UTF-8, never empty. Unicode is kept.
 */
export function safeStem(text: string): string {
  const cleaned = text
    .normalize('NFC')
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\<>:"|?*]/g, '_')
    .replace(/^[.\s]+/, (blanks) => '_'.repeat(blanks.trim().length))
    .trim();
  const cut = cutToBytes(cleaned, maxBytes).replace(/[.\s]+$/, '');
  if (cut === '') return 'unnamed';
  return reserved.test(cut) ? `_${cut}` : cut;
}

function cutToBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  let bytes = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > limit) break;
    kept += segment;
  }
  return kept;
}
