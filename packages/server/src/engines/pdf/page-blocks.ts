import type {
  Bbox,
  Block,
  CaptionBlock,
  EquationBlock,
  FurnitureBlock,
  ImageBlock,
  Inline,
  ListItemBlock,
  Region,
  TextBlock,
  TitleBlock,
} from '@docmill/document';
import { unionBbox } from '@docmill/document';
import { type FurnitureType, furnitureOf, isLogo, pictureMargin } from './furniture.ts';
import { inlinesOf } from './inlines.ts';
import type { FormulaText, PdfPageContent } from './page-content.ts';
import { layoutPage, type Paragraph, type PlacedPicture } from './paragraphs.ts';
import { numberingDepth, styleKey, type TitleContext, titleLevel } from './titles.ts';

/** PlacedBlock is a block with the paragraph it was made of, which decides whether it goes on elsewhere. */
export interface PlacedBlock {
  readonly block: Block;
  /** The paragraph behind it; absent for pictures. */
  readonly paragraph?: Paragraph;
}

/** PageInput is a page with what the whole document says. */
export interface PageInput extends TitleContext {
  readonly content: PdfPageContent;
}

/** blocksOfPage gives what a page consists of, typed, in reading order; paragraphs over columns and pages are not yet joined. */
export function blocksOfPage(input: PageInput): readonly PlacedBlock[] {
  const { content, statistics } = input;
  const { parts, asides } = layoutPage(content);
  const furniture = furnitureOf(parts, content, statistics);
  const placed: PlacedBlock[] = [];
  for (const part of parts) {
    if (part.type === 'picture' && part.formula !== undefined) placed.push({ block: equationOf(part, part.formula) });
    else if (part.type === 'picture') placed.push({ block: imageOf(part, input) });
    else placed.push({ block: blockOf(part, { ...input, furniture, before: placed.at(-1) }), paragraph: part });
  }
  const aside = asides.map(
    (paragraph): PlacedBlock => ({ paragraph, block: textual('aside_text', paragraph, content) }),
  );
  return [...withLists(withCaptions(withTitles(placed)), input.pageIndex), ...aside];
}

function equationOf({ bbox, asset }: PlacedPicture, { latex, text }: FormulaText): EquationBlock {
  return { type: 'equation', bbox, latex, asset, ...(latex === '' ? { text } : {}) };
}

function imageOf(picture: PlacedPicture, { content, statistics }: PageInput): ImageBlock | FurnitureBlock {
  const { bbox, asset } = picture;
  const place = pictureMargin(picture, content);
  if (place !== undefined && isLogo(place.key, statistics))
    return { type: place.margin, bbox, content: [{ type: 'image', asset }] };
  return { type: 'image', bbox, asset };
}

function contentOf(paragraph: Paragraph, { fonts, links }: PdfPageContent, plainBold = false): readonly Inline[] {
  return inlinesOf(paragraph.rows, { fonts, links, keepRows: paragraph.tabular, plainBold });
}

function textual(type: FurnitureBlock['type'], paragraph: Paragraph, content: PdfPageContent): FurnitureBlock {
  const angle = paragraph.rows[0]?.items[0]?.segment?.angle ?? 0;
  return { type, bbox: paragraph.bbox, content: contentOf(paragraph, content), ...(angle === 0 ? {} : { angle }) };
}

interface BlockInput extends PageInput {
  readonly furniture: ReadonlyMap<Paragraph, FurnitureType>;
  readonly before: PlacedBlock | undefined;
}

function blockOf(paragraph: Paragraph, input: BlockInput): Block {
  const { content, statistics } = input;
  const furniture = input.furniture.get(paragraph);
  if (furniture !== undefined) return textual(furniture, paragraph, content);
  if (isPageFootnote(paragraph, input)) return textual('page_footnote', paragraph, content);
  const level = titleLevel(paragraph, input);
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

/** Notes of the page are smaller than the body, stand in its lower half, and begin with a raised mark; what follows below in the same size belongs to them. */
function isPageFootnote({ size, rows, bbox, text }: Paragraph, { content, statistics, before }: BlockInput): boolean {
  if (size > 0.93 * statistics.bodySize || bbox[1] < 0.5 * content.height) return false;
  const first = rows[0]?.items[0]?.segment?.runs[0];
  if (/^[*†‡§¶]/.test(text) || (first !== undefined && first.rise > 0 && first.text.trim().length <= 3)) return true;
  const above = before?.block.type === 'page_footnote' ? before.paragraph : undefined;
  if (above === undefined || Math.abs(above.size - size) > 0.06 * size) return false;
  return bbox[1] > above.bbox[1] && bbox[1] - above.bbox[3] < 0.8 * size && bbox[0] < above.bbox[2];
}

/** withTitles joins the lines of one title that are set too far apart, or too unlike in length, for one paragraph. */
function withTitles(placed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  for (const entry of placed) {
    const before = result.at(-1);
    const joint = before === undefined ? undefined : joinedTitle(before, entry);
    if (joint === undefined) result.push(entry);
    else result[result.length - 1] = joint;
  }
  return result;
}

function joinedTitle(before: PlacedBlock, after: PlacedBlock): PlacedBlock | undefined {
  const [first, second] = [before.block, after.block];
  const [upper, lower] = [before.paragraph, after.paragraph];
  if (first.type !== 'title' || second.type !== 'title' || upper === undefined || lower === undefined) return undefined;
  if (first.level !== second.level || numberingDepth(lower.text) > 0 || styleKey(upper) !== styleKey(lower))
    return undefined;
  const distance = (lower.rows[0]?.baseline ?? 0) - (upper.rows.at(-1)?.baseline ?? 0);
  if (distance <= 0 || distance > 1.6 * upper.size || !isCentred(upper.bbox, lower.bbox, upper.size)) return undefined;
  const block: TitleBlock = {
    ...first,
    ...boxOf([before, after]),
    content: [...first.content, { type: 'text', text: ' ' }, ...second.content],
  };
  return { block, paragraph: { ...lower, rows: [...upper.rows, ...lower.rows], text: `${upper.text} ${lower.text}` } };
}

/** isCentred: both have their middle at the same place, or the second goes on below the first's words. */
function isCentred(upper: Bbox, lower: Bbox, size: number): boolean {
  const middle = (box: Bbox) => (box[0] + box[2]) / 2;
  return Math.abs(middle(upper) - middle(lower)) < 1.5 * size || (lower[0] > upper[0] + size && lower[0] < upper[2]);
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
function withLists(placed: readonly PlacedBlock[], pageIndex: number): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  let items: PlacedBlock[] = [];
  const flush = () => {
    const list = listOf(items, pageIndex);
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

function listOf(items: readonly PlacedBlock[], pageIndex: number): Block | undefined {
  const [first] = items;
  const marker = first?.paragraph?.marker;
  if (marker === undefined) return undefined;
  const start = numberOf(marker);
  if (/\w/.test(marker) && items.length < 2) return undefined;
  return {
    type: 'list',
    ordered: start !== undefined,
    ...(start === undefined || start === 1 ? {} : { start }),
    ...placeOf(items, pageIndex),
    items: items.map(itemOf),
  };
}

/** A list that goes on in the next column has a place in each. */
function placeOf(
  items: readonly PlacedBlock[],
  pageIndex: number,
): { readonly bbox?: Bbox; readonly regions?: readonly Region[] } {
  const columns: PlacedBlock[][] = [];
  for (const item of items) {
    const column = columns.at(-1);
    const above = column?.at(-1)?.block.bbox;
    if (column === undefined || above === undefined || (item.block.bbox?.[1] ?? 0) < above[1]) columns.push([item]);
    else column.push(item);
  }
  const boxes = columns.map((column) => boxOf(column).bbox).filter((bbox) => bbox !== undefined);
  const [first] = boxes;
  if (first === undefined) return {};
  return { bbox: first, ...(boxes.length < 2 ? {} : { regions: boxes.map((bbox) => ({ pageIndex, bbox })) }) };
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

/** withoutStart takes the printed mark off an item's text, also where it is part of a link. */
function withoutStart(content: readonly Inline[], mark: string): readonly Inline[] {
  const [first, ...rest] = content;
  if (mark === '' || first === undefined) return content;
  if (first.type === 'link') {
    const children = withoutStart(first.children, mark).filter((inline) => inline.type !== 'link');
    return children.length === 0 ? withoutBlank(rest) : [{ ...first, children }, ...rest];
  }
  if (first.type !== 'text') return content;
  const cut = Math.min(mark.length, first.text.length);
  const left = withoutStart(rest, mark.slice(cut));
  const text = first.text.slice(cut).trimStart();
  return text === '' ? withoutBlank(left) : [{ ...first, text }, ...left];
}

function withoutBlank(content: readonly Inline[]): readonly Inline[] {
  const [first, ...rest] = content;
  if (first?.type !== 'text') return content;
  const text = first.text.trimStart();
  return text === '' ? rest : [{ ...first, text }, ...rest];
}
