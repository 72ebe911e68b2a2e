import type {
  Block,
  CaptionBlock,
  CodeBlock,
  FootnoteBlock,
  FurnitureBlock,
  ListBlock,
  ReferenceBlock,
  TextBlock,
} from '../block.ts';
import { type MarkdownOptions, renderMarkdownPage } from '../render/markdown.ts';
import { isRepeatable } from '../render/pipe-table.ts';
import { textOf } from '../visit.ts';
import { splitInlines } from './split-inlines.ts';
import { splitTable } from './split-table.ts';
import { type Limit, splitText } from './split-text.ts';

/** Piece is a text with the block, or the part of a block, that it shows and whose place it has. */
export interface Piece {
  readonly text: string;
  readonly shown: Block;
}

/** piecesOf gives a block as Markdown in pieces within a limit; only a table's row is never cut, whatever its size. */
export function piecesOf(block: Block, limit: Limit, options: MarkdownOptions): readonly Piece[] {
  const render = (one: Block) => renderPiece(one, options);
  const fits = (text: string) => limit.measure(text) <= limit.maxSize;
  const whole = render(block);
  const showing = (shown: Block) => (text: string) => ({ text, shown });
  if (whole === '') return [];
  if (fits(whole)) return [{ text: whole, shown: block }];
  switch (block.type) {
    case 'table': {
      // What the whole would swell to, parts of it would together.
      const tables = options.tables === 'repeat' && !isRepeatable(block) ? 'html' : options.tables;
      const write = (part: Block) => renderPiece(part, { ...options, ...(tables === undefined ? {} : { tables }) });
      return splitTable(block, (part) => fits(write(part))).map((part) => ({ text: write(part), shown: part }));
    }
    case 'list':
      return splitList(block).flatMap((list) => piecesOfItem(list, limit, render).map(showing(placedItem(list))));
    case 'code':
      return splitCode(block, limit, render).map(showing(block));
    case 'text':
    case 'caption':
    case 'footnote':
    case 'reference':
    case 'page_footnote':
      return splitLine(block, limit, render).map(showing(block));
    default:
      return splitText(whole, limit).map(showing(block));
  }
}

type Line = TextBlock | CaptionBlock | FootnoteBlock | ReferenceBlock | FurnitureBlock;

/** What marks and addresses take is allowed for by its share in the whole; a part with more than its share is cut once more. */
function splitLine(block: Line, limit: Limit, render: (block: Block) => string): readonly string[] {
  const share = limit.measure(textOf(block.content)) / limit.measure(render(block));
  const maxSize = Math.max(1, Math.floor(limit.maxSize * Math.min(1, share)));
  return splitInlines(block.content, { ...limit, maxSize })
    .map((content) => render({ ...block, content }))
    .flatMap((text) => (text === '' || limit.measure(text) <= limit.maxSize ? [text] : splitText(text, limit)))
    .filter((text) => text !== '');
}

function renderPiece(block: Block, options: MarkdownOptions): string {
  return renderMarkdownPage({ index: 0, blocks: [block] }, options).trimEnd();
}

/** An item has a place of its own where it says its page, or is on that of the list. */
function placedItem(list: ListBlock): Block {
  const [item] = list.items;
  const isPlaced = item?.regions !== undefined || (list.regions === undefined && item?.bbox !== undefined);
  return item !== undefined && isPlaced ? item : list;
}

/** splitList gives a list for each item, that of an ordered one with its number. */
function splitList(list: ListBlock): readonly ListBlock[] {
  return list.items.map((item, at) => ({
    ...list,
    ...(list.ordered ? { start: (list.start ?? 1) + at } : {}),
    items: [item],
  }));
}

function piecesOfItem(item: ListBlock, limit: Limit, render: (block: Block) => string): readonly string[] {
  const text = render(item);
  return limit.measure(text) <= limit.maxSize ? [text] : splitText(text, limit);
}

/** Each part of code has a fence of its own. */
function splitCode(code: CodeBlock, limit: Limit, render: (block: Block) => string): readonly string[] {
  const { captions = [], footnotes = [], ...plain } = code;
  const fence = limit.measure(render(plain)) - limit.measure(plain.text);
  const parts = splitLines(code.text, { ...limit, maxSize: Math.max(1, limit.maxSize - fence) });
  const notes = [...captions, ...footnotes].map(render).filter((text) => text !== '');
  return [...parts.map((text) => render({ ...plain, text })), ...notes.flatMap((text) => splitText(text, limit))];
}

/** Unlike prose, code keeps the blanks at the edges of its parts. */
function splitLines(text: string, { maxSize, measure }: Limit): readonly string[] {
  const parts: string[] = [];
  let [size, lines]: [number, string[]] = [0, []];
  const end = () => {
    if (lines.some((line) => line.trim() !== '')) parts.push(lines.join('\n'));
    [size, lines] = [0, []];
  };
  for (const line of text.split('\n')) {
    // The end of a line counts as a character, and as no token.
    const more = measure(`${line}\n`);
    if (size + more > maxSize) end();
    if (more > maxSize) parts.push(...splitText(line, { maxSize, measure }));
    else {
      lines.push(line);
      size += more;
    }
  }
  end();
  return parts;
}
