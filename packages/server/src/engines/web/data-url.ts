/** bytesOfDataUrl gives what a URL holds, `data:image/png;base64,iVBORw0KGgo` or percent-encoded; undefined for one that is none. */
export function bytesOfDataUrl(url: string): Uint8Array | undefined {
  const comma = url.indexOf(',');
  if (comma < 0 || comma > 200) return undefined;
  const body = url.slice(comma + 1);
  if (/;\s*base64\s*$/i.test(url.slice(0, comma)))
    return Buffer.from(body.includes('%') ? body.replace(/%([0-9a-f]{2})/gi, unescaped) : body, 'base64');
  return Buffer.from(body.replace(/%([0-9a-f]{2})/gi, unescaped), 'latin1');
}

function unescaped(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
