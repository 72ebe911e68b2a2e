import { z } from 'zod';
import { type Block, isFurniture, type TitleBlock } from '../block.ts';
import type { Page } from '../document.ts';
import type { Bbox } from '../geometry.ts';
import type { MarkdownOptions } from '../render/markdown.ts';
import { joinerAfter } from '../render/paragraphs.ts';
import { textOf } from '../visit.ts';
import { countTokens, measureIn, type SizeUnit } from './measure.ts';
import { type Piece, piecesOf } from './pieces.ts';

/** PassageOptions of a cut. */
export interface PassageOptions extends Pick<MarkdownOptions, 'imageLink' | 'tables' | 'furniture'> {
  /** Largest size of a passage; a single row of a table may be larger. Default 512. */
  readonly maxSize?: number;
  /** What the size is counted in; tokens are estimated. Default `tokens`. */
  readonly unit?: SizeUnit;
}

const bbox = z.tuple([z.number(), z.number(), z.number(), z.number()]).readonly();

/** passageSchema is one line of `passages.jsonl`. */
const passageSchema = z.strictObject({
  /** From 0, in reading order. */
  index: z.int().nonnegative(),
  /** Markdown, without the headings above it. */
  text: z.string().min(1),
  /** The headings above the passage, outermost first. */
  titles: z.array(z.string()).readonly(),
  /** Pages that it stands on, from 1, rising. */
  pageNumbers: z.array(z.int().positive()).readonly(),
  /** Where it stands, in points, on pages with a layout. */
  boxes: z.array(z.strictObject({ pageNumber: z.int().positive(), bbox })).readonly(),
  characters: z.int().nonnegative(),
  /** Estimated, rather too many than too few. */
  tokens: z.int().nonnegative(),
});

/** Passage is a piece of a document for retrieval: text under its headings, with its place. */
export type Passage = z.infer<typeof passageSchema>;

/** passageJsonSchema gives the JSON Schema (draft 2020-12) of a line of `passages.jsonl`. */
export function passageJsonSchema(): Record<string, unknown> {
  return {
    $id: 'urn:docmill:passage:1',
    ...(z.toJSONSchema(passageSchema, { io: 'input' }) as Record<string, unknown>),
  };
}

/** toPassages cuts pages into passages: a heading begins a new one, and so does what no longer fits. Of furniture there are the notes of the page, where
 * `furniture` keeps them. */
export async function* toPassages(
  pages: AsyncIterable<Page> | Iterable<Page>,
  { maxSize = 512, unit = 'tokens', ...markdown }: PassageOptions = {},
): AsyncGenerator<Passage> {
  const limit = { maxSize: Math.max(1, maxSize), measure: measureIn(unit) };
  const cutter = new Cutter(limit.maxSize, limit.measure);
  for await (const page of pages) {
    for (const block of page.blocks) {
      // Notes of the page are left to the option; what else repeats around the body answers no question.
      if (isFurniture(block) && block.type !== 'page_footnote') continue;
      if (block.type === 'title') yield* cutter.title(block, placesOf(block, page.index));
      else yield* cutter.add(piecesOf(block, limit, markdown), { pageIndex: page.index, block });
    }
  }
  yield* cutter.end();
}

/** streamPassages writes passages as JSON, one a line. */
export async function* streamPassages(
  pages: AsyncIterable<Page> | Iterable<Page>,
  options: PassageOptions = {},
): AsyncGenerator<string> {
  for await (const passage of toPassages(pages, options)) yield `${JSON.stringify(passage)}\n`;
}

interface Place {
  readonly pageNumber: number;
  readonly bbox?: Bbox;
}

function placesOf(block: Block, pageIndex: number): readonly Place[] {
  if (block.regions !== undefined)
    return block.regions.map((region) => ({ pageNumber: region.pageIndex + 1, bbox: region.bbox }));
  return [{ pageNumber: pageIndex + 1, ...(block.bbox === undefined ? {} : { bbox: block.bbox }) }];
}

interface Heading {
  readonly level: number;
  readonly text: string;
  readonly places: readonly Place[];
  /** Something stands below it already. */
  used: boolean;
}

/** Cutter gathers pieces into passages. */
class Cutter {
  private readonly maxSize: number;
  private readonly measure: (text: string) => number;
  private headings: Heading[] = [];
  private text = '';
  private size = 0;
  private places: Place[] = [];
  private count = 0;

  constructor(maxSize: number, measure: (text: string) => number) {
    this.maxSize = maxSize;
    this.measure = measure;
  }

  /** A heading that nothing stands below is a passage of its own: no words are lost. */
  *title({ level, content }: TitleBlock, places: readonly Place[]): Generator<Passage> {
    yield* this.flush();
    const text = textOf(content).replace(/\s+/g, ' ').trim();
    if (text === '') return;
    yield* this.leave(level);
    for (const heading of this.headings) heading.used = true;
    this.headings.push({ level, text, places, used: false });
  }

  *add(
    pieces: readonly Piece[],
    { pageIndex, block }: { readonly pageIndex: number; readonly block: Block },
  ): Generator<Passage> {
    for (const [at, { text: piece, shown }] of pieces.entries()) {
      const joiner = this.joinerBefore(block, at);
      const size = this.measure(joiner + piece);
      if (this.text !== '' && this.size + size > this.maxSize) yield* this.flush();
      for (const heading of this.headings) heading.used = true;
      this.size += this.text === '' ? this.measure(piece) : size;
      this.text += this.text === '' ? piece : joiner + piece;
      for (const place of placesOf(shown, pageIndex)) this.places.push(place);
    }
  }

  private joinerBefore(block: Block, at: number): string {
    if (block.type === 'list_item' || (block.type === 'list' && at > 0)) return '\n';
    return block.type === 'text' && block.continuesPrevious ? joinerAfter(this.text) : '\n\n';
  }

  *end(): Generator<Passage> {
    yield* this.flush();
    yield* this.leave(1);
  }

  private *leave(level: number): Generator<Passage> {
    for (let last = this.headings.at(-1); last !== undefined && last.level >= level; last = this.headings.at(-1)) {
      this.headings.pop();
      if (!last.used) yield this.passage(last.text, last.places);
    }
  }

  private *flush(): Generator<Passage> {
    if (this.text === '') return;
    yield this.passage(this.text, this.places);
    this.text = '';
    this.size = 0;
    this.places = [];
  }

  private passage(text: string, places: readonly Place[]): Passage {
    const boxes = new Map(
      places.flatMap(({ pageNumber, bbox: box }) =>
        box === undefined ? [] : [[`${pageNumber} ${box}`, { pageNumber, bbox: box }] as const],
      ),
    );
    this.count += 1;
    return {
      index: this.count - 1,
      text,
      titles: this.headings.map((heading) => heading.text),
      pageNumbers: [...new Set(places.map(({ pageNumber }) => pageNumber))].sort((a, b) => a - b),
      boxes: [...boxes.values()],
      characters: text.length,
      tokens: countTokens(text),
    };
  }
}
