import type { Block, Metadata } from '@docmill/document';
import { parseXml, type XmlElement } from '../../office/package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../../office/package/xml-query.ts';
import { safeAddress } from '../address.ts';
import type { Surroundings } from '../place.ts';
import { readHtml } from '../read-html.ts';

/** Feed is a feed as blocks. */
export interface Feed {
  readonly blocks: readonly Block[];
  readonly metadata: Metadata;
}

/** readFeed reads RSS (0.9x, 1.0, 2.0) and Atom: the feed's title, then a heading, date, author and text for each entry; undefined for other XML. */
export function readFeed(xml: string, surroundings: Surroundings): Feed | undefined {
  const root = parseXml(xml);
  const channel = root?.name === 'feed' ? root : childOf(root, 'channel');
  if (root === undefined || channel === undefined) return undefined;
  const entries = [...childrenOf(channel, 'item'), ...childrenOf(root, 'item'), ...childrenOf(channel, 'entry')];
  const title = plain(childOf(channel, 'title'));
  const updated = dateOf(channel);
  const language = channel.attributes['xml:lang'] ?? plain(childOf(channel, 'language'));
  const head: readonly Block[] =
    title === ''
      ? []
      : [{ type: 'title', level: 1, content: [{ type: 'text', text: title }] }, ...linkBlock(addressOf(channel))];
  const about = bodyOf(childOf(channel, 'description') ?? childOf(channel, 'subtitle'), surroundings);
  return {
    blocks: [...head, ...about, ...entries.flatMap((entry) => entryBlocks(entry, surroundings))],
    metadata: {
      ...(title === '' ? {} : { title }),
      ...(language === '' ? {} : { language }),
      ...(updated === undefined ? {} : { modifiedAt: updated }),
    },
  };
}

function entryBlocks(entry: XmlElement, surroundings: Surroundings): readonly Block[] {
  const title = plain(childOf(entry, 'title'));
  const by = [authorOf(entry), dateText(entry)].filter((part) => part !== '').join(', ');
  const [short, long] = [
    childOf(entry, 'description') ?? childOf(entry, 'summary'),
    childOf(entry, 'content:encoded') ?? childOf(entry, 'content'),
  ];
  const body = bodyOf(long, surroundings);
  return [
    ...(title === '' ? [] : [{ type: 'title', level: 2, content: [{ type: 'text', text: title }] } as const]),
    ...(by === '' ? [] : [{ type: 'text', content: [{ type: 'text', text: by, styles: ['italic'] }] } as const]),
    ...linkBlock(addressOf(entry)),
    ...(body.length > 0 ? body : bodyOf(short, surroundings)),
    ...enclosuresOf(entry),
  ];
}

/** Text may be HTML written as text (RSS always, Atom `type="html"`), or elements (Atom `type="xhtml"`). */
function bodyOf(element: XmlElement | undefined, surroundings: Surroundings): readonly Block[] {
  if (element === undefined) return [];
  if (element.attributes.type === 'text') return paragraph(plain(element));
  const html = elementsOf(element).length > 0 ? htmlOf(element) : xmlText(element);
  return lowered(readHtml(html, surroundings).blocks);
}

const voidTags: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
);

/** htmlOf writes elements as HTML, so that the one reader of HTML reads them. */
function htmlOf(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return escaped(child);
      const name = child.name.replace(/^.*:/, '');
      const attributes = Object.entries(child.attributes).map(([key, value = '']) => ` ${key}="${escaped(value)}"`);
      const start = `<${name}${attributes.join('')}>`;
      return voidTags.has(name) ? start : `${start}${htmlOf(child)}</${name}>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Headings inside an entry stand below its own. */
function lowered(blocks: readonly Block[]): readonly Block[] {
  const levels = [3, 4, 5, 6, 6, 6] as const;
  return blocks.map((block) => (block.type === 'title' ? { ...block, level: levels[block.level - 1] ?? 6 } : block));
}

function paragraph(text: string): readonly Block[] {
  return text === '' ? [] : [{ type: 'text', content: [{ type: 'text', text }] }];
}

/** Titles may hold HTML written as text. */
function plain(element: XmlElement | undefined): string {
  const text = xmlText(element);
  const bare =
    element?.attributes.type === 'text' ? text : text.replace(/<\/?[a-z][^<>]*>/gi, '').replace(/&(?:amp|#38);/g, '&');
  return bare.replace(/\s+/g, ' ').trim();
}

/** Titles stay plain, for they are what a reader looks for; where they lead to stands below them. */
function linkBlock(url: string | undefined): readonly Block[] {
  return url === undefined
    ? []
    : [{ type: 'text', content: [{ type: 'link', url, children: [{ type: 'text', text: url }] }] }];
}

function addressOf(element: XmlElement): string | undefined {
  const links = childrenOf(element, 'link');
  const main = links.find(({ attributes: { rel = 'alternate', href } }) => rel === 'alternate' && href !== undefined);
  const said = main?.attributes.href ?? links.map((link) => xmlText(link).trim()).find((text) => text !== '');
  return safeAddress(said ?? '', undefined);
}

function authorOf(entry: XmlElement): string {
  const author = childOf(entry, 'author');
  const name = childOf(author, 'name');
  return plain(name ?? childOf(entry, 'dc:creator') ?? author);
}

function dateText(element: XmlElement): string {
  const names = ['pubDate', 'published', 'dc:date', 'updated', 'lastBuildDate'];
  return plain(names.map((name) => childOf(element, name)).find((child) => child !== undefined));
}

function dateOf(element: XmlElement): string | undefined {
  const time = Date.parse(dateText(element));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** What an entry brings along, as the recording of a podcast, is only named: nothing is fetched. */
function enclosuresOf(entry: XmlElement): readonly Block[] {
  return childrenOf(entry, 'enclosure').flatMap(({ attributes: { url = '' } }) =>
    linkBlock(safeAddress(url, undefined)),
  );
}
