import { type Block, type FootnoteBlock, type Inline, type NoteBlock, type TextBlock, textOf } from '@docmill/document';
import { endedFor, type OpenPage } from './joins.ts';
import { marksIn, noteStart, withMarks } from './note-marks.ts';
import { boxOf, type PlacedBlock, regionsOf } from './placed.ts';
import { endsSentence } from './sentences.ts';

/** NoteState is what goes on from page to page: the labels that notes have. */
export interface NoteState {
  readonly labels: Set<string>;
}

/** NoteContext is what tells notes that are not set as such: `1. See the map` in the lower part of the page, in smaller type than the text. */
export interface NoteContext {
  readonly state: NoteState;
  readonly bodySize: number;
  /** Of the page, points. */
  readonly height: number;
}

/** More notes of one page stay as they are. */
const mostNotes = 300;
const smaller = 0.96;
const lowerPart = 0.4;

/** Names of signs, for labels hold letters and digits only. */
const names: Readonly<Record<string, string>> = {
  '*': 'star',
  '†': 'dagger',
  '‡': 'ddagger',
  '§': 'section',
  '¶': 'paragraph',
  '‖': 'parallel',
  '#': 'hash',
  '※': 'komejirushi',
  注: 'note',
};

interface Note {
  readonly at: number;
  readonly key: string;
  readonly content: readonly Inline[];
}

/**
 * bindNotes binds the notes at the foot of a page to their marks in its text: the marks become note inlines, the notes get their label. A mark
 * is looked for from where that of the note before was found, for notes follow each other as their marks do; only one block that has it
 * counts, so that no other number is taken for it. A note without a mark in the text stays what it is. `before` is the page before, whose last
 * paragraph may go on here.
 */
export function bindNotes(page: OpenPage, before: OpenPage | undefined, context: NoteContext): void {
  page.placed = withWholeNotes(withNotesOfPage(page.placed), page.index, context);
  const all = page.placed.flatMap((entry, at): readonly Note[] => {
    const found = mayBeNote(entry, context) ? noteStart(entry.block.content) : undefined;
    return found === undefined || found.content.length === 0 ? [] : [{ at, ...found }];
  });
  if (all.length === 0) return;
  const notes = all.slice(0, mostNotes);
  const last = before?.placed.findLastIndex((entry) => goesOnTo(entry, page.index)) ?? -1;
  const texts = [...(before?.placed.slice(last).slice(0, last < 0 ? 0 : 1) ?? []), ...page.placed];
  const shift = texts.length - page.placed.length;
  const marks = texts.map(({ block }) => (isMarked(block) ? new Set(marksIn(block.content)) : new Set<string>()));
  const known = new Set(notes.map(({ key }) => key));
  const labels = new Map<number, Map<string, string>>();
  let from = 0;
  const bound = new Map<number, PlacedBlock>();
  for (const { at, key, content } of notes) {
    const text = placeOf(key, { marks, from, known });
    const entry = page.placed[at];
    // What is no note by its looks must at least stand behind its mark.
    if (text < 0 || entry === undefined || (entry.block.type === 'text' && text >= at + shift)) continue;
    from = text;
    const label = labelFor(key, page.index, context.state);
    labels.set(text, (labels.get(text) ?? new Map<string, string>()).set(key, label));
    const { bbox, regions } = entry.block;
    const place = { ...(bbox === undefined ? {} : { bbox }), ...(regions === undefined ? {} : { regions }) };
    bound.set(at, { ...entry, block: { type: 'page_footnote', ...place, content }, label });
  }
  const changed = texts.map((entry, text) => withLabels(entry, labels.get(text)));
  if (before !== undefined && shift > 0 && changed[0] !== undefined)
    before.placed = before.placed.with(last, changed[0]);
  page.placed = changed.slice(shift).map((entry, at) => bound.get(at) ?? entry);
}

interface MarkPlaces {
  /** The marks of each text. */
  readonly marks: readonly ReadonlySet<string>[];
  readonly from: number;
  /** Marks that have a note. */
  readonly known: ReadonlySet<string>;
}

/** placeOf finds the text that a mark stands in: one whose marks all have notes before one with others, as authors and citations have them. */
function placeOf(key: string, { marks, from, known }: MarkPlaces): number {
  const places = marks.flatMap((keys, text) => (keys.has(key) ? [text] : []));
  const whole = places.filter((text) => [...(marks[text] ?? [])].every((one) => known.has(one)));
  const [best] = [whole.filter((text) => text >= from), whole, places.filter((text) => text >= from), places].flat();
  return best ?? -1;
}

type NoteEntry = PlacedBlock & { readonly block: NoteSource | TextBlock };

function mayBeNote(entry: PlacedBlock, { bodySize, height }: NoteContext): entry is NoteEntry {
  const { block, paragraph } = entry;
  if (block.type === 'page_footnote') return true;
  if (block.type !== 'text' || paragraph === undefined || paragraph.bbox[1] < lowerPart * height) return false;
  return paragraph.size < smaller * bodySize || paragraph.rows[0]?.startsRaised === true;
}

type NoteSource = Extract<Block, { type: 'header' | 'footer' | 'page_number' | 'page_footnote' | 'aside_text' }>;

function goesOnTo({ block }: PlacedBlock, pageIndex: number): boolean {
  return block.regions?.some((region) => region.pageIndex === pageIndex) === true && isMarked(block);
}

function isMarked(block: Block): block is Extract<Block, { type: 'text' | 'title' | 'caption' | 'reference' }> {
  return ['text', 'title', 'caption', 'reference'].includes(block.type);
}

function withLabels(entry: PlacedBlock, labels: ReadonlyMap<string, string> | undefined): PlacedBlock {
  const { block } = entry;
  if (labels === undefined || !isMarked(block)) return entry;
  return { ...entry, block: { ...block, content: withMarks(block.content, labels) } };
}

/** labelFor gives a label of letters and digits; numbers that begin anew on each page, and signs, get the page's number behind them. */
function labelFor(key: string, pageIndex: number, { labels }: NoteState): string {
  const number = /\d+/.exec(key)?.[0] ?? circled(key);
  const sign = [...key.replace(/\d+/g, '')];
  const name = names[sign[0] ?? ''] ?? (/^[a-z]$/.test(key) ? key : '');
  const own = `${name}${number === undefined ? (sign.length > 1 ? sign.length : '') : number}`;
  let label = own;
  for (let copy = 0; labels.has(label); copy += 1) label = `${own}-${pageIndex + 1}${copy === 0 ? '' : `-${copy}`}`;
  labels.add(label);
  return label;
}

function circled(key: string): string | undefined {
  const code = key.codePointAt(0) ?? 0;
  return code >= 0x2460 && code <= 0x2473 ? String(code - 0x245f) : undefined;
}

/** withNotesOfPage takes from the tables above the foot of a page the notes whose marks stand in the text and not in the table. */
function withNotesOfPage(placed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  if (!placed.some(({ block }) => block.type === 'table' && block.footnotes !== undefined)) return placed;
  const text = new Set(placed.flatMap(({ block }) => (isMarked(block) ? marksIn(block.content) : [])));
  return placed.flatMap((entry): readonly PlacedBlock[] => {
    const { block } = entry;
    if (block.type !== 'table' || block.footnotes === undefined) return [entry];
    const own = new Set(block.rows.flatMap(({ cells }) => cells.flatMap(({ content }) => marksIn(content))));
    const isOfPage = ({ content }: FootnoteBlock) => {
      const key = noteStart(content)?.key;
      return key !== undefined && text.has(key) && !own.has(key);
    };
    const [theirs, kept] = [block.footnotes.filter(isOfPage), block.footnotes.filter((note) => !isOfPage(note))];
    const { footnotes: _, ...table } = block;
    const left = kept.length === 0 ? table : { ...table, footnotes: kept };
    return [
      { ...entry, block: left },
      ...theirs.map((note): PlacedBlock => ({ block: { ...note, type: 'page_footnote' } })),
    ];
  });
}

/** withWholeNotes puts paragraphs of a note that have no mark of their own to the note above, and what goes on at the foot of the next column. */
function withWholeNotes(
  placed: readonly PlacedBlock[],
  pageIndex: number,
  context: NoteContext,
): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  for (const entry of placed) {
    const last = result.findLastIndex(({ block }) => block.type === 'page_footnote');
    const note = result[last];
    if (note !== undefined && entry.block.type === 'text' && mayBeNote(entry, context) && isBroken(note, entry)) {
      const regions = [...regionsOf(note.block, pageIndex), ...regionsOf(entry.block, pageIndex)];
      result[last] = joinedNote(note, entry, { content: entry.block.content, regions });
      continue;
    }
    const above = result.at(-1);
    const [first, second] = [above?.block, entry.block];
    const isFurther = first?.type === 'page_footnote' && second.type === 'page_footnote';
    if (
      above !== undefined &&
      isFurther &&
      noteStart(second.content) === undefined &&
      noteStart(first.content) !== undefined
    )
      result[result.length - 1] = joinedNote(above, entry, { content: second.content });
    else result.push(entry);
  }
  return result;
}

/** isBroken: a note ends within a sentence, and a text in its size goes on with it. */
function isBroken({ paragraph: note }: PlacedBlock, { paragraph: text }: PlacedBlock): boolean {
  if (note === undefined || text === undefined || endsSentence(note.end) || text.marker !== undefined) return false;
  return /^\p{Ll}/u.test(text.text) && Math.abs(note.size - text.size) < 0.06 * note.size;
}

function joinedNote(
  above: PlacedBlock,
  entry: PlacedBlock,
  { content, regions }: Pick<NoteSource, 'content' | 'regions'>,
): PlacedBlock {
  const first = above.block as NoteSource;
  const end: readonly Inline[] = isBroken(above, entry)
    ? endedFor(first.content, textOf(content))
    : [...first.content, { type: 'text', text: '\n' }];
  const place = regions === undefined ? boxOf([above, entry]) : { regions };
  const block = { ...first, ...place, content: [...end, ...content] };
  const { paragraph } = above;
  return { ...above, block, ...(paragraph && { paragraph: { ...paragraph, end: entry.paragraph?.end ?? '' } }) };
}

/** noteOf makes a note of the foot of the page a note that marks lead to. */
export function noteOf({ block, label }: PlacedBlock): Block {
  if (label === undefined || block.type !== 'page_footnote') return block;
  const note: NoteBlock = { ...block, type: 'note', label };
  return note;
}
