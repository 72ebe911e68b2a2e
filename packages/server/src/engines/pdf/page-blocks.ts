import type {
  Bbox,
  Block,
  CaptionBlock,
  FurnitureBlock,
  ImageBlock,
  Inline,
  ListItemBlock,
  TextBlock,
  TitleBlock,
} from '@docmill/document';
import { unionBbox } from '@docmill/document';
import { furnitureType } from './furniture.ts';
import { inlinesOf } from './inlines.ts';
import type { PdfPageContent } from './page-content.ts';
import { layoutPage, type Paragraph, type PlacedPicture } from './paragraphs.ts';
import type { DocumentStatistics } from './statistics.ts';
import { titleLevel } from './titles.ts';

/** PlacedBlock is a block with the paragraph it was made of, which decides whether it goes on elsewhere. */
export interface PlacedBlock {
  readonly block: Block;
  /** The paragraph behind it; absent for pictures. */
  readonly paragraph?: Paragraph;
}

/** blocksOfPage gives what a page consists of, typed, in reading order; paragraphs over columns and pages are not yet joined. */
export function blocksOfPage(content: PdfPageContent, statistics: DocumentStatistics): readonly PlacedBlock[] {
  const { parts, asides } = layoutPage(content);
  const placed: PlacedBlock[] = parts.map((part) =>
    part.type === 'picture' ? { block: imageOf(part) } : { block: blockOf(part, content, statistics), paragraph: part },
  );
  const aside = asides.map(
    (paragraph): PlacedBlock => ({ paragraph, block: textual('aside_text', paragraph, content) }),
  );
  return [...withLists(withCaptions(placed)), ...aside];
}

function imageOf({ bbox, asset }: PlacedPicture): ImageBlock {
  return { type: 'image', bbox, asset };
}

function contentOf(paragraph: Paragraph, { fonts }: PdfPageContent, plainBold = false): readonly Inline[] {
  return inlinesOf(paragraph.rows, { fonts, keepRows: paragraph.tabular, plainBold });
}

function textual(type: FurnitureBlock['type'], paragraph: Paragraph, content: PdfPageContent): FurnitureBlock {
  const angle = paragraph.rows[0]?.items[0]?.segment?.angle ?? 0;
  return { type, bbox: paragraph.bbox, content: contentOf(paragraph, content), ...(angle === 0 ? {} : { angle }) };
}

function blockOf(paragraph: Paragraph, content: PdfPageContent, statistics: DocumentStatistics): Block {
  const furniture = furnitureType(paragraph, content, statistics);
  if (furniture !== undefined) return textual(furniture, paragraph, content);
  if (isPageFootnote(paragraph, content, statistics)) return textual('page_footnote', paragraph, content);
  const level = titleLevel(paragraph, statistics);
  if (level !== undefined) {
    const title: TitleBlock = {
      type: 'title',
      level,
      bbox: paragraph.bbox,
      content: contentOf(paragraph, content, true),
    };
    return title;
  }
  return { type: 'text', bbox: paragraph.bbox, content: contentOf(paragraph, content, statistics.bodyBold) };
}

/** Notes of the page are smaller than the body, stand in its lower half, and begin with a raised mark. */
function isPageFootnote(
  { size, rows, bbox, text }: Paragraph,
  { height }: PdfPageContent,
  { bodySize }: DocumentStatistics,
): boolean {
  if (size > 0.93 * bodySize || bbox[1] < 0.5 * height) return false;
  const first = rows[0]?.items[0]?.segment?.runs[0];
  return /^[*†‡§¶]/.test(text) || (first !== undefined && first.rise > 0 && /^[\d\p{L}]{1,3}\s?$/u.test(first.text));
}

const captionStart =
  /^(fig(ure|\.)?|abb(ildung|\.)?|图|圖|chart|scheme|plate|photo|рис(унок|\.)?)\s*\.?\s*([A-Z]?\d+|[IVX]+)/i;
/** A caption stands this close to its picture, points. */
const captionReach = 40;

/** withCaptions binds a paragraph that begins like a figure's caption to the picture before or behind it. */
function withCaptions(placed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const result = [...placed];
  placed.forEach(({ block, paragraph }, at) => {
    if (block.type !== 'text' || paragraph === undefined || !captionStart.test(paragraph.text)) return;
    const near = [at - 1, at + 1].find((index) => isNear(result[index]?.block, paragraph.bbox));
    const target = near === undefined ? undefined : result[near]?.block;
    if (near === undefined || target?.type !== 'image') return;
    const caption: CaptionBlock = { type: 'caption', bbox: paragraph.bbox, content: block.content };
    result[near] = { block: { ...target, captions: [...(target.captions ?? []), caption] } };
    result[at] = { block: { ...block, content: [] } };
  });
  return result.filter(({ block }) => block.type !== 'text' || block.content.length > 0);
}

function isNear(block: Block | undefined, bbox: Bbox): boolean {
  if (block?.type !== 'image' || block.bbox === undefined) return false;
  const gap = Math.max(block.bbox[1] - bbox[3], bbox[1] - block.bbox[3]);
  const shared = Math.min(block.bbox[2], bbox[2]) - Math.max(block.bbox[0], bbox[0]);
  return gap < captionReach && shared > 0;
}

/** withLists joins neighbouring paragraphs that begin with marks of one kind. Numbers must count up, and one number alone is no list. */
function withLists(placed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  let items: PlacedBlock[] = [];
  const flush = () => {
    const list = listOf(items);
    if (list === undefined) result.push(...items);
    else result.push({ block: list, ...lastParagraph(items) });
    items = [];
  };
  for (const entry of placed) {
    const marker = entry.block.type === 'text' ? entry.paragraph?.marker : undefined;
    const previous = items.at(-1)?.paragraph?.marker;
    if (marker === undefined || (previous !== undefined && !follows(previous, marker))) flush();
    if (marker === undefined) result.push(entry);
    else items.push(entry);
  }
  flush();
  return result;
}

function lastParagraph(items: readonly PlacedBlock[]): { paragraph?: Paragraph } {
  const paragraph = items.at(-1)?.paragraph;
  return paragraph === undefined ? {} : { paragraph };
}

function numberOf(marker: string): number | undefined {
  const digits = /\d+/.exec(marker)?.[0];
  return digits === undefined ? undefined : Number(digits);
}

function follows(previous: string, marker: string): boolean {
  const [a, b] = [numberOf(previous), numberOf(marker)];
  if (a !== undefined || b !== undefined) return a !== undefined && b === a + 1;
  return /\w/.test(previous) === /\w/.test(marker);
}

function listOf(items: readonly PlacedBlock[]): Block | undefined {
  const [first] = items;
  const marker = first?.paragraph?.marker;
  if (marker === undefined) return undefined;
  const start = numberOf(marker);
  if (/\w/.test(marker) && items.length < 2) return undefined;
  return {
    type: 'list',
    ordered: start !== undefined,
    ...(start === undefined || start === 1 ? {} : { start }),
    ...boxOf(items),
    items: items.map(itemOf),
  };
}

function boxOf(items: readonly PlacedBlock[]): { bbox?: Bbox } {
  const bbox = unionBbox(items.flatMap(({ block }) => (block.bbox === undefined ? [] : [block.bbox])));
  return bbox === undefined ? {} : { bbox };
}

function itemOf({ block, paragraph }: PlacedBlock): ListItemBlock {
  const marker = paragraph?.marker ?? '';
  const content = withoutStart((block as TextBlock).content, marker);
  return { type: 'list_item', marker, ...(block.bbox === undefined ? {} : { bbox: block.bbox }), content };
}

/** withoutStart takes the printed mark off an item's text. */
function withoutStart(content: readonly Inline[], start: string): readonly Inline[] {
  let left = start.length;
  return content.flatMap((inline): readonly Inline[] => {
    if (left <= 0 || inline.type !== 'text') return [inline];
    const cut = Math.min(left, inline.text.length);
    left -= cut;
    const text = left > 0 ? '' : inline.text.slice(cut).trimStart();
    return text === '' ? [] : [{ ...inline, text }];
  });
}
