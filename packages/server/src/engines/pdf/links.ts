import type { Bbox } from '@docmill/document';
import { bandsOf, holdsPoint } from './bands.ts';
import type { Glyph } from './glyphs.ts';
import type { PageFrame } from './page-frame.ts';
import type { PdfiumApi } from './pdfium.ts';

/** PageLink is a place on the page that leads to an address outside the file. */
export interface PageLink {
  readonly url: string;
  readonly bbox: Bbox;
}

/** Action type of fpdf_doc.h. */
const uriAction = 3;
const maxLinks = 2_000;
const longestUrl = 4_000;

/** LinkInput says where to look for links. */
export interface LinkInput {
  readonly document: number;
  readonly page: number;
  readonly frame: PageFrame;
}

/** readLinks reads the link annotations of a page that lead to web and mail addresses. */
export function readLinks(api: PdfiumApi, { document, page, frame }: LinkInput): readonly PageLink[] {
  const { fpdf, scratch } = api;
  const links: PageLink[] = [];
  const [position, found, rectangle] = [scratch, scratch + 4, scratch + 16];
  let at = 0;
  while (links.length < maxLinks) {
    new DataView(api.bytes().buffer).setInt32(position, at, true);
    if (!fpdf.FPDFLink_Enumerate(page, position, found)) break;
    at = api.int(position);
    const link = api.int(found);
    const action = fpdf.FPDFLink_GetAction(link);
    if (action === 0 || fpdf.FPDFAction_GetType(action) !== uriAction) continue;
    if (!fpdf.FPDFLink_GetAnnotRect(link, rectangle)) continue;
    const bbox = frame.rectangle(api.allFloats(), rectangle >> 2);
    const url = api.utf8((address, size) => fpdf.FPDFAction_GetURIPath(document, action, address, size)).trim();
    if (/^(https?|mailto|ftp):/i.test(url) && url.length <= longestUrl) links.push({ url, bbox });
  }
  return links;
}

/** withLinks marks the characters that stand in the places of links. */
export function withLinks(glyphs: readonly Glyph[], links: readonly PageLink[]): readonly Glyph[] {
  if (links.length === 0) return glyphs;
  const bands = bandsOf(links.map(({ bbox }, link) => ({ bbox, link })));
  let near: readonly { readonly bbox: Bbox; readonly link: number }[] = [];
  let height = Number.NaN;
  return glyphs.map((glyph) => {
    const { bbox } = glyph;
    const x = (bbox[0] + bbox[2]) / 2;
    const y = (bbox[1] + bbox[3]) / 2;
    // Most glyphs stand on the line of the one before.
    if (y !== height) near = bands.near(y, y);
    height = y;
    for (const { bbox: place, link } of near) if (holdsPoint(place, x, y)) return { ...glyph, link };
    return glyph;
  });
}
