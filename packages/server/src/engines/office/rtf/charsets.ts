/** Code pages of fonts by their character set (RTF 1.9.1, font table). */
const charsets: Readonly<Record<number, string>> = {
  77: 'macintosh',
  78: 'shift_jis',
  80: 'gb18030',
  81: 'big5',
  128: 'shift_jis',
  129: 'euc-kr',
  130: 'euc-kr',
  134: 'gb18030',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
};

const codePages: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
};

/** encodingOfCharset gives the encoding of a font's character set; undefined where it says nothing of its own. */
export function encodingOfCharset(charset: number): string | undefined {
  return charsets[charset];
}

/** encodingOfCodePage gives the encoding of a Windows code page; that of western Europe for an unknown one. */
export function encodingOfCodePage(page: number): string {
  if (page >= 1250 && page <= 1258) return `windows-${page}`;
  return codePages[page] ?? 'windows-1252';
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

/** decodeBytes gives the text of bytes, each a character of `bytes`. */
export function decodeBytes(bytes: string, encoding: string): string {
  const known = decoders.get(encoding) ?? new TextDecoder(encoding);
  decoders.set(encoding, known);
  return known.decode(Buffer.from(bytes, 'latin1'));
}
