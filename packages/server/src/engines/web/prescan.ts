/** Labels that a page cannot mean when they are read byte by byte (HTML, 13.2.3.2). */
const corrected: Readonly<Record<string, string>> = {
  'utf-16le': 'utf-8',
  'utf-16be': 'utf-8',
  'x-user-defined': 'windows-1252',
};

const attributePattern = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/**
 * declaredCharset gives the character set that a page declares in these bytes, if this runtime can decode it.
 *
 *     <?xml version="1.0" encoding="gb2312"?>
 *     <meta charset="gb2312">   <meta http-equiv=content-type content="text/html; charset=gb2312">
 */
export function declaredCharset(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  const xml = /^<\?xml\s[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(text)?.[1];
  const known = xml === undefined ? undefined : encodingOf(xml);
  if (known !== undefined) return known;
  for (const [, attributes = ''] of text.replace(/<!--[\s\S]*?-->/g, '').matchAll(/<meta[\s/]([^>]*)>/gi)) {
    const encoding = encodingOf(labelIn(attributes) ?? '');
    if (encoding !== undefined) return encoding;
  }
  return undefined;
}

function labelIn(attributes: string): string | undefined {
  const values = new Map<string, string>();
  for (const [, name = '', quoted, single, bare] of attributes.matchAll(attributePattern)) {
    const key = name.toLowerCase();
    if (!values.has(key)) values.set(key, quoted ?? single ?? bare ?? '');
  }
  const charset = values.get('charset');
  if (charset !== undefined) return charset;
  if (values.get('http-equiv')?.toLowerCase() !== 'content-type') return undefined;
  return /charset\s*=\s*["']?([^\s"';]+)/i.exec(values.get('content') ?? '')?.[1];
}

function encodingOf(label: string): string | undefined {
  try {
    const { encoding } = new TextDecoder(label.trim());
    return corrected[encoding] ?? encoding;
  } catch {
    return undefined;
  }
}
