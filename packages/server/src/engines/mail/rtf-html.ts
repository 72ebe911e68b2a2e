import { decompressRTF } from '@kenjiuno/decompressrtf';

/** One sign of RTF: a group's end or begin, a hexadecimal byte, a control word, a control symbol, or text. */
const sign = /([{}])|\\'([0-9a-fA-F]{2})|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|([^\\{}\r\n]+)/g;

/** How deep groups are told apart. */
const maxDepth = 500;

interface Group {
  /** The group holds HTML as it was written: `{\*\htmltag84 <b>}` */
  tag: boolean;
  /** The group is a list of fonts and the like. */
  silent: boolean;
  /** After `\htmlrtf` comes what only RTF needs, until `\htmlrtf0`. */
  rtfOnly: boolean;
}

const silentWords: ReadonlySet<string> = new Set(
  'fonttbl colortbl stylesheet info pict generator themedata listtable'.split(' '),
);
const symbols: Readonly<Record<string, string>> = {
  '~': '\u00a0',
  '\n': '\n',
  '\r': '\n',
  '\\': '\\',
  '{': '{',
  '}': '}',
};
const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    par: '\n',
    line: '\n',
    tab: '\t',
    lquote: '‘',
    rquote: '’',
    ldblquote: '“',
    rdblquote: '”',
    bullet: '•',
    endash: '–',
    emdash: '—',
  }),
);

/** Bytes of packed RTF that are looked through. */
const mostBytes = 32 * 1_024 * 1_024;

/**
 * htmlInRtf takes the HTML out of the RTF that Outlook wraps it in (MS-OXRTFEX); undefined when the RTF holds none.
 *
 *     {\rtf1\ansi\fromhtml1 {\*\htmltag84 <b>}\htmlrtf \b \htmlrtf0 bold} -> <b>bold
 */
export function htmlInRtf(packed: Uint8Array): string | undefined {
  const header = Buffer.from(packed.buffer, packed.byteOffset, Math.min(4, packed.byteLength));
  // The unpacker trusts the size in the header.
  if (packed.byteLength < 16 || packed.byteLength > mostBytes || header.readUInt32LE(0) + 4 > packed.byteLength)
    return undefined;
  const rtf = Buffer.from(decompressRTF([...packed])).toString('latin1');
  const start = rtf.slice(0, 500);
  if (!/\\fromhtml1\b/.test(start)) return undefined;
  const reader = new HtmlReader(/\\ansicpg(\d+)/.exec(start)?.[1]);
  for (const match of rtf.matchAll(sign)) reader.read(match);
  return reader.take();
}

class HtmlReader {
  private readonly parts: string[] = [];
  private readonly groups: Group[] = [];
  private readonly decoder: ReturnType<typeof decoderFor>;
  private group: Group = { tag: false, silent: false, rtfOnly: false };
  private bytes: number[] = [];
  private starred = false;
  /** Characters that stand in for a `\u` before them. */
  private skip = 0;

  constructor(codepage: string | undefined) {
    this.decoder = decoderFor(codepage);
  }

  read([, brace, hex, word, value, symbol, text]: RegExpExecArray): void {
    if (brace !== undefined) this.readBrace(brace);
    else if (hex !== undefined) this.putByte(Number.parseInt(hex, 16));
    else if (text !== undefined) this.put(text);
    else if (word !== undefined) this.readWord(word, value);
    else if (symbol !== '*') this.put(symbols[symbol ?? ''] ?? '');
    this.starred = symbol === '*';
  }

  take(): string {
    this.flush();
    return this.parts.join('');
  }

  private readBrace(brace: string): void {
    this.skip = 0;
    if (brace === '}') this.group = this.groups.pop() ?? this.group;
    else if (this.groups.length < maxDepth) {
      this.groups.push(this.group);
      this.group = { ...this.group };
    }
  }

  private readWord(word: string, value: string | undefined): void {
    if (word === 'htmltag') this.group.tag = true;
    else if (word === 'htmlrtf') this.group.rtfOnly = value !== '0';
    else if (word === 'u') {
      this.put(String.fromCharCode(Number(value) & 0xffff));
      this.skip = 1;
    } else if (silentWords.has(word) || this.starred) this.group.silent = true;
    else this.put(letters.get(word) ?? '');
  }

  private get isShown(): boolean {
    return !this.group.silent && (!this.group.rtfOnly || this.group.tag);
  }

  private put(text: string): void {
    const shown = text.slice(this.skip);
    this.skip = Math.max(0, this.skip - text.length);
    if (shown === '' || !this.isShown) return;
    this.flush();
    this.parts.push(shown);
  }

  /** Bytes are decoded together, for two may be one character. */
  private putByte(byte: number): void {
    if (this.skip > 0) this.skip -= 1;
    else if (this.isShown) this.bytes.push(byte);
  }

  private flush(): void {
    if (this.bytes.length > 0) this.parts.push(this.decoder.decode(Uint8Array.from(this.bytes)));
    this.bytes = [];
  }
}

function decoderFor(codepage: string | undefined) {
  const names: Readonly<Record<string, string>> = {
    '932': 'shift_jis',
    '936': 'gbk',
    '949': 'euc-kr',
    '950': 'big5',
    '65001': 'utf-8',
  };
  try {
    return new TextDecoder(names[codepage ?? ''] ?? `windows-${codepage ?? '1252'}`);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
