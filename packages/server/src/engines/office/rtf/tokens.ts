/** RtfToken is a piece of RTF: a brace, a control word with its number, a byte written as `\'e9`, or text as it stands. */
export type RtfToken =
  | { readonly type: 'open' }
  | { readonly type: 'close' }
  | { readonly type: 'word'; readonly name: string; readonly value: number | undefined }
  | { readonly type: 'byte'; readonly value: number }
  | { readonly type: 'text'; readonly text: string };

const open: RtfToken = { type: 'open' };
const close: RtfToken = { type: 'close' };
const pattern = /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\/y;

/** Control symbols that stand for a control word. */
const symbols: Readonly<Record<string, string>> = { '\n': 'par', '\r': 'par', '*': '*', '~': '~', '-': '-', _: '_' };

/** tokensOf reads RTF, its bytes as Latin-1; binary data is passed over. */
export function* tokensOf(source: string): Generator<RtfToken> {
  const reader = new RegExp(pattern);
  while (reader.lastIndex < source.length) {
    const match = reader.exec(source);
    if (match === null) return;
    const [, word, number, hex, symbol, brace, text] = match;
    if (word === 'bin') reader.lastIndex += Math.max(0, Number(number ?? 0));
    else if (word !== undefined)
      yield { type: 'word', name: word, value: number === undefined ? undefined : Number(number) };
    else if (text !== undefined) yield { type: 'text', text };
    else if (brace !== undefined) yield brace === '{' ? open : close;
    else if (hex !== undefined) yield { type: 'byte', value: Number.parseInt(hex, 16) };
    else if (symbol !== undefined) yield symbolToken(symbol);
  }
}

function symbolToken(symbol: string): RtfToken {
  const name = symbols[symbol];
  return name === undefined ? { type: 'text', text: symbol } : { type: 'word', name, value: undefined };
}
