import type { Stored } from '../building/picture-store.ts';
import { fileNameOf, safeAddress } from './address.ts';
import { bytesOfDataUrl } from './data-url.ts';
import { attributeOf, collapse, type Element, rawText } from './dom.ts';
import type { Place } from './place.ts';

/** putPicture keeps a picture that the page brings along; of any other it keeps the address, as nothing is fetched. */
export function putPicture(element: Element, place: Place): void {
  if (isPixel(element)) return;
  const source = sourceOf(element);
  const alt = collapse(attributeOf(element, 'alt') ?? '');
  const url = safeAddress(source, place.page.survey.base);
  const own = ownPicture(source.trim(), place);
  if (own !== undefined) putOwnPicture(own, alt, place);
  else if (url === undefined) putText(alt, place);
  else if (!isRepeated(element, url, place) && !isDecoration(element, place))
    place.flow.line.add({ type: 'image', url, ...(alt === '' ? {} : { alt }) }, place.link);
}

/** ownPicture keeps a picture that lies in the page or in the file that the page is part of; undefined for one elsewhere. */
function ownPicture(source: string, { page }: Place): Stored | 'unreadable' | undefined {
  if (/^data:/i.test(source)) return page.pictures.keep(bytesOfDataUrl(source)) ?? 'unreadable';
  const data = page.resource?.(source);
  return data === undefined ? undefined : (page.pictures.keep(data) ?? 'unreadable');
}

function putOwnPicture(stored: Stored | 'unreadable', alt: string, place: Place): void {
  if (stored === 'unreadable') putText(alt, place);
  else place.flow.line.add({ type: 'image', ...stored, ...(alt === '' ? {} : { alt }) }, place.link);
}

/** `<img data-src=a><noscript><img src=a></noscript>` is one picture. */
function isRepeated(element: Element, url: string, { page: { last } }: Place): boolean {
  const repeated = element.parentNode?.nodeName === 'noscript' && last.address === url;
  last.address = url;
  return repeated;
}

/** putMedia makes a link of a film, a sound or a page within the page. */
export function putMedia(element: Element, place: Place): void {
  const source = attributeOf(element, 'src') ?? sourceInside(element);
  const url = safeAddress(source, place.page.survey.base);
  if (url === undefined || url === 'about:blank' || isPixel(element)) return;
  putReference(collapse(attributeOf(element, 'title') ?? '') || fileNameOf(url), url, place);
}

function sourceInside(element: Element): string {
  const child = element.childNodes.find((node) => node.nodeName === 'source');
  return child !== undefined && 'attrs' in child ? (attributeOf(child, 'src') ?? '') : '';
}

function putReference(text: string, url: string, place: Place): void {
  // Links do not nest: in a link the picture is named, and the link leads on.
  const link = place.link ?? { url };
  place.flow.line.text(text, { styles: [], code: false, link });
}

function putText(text: string, place: Place): void {
  place.flow.line.text(text, { ...place, styles: [], code: false });
}

/** A page that loads its pictures late keeps the address apart and shows a filler until then. */
function sourceOf(element: Element): string {
  const source = attributeOf(element, 'src') ?? '';
  if (source !== '' && !/^\s*data:/i.test(source)) return source;
  const late = attributeOf(element, 'data-src') ?? attributeOf(element, 'data-original') ?? '';
  if (late !== '') return late;
  if (source !== '') return source;
  return /^\s*([^\s,]+)/.exec(attributeOf(element, 'srcset')?.slice(0, 10_000) ?? '')?.[1] ?? '';
}

function isPixel(element: Element): boolean {
  return ['width', 'height'].some((side) => /^\s*[01]\s*(px)?\s*$/.test(attributeOf(element, side) ?? ''));
}

/** An icon beside the words of its link says nothing of its own. */
function isDecoration(element: Element, place: Place): boolean {
  if (place.link === undefined || attributeOf(element, 'alt')?.trim() !== '') return false;
  const parent = element.parentNode;
  return parent !== null && /\S/.test(rawText(parent, 100));
}
