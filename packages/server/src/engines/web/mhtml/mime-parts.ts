/** MimePart is one part of a message of several, decoded. */
export interface MimePart {
  readonly type: string;
  readonly charset: string | undefined;
  /** Address that the part was fetched from. */
  readonly location: string | undefined;
  /** Without angle brackets. */
  readonly id: string | undefined;
  readonly body: Uint8Array;
}

/** Parts of parts: frames of frames. */
const maxDepth = 8;
const longestHead = 1_024 * 1_024;

/** mimeParts gives the parts of a message in their order, those inside parts too; what is deeper than eight levels is left out. */
export function mimeParts(data: Uint8Array): readonly MimePart[] {
  return partsOf(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1'), 0);
}

function partsOf(text: string, depth: number): readonly MimePart[] {
  const { headers, body } = split(text);
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = parameter(type, 'boundary');
  if (!/^multipart\//i.test(type) || boundary === undefined) {
    return [
      {
        type: type.replace(/;.*$/s, '').trim().toLowerCase(),
        charset: parameter(type, 'charset'),
        location: headers.get('content-location'),
        id: headers.get('content-id')?.replace(/^<|>$/g, ''),
        body: decoded(body, headers.get('content-transfer-encoding') ?? ''),
      },
    ];
  }
  if (depth >= maxDepth) return [];
  // The first piece is what stands before the first part; the last begins with the `--` that closes the message.
  const pieces = `\n${body}`.split(`\n--${boundary}`).slice(1);
  return pieces
    .filter((piece) => !piece.startsWith('--'))
    .flatMap((piece) => partsOf(piece.replace(/^[ \t]*\r?\n/, ''), depth + 1));
}

function split(text: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } {
  const end = /^\r?\n/.test(text) ? 0 : text.slice(0, longestHead).search(/\r?\n\r?\n/);
  const head = end < 0 ? text.slice(0, longestHead) : text.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? '' : text.slice(end).replace(/^(?:\r?\n){1,2}/, '') };
}

function parameter(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(value);
  return match?.[1] ?? match?.[2];
}

function decoded(body: string, encoding: string): Uint8Array {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64');
    case 'quoted-printable':
      return Buffer.from(
        body
          .replace(/[ \t]*=\r?\n/g, '')
          .replace(/=([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
    default:
      return Buffer.from(body, 'latin1');
  }
}
