import { AppError } from '#errors';
import { decodePage } from '../decode.ts';
import { type MimePart, mimeParts } from './mime-parts.ts';

/** SavedPage is a page that a browser saved with what belongs to it. */
export interface SavedPage {
  readonly html: string;
  /** resource gives the bytes of a part by its address or its content id. */
  resource(address: string): Uint8Array | undefined;
}

/** readSavedPage reads MHTML (RFC 2557); the first HTML part is the page. Throws `file_corrupt` where there is none. */
export function readSavedPage(data: Uint8Array): SavedPage {
  const parts = mimeParts(data);
  const page = parts.find(({ type }) => /html/.test(type));
  if (page === undefined) throw new AppError('file_corrupt', { params: { reason: 'it holds no page' } });
  const byAddress = new Map<string, Uint8Array>();
  for (const { location, id, body } of parts) {
    if (location !== undefined && !byAddress.has(location)) byAddress.set(location, body);
    if (id !== undefined) byAddress.set(`cid:${id}`, body);
  }
  return {
    html: textOf(page),
    resource: (address) => byAddress.get(address) ?? byAddress.get(URL.parse(address, page.location)?.href ?? ''),
  };
}

function textOf({ body, charset }: MimePart): string {
  try {
    return charset === undefined ? decodePage(body).text : new TextDecoder(charset).decode(body);
  } catch {
    return decodePage(body).text;
  }
}
