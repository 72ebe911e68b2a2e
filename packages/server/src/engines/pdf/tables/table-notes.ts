import type { Bbox, CaptionBlock, FootnoteBlock, Inline, TableBlock } from '@docmill/document';
import { captionStart, isCaption } from '../captions.ts';
import { uprightBox } from '../page-layout.ts';
import type { PlacedBlock } from '../placed.ts';

/** Captions stand this close to their table, notes a little closer, in sizes of their text. */
const captionReach = 3.2;
const noteReach = 2.4;
/** A caption may have its label on a line of its own; more paragraphs than two are none. */
const captionParts = 2;
const mostNotes = 8;

/** Words that such notes begin with: English, German, French, Spanish and Portuguese, Italian, Dutch, Nordic, Polish, Czech, Hungarian, Romanian, Turkish, Malay, Vietnamese, Greek, Cyrillic, Arabic and Persian, Hebrew, Hindi, Thai, Chinese, Japanese, Korean. */
const noteWords =
  'sources?|notes?|n\\.?\\s?b|legend|key|abbreviations?|quellen?|anmerkung(?:en)?|hinweise?|remarques?|légende|fuentes?|notas?|fonti?|fontes?|bron|opmerking|källa|anm|kilde|lähde|huom|źródło|uwaga|zdroj|poznámka|forrás|megjegyzés|surs[aă]|notă|kaynak|not|sumber|catatan|nguồn|ghi chú|chú thích|πηγή|σημείωση|источник|примечани[ея]|джерело|примітка|المصدر|ملاحظ(?:ة|ات)|منبع|یادداشت|מקור|הערה|הערות|स्रोत|टिप्पणी|नोट|ที่มา|หมายเหตุ|注|註|注释|资料来源|数据来源|資料來源|来源|說明|说明|出典|資料|備考|출처|자료|주';

/** noteStart tells how the notes of a table begin. */
export const noteStart = new RegExp(
  `^(?:\\(?(?:${noteWords})\\.?\\s*[:：.)(]|[*†‡§¶#]|\\(?[a-z1-9¹²³⁴⁵⁶⁷⁸⁹*]\\)\\s|[¹²³⁴⁵⁶⁷⁸⁹])`,
  'iu',
);

/** withTableNotes binds to each table its caption, above or else below, and the notes right below it; above a turned table is beside it. */
export function withTableNotes(blocks: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const taken = new Set<number>();
  const result = [...blocks];
  const turned = new Map<TableBlock['angle'], readonly PlacedBlock[]>();
  blocks.forEach(({ block }, at) => {
    if (block.type !== 'table') return;
    const { angle } = block;
    const placed = angle === undefined ? blocks : (turned.get(angle) ?? blocks.map((one) => uprightBlock(one, angle)));
    turned.set(angle, placed);
    const above = captionAbove(placed, at, taken);
    const notes = notesBelow(placed, at + 1);
    const behind = at + 1 + notes.length;
    const below = above.length === 0 && isOwnCaption(placed, behind, at) ? [behind] : [];
    const later = below.length === 0 ? [] : notesBelow(placed, behind + 1);
    const captions = [...above, ...below];
    const footnotes = [...notes.map((_, index) => at + 1 + index), ...later.map((_, index) => behind + 1 + index)];
    for (const index of [...captions, ...footnotes]) taken.add(index);
    result[at] = { ...result[at], block: withParts(block, { placed: blocks, captions, footnotes }) };
  });
  return result.filter((_, at) => !taken.has(at));
}

/** uprightBlock gives a block with its box as it lies to those who read text of an angle; only distances between such boxes mean something. */
function uprightBlock(entry: PlacedBlock, angle: NonNullable<TableBlock['angle']>): PlacedBlock {
  const { bbox } = entry.block;
  return bbox === undefined ? entry : { ...entry, block: { ...entry.block, bbox: uprightBox(bbox, noSize, angle) } };
}

const noSize = { width: 0, height: 0 };

interface Parts {
  readonly placed: readonly PlacedBlock[];
  readonly captions: readonly number[];
  readonly footnotes: readonly number[];
}

function withParts(block: TableBlock, { placed, captions, footnotes }: Parts): TableBlock {
  const part = <Type extends 'caption' | 'footnote'>(type: Type, index: number) => {
    const bbox = placed[index]?.block.bbox;
    return { type, ...(bbox === undefined ? {} : { bbox }), content: contentAt(placed, index) };
  };
  const heads = captions.map((index): CaptionBlock => part('caption', index));
  const feet = footnotes.map((index): FootnoteBlock => part('footnote', index));
  return {
    ...block,
    ...(heads.length === 0 ? {} : { captions: heads }),
    ...(feet.length === 0 ? {} : { footnotes: feet }),
  };
}

function contentAt(placed: readonly PlacedBlock[], index: number): readonly Inline[] {
  const block = placed[index]?.block;
  return block !== undefined && 'content' in block ? block.content : [];
}

/**
 * captionAbove gives the paragraphs right above a table that are its caption: one, or a label and what follows it. They are looked for by
 * their place: a short caption over a table as wide as the page reads like the end of the first column.
 */
function captionAbove(placed: readonly PlacedBlock[], at: number, taken: ReadonlySet<number>): readonly number[] {
  let below = placed[at]?.block.bbox;
  const indexes: number[] = [];
  while (below !== undefined && indexes.length < captionParts) {
    const index = rightAbove(placed, below, taken);
    if (index === undefined) return [];
    indexes.unshift(index);
    const text = textAt(placed, index);
    const start = captionStart(text);
    if (start?.kind === 'table' && isCaption(text)) return indexes;
    if (start !== undefined || (placed[index]?.paragraph?.rows.length ?? 9) > 3) return [];
    below = placed[index]?.block.bbox;
  }
  return [];
}

/** rightAbove finds the text that ends nearest above a box. */
function rightAbove(placed: readonly PlacedBlock[], box: Bbox, taken: ReadonlySet<number>): number | undefined {
  let best: { readonly index: number; readonly gap: number } | undefined;
  placed.forEach((entry, index) => {
    const own = entry.block.bbox;
    if (own === undefined || taken.has(index) || own[1] >= box[1] || !isText(entry)) return;
    if (!isClose(entry, box, captionReach)) return;
    const gap = box[1] - own[3];
    if (best === undefined || gap < best.gap) best = { index, gap };
  });
  return best?.index;
}

/** isOwnCaption: a caption below a table that does not belong to another one behind it. */
function isOwnCaption(placed: readonly PlacedBlock[], index: number, at: number): boolean {
  const text = textAt(placed, index);
  const bbox = placed[at]?.block.bbox;
  if (bbox === undefined || !isText(placed[index]) || captionStart(text)?.kind !== 'table' || !isCaption(text))
    return false;
  const next = placed[index + 1]?.block;
  const nearer =
    next?.type === 'table' &&
    next.bbox !== undefined &&
    distance(placed[index], next.bbox) < distance(placed[index], bbox);
  return !nearer && isClose(placed[index], bbox, captionReach);
}

/** notesBelow gives the paragraphs from `start` on that are notes of the table above them. */
function notesBelow(placed: readonly PlacedBlock[], start: number): readonly PlacedBlock[] {
  const notes: PlacedBlock[] = [];
  for (let index = start; index < placed.length && notes.length < mostNotes; index += 1) {
    const entry = placed[index];
    const above = placed[index - 1]?.block.bbox;
    if (entry === undefined || above === undefined || !isClose(entry, above, noteReach)) break;
    if (!(isText(entry) || entry.block.type === 'page_footnote') || !startsAsNote(entry)) break;
    notes.push(entry);
  }
  return notes;
}

function startsAsNote({ paragraph }: PlacedBlock): boolean {
  if (paragraph === undefined || captionStart(paragraph.text) !== undefined) return false;
  const first = paragraph.rows[0]?.items[0]?.segment?.runs[0];
  const raised = first !== undefined && first.rise > 0 && first.text.trim().length <= 3;
  return raised || noteStart.test(paragraph.text);
}

function isText(entry: PlacedBlock | undefined): boolean {
  return entry?.paragraph !== undefined && ['text', 'title', 'caption', 'reference'].includes(entry.block.type);
}

function textAt(placed: readonly PlacedBlock[], index: number): string {
  return placed[index]?.paragraph?.text ?? '';
}

/** distance between a block and a box, up or down, points. */
function distance({ block }: Partial<PlacedBlock> = {}, box: Bbox): number {
  const own = block?.bbox ?? [0, 0, 0, 0];
  return Math.max(box[1] - own[3], own[1] - box[3], 0);
}

function isClose(entry: PlacedBlock | undefined, box: Bbox, reach: number): boolean {
  const own = entry?.block.bbox;
  // What stands at the margin may belong to a table in the middle of its column.
  const [left, right] = [
    Math.min(own?.[0] ?? 0, entry?.paragraph?.column[0] ?? Infinity),
    Math.max(own?.[2] ?? 0, entry?.paragraph?.column[1] ?? 0),
  ];
  if (own === undefined || Math.min(right, box[2]) <= Math.max(left, box[0])) return false;
  return distance(entry, box) < reach * (entry?.paragraph?.size ?? 10);
}
