import { readFile } from 'node:fs/promises';
import type { Block, Page } from '@docmill/document';
import { AppError } from '#errors';
import { Flow } from '../flow/flow.ts';
import type { Reader } from '../reader.ts';
import { openCompoundFile } from './compound-file.ts';

/** Records of PowerPoint 97 to 2003 (MS-PPT 2.13.24). */
const record = { lists: 4_080, slide: 1_011, kind: 3_999, wide: 4_000, narrow: 4_008, places: 6_002, show: 1_017 };
/** Kinds of text that are titles. */
const titles: ReadonlySet<number> = new Set([0, 6]);

/** readPowerPointBinary reads what it can of PowerPoint 97 to 2003: titles and text, slide by slide. */
export const readPowerPointBinary: Reader = async ({ path, signal }) => {
  const file = openCompoundFile(await readFile(path, { signal }));
  if (file.stream('EncryptedSummary') !== undefined) throw new AppError('password_required');
  const stream = file.stream('PowerPoint Document');
  if (stream === undefined) throw new AppError('file_corrupt', { params: { reason: 'it has no slides' } });
  const pages = slidesIn(stream).map((blocks, index): Page => ({ index, kind: 'slide', blocks }));
  return { pages, metadata: {}, warnings: [] };
};

interface Text {
  readonly kind: number;
  readonly text: string;
}

interface Slide {
  /** Number of the record that draws it. */
  readonly id: number;
  readonly texts: Text[];
}

/** The texts of placeholders stand in a list of all slides, those of other shapes in the slide itself. */
function slidesIn(stream: Buffer): readonly (readonly Block[])[] {
  const slides: Slide[] = [];
  const places = new Map<number, number>();
  let inList = false;
  let kind = 1;
  for (const { type, instance, body } of recordsIn(stream)) {
    // List 0 is that of the slides; others are of masters and notes.
    if (type === record.lists) inList = instance === 0;
    else if (type === record.places) addPlaces(body, places);
    else if (!inList) continue;
    else if (type === record.slide && body.byteLength >= 4) slides.push({ id: body.readUInt32LE(0), texts: [] });
    else if (type === record.kind && body.byteLength >= 4) kind = body.readUInt32LE(0);
    else addText(slides.at(-1)?.texts, kind, { type, body });
  }
  return slides.flatMap(({ id, texts }) => {
    const drawn = drawnTexts(stream, places.get(id));
    return drawn === undefined ? [] : [blocksOf([...texts, ...drawn])];
  });
}

/** Where each record of the file lies: runs of offsets, each with the first number and how many follow. */
function addPlaces(body: Buffer, places: Map<number, number>): void {
  for (let at = 0; at + 4 <= body.byteLength; ) {
    const head = body.readUInt32LE(at);
    const count = head >>> 20;
    for (let next = 0; next < count && at + 8 + next * 4 <= body.byteLength; next += 1)
      places.set((head & 0xfffff) + next, body.readUInt32LE(at + 4 + next * 4));
    at += 4 + count * 4;
  }
}

/** drawnTexts gives the texts of a slide's own shapes; undefined for a hidden slide. */
function drawnTexts(stream: Buffer, place: number | undefined): readonly Text[] | undefined {
  if (place === undefined || place + 8 > stream.byteLength) return [];
  const texts: Text[] = [];
  let kind = 4;
  for (const { type, body } of recordsIn(stream.subarray(place + 8, place + 8 + stream.readUInt32LE(place + 4)))) {
    if (type === record.show && body.byteLength >= 12 && (body.readUInt16LE(10) & 4) !== 0) return undefined;
    if (type === record.kind && body.byteLength >= 4) kind = body.readUInt32LE(0);
    else addText(texts, kind, { type, body });
  }
  return texts;
}

function addText(texts: Text[] | undefined, kind: number, { type, body }: { type: number; body: Buffer }): void {
  if (type === record.wide) texts?.push({ kind, text: body.toString('utf16le') });
  else if (type === record.narrow) texts?.push({ kind, text: body.toString('latin1') });
}

/** The title comes first, wherever it lies. */
function blocksOf(texts: readonly Text[]): readonly Block[] {
  const flow = new Flow();
  for (const { kind, text } of texts.toSorted((a, b) => Number(titles.has(b.kind)) - Number(titles.has(a.kind)))) {
    if (titles.has(kind)) flow.add({ kind: 'title', level: 1, content: contentOf(text.replace(/[\r\v]+/g, ' ')) });
    else
      for (const line of text.split('\r')) flow.add({ kind: 'text', content: contentOf(line.replaceAll('\v', '\n')) });
  }
  return flow.take();
}

function contentOf(text: string) {
  return text.trim() === '' ? [] : [{ type: 'text' as const, text: text.trim() }];
}

interface PptRecord {
  readonly type: number;
  readonly instance: number;
  readonly body: Buffer;
}

/** recordsIn walks records; a container is followed by what it holds. */
function* recordsIn(stream: Buffer): Generator<PptRecord> {
  let at = 0;
  while (at + 8 <= stream.byteLength) {
    const head = stream.readUInt16LE(at);
    const length = (head & 0xf) === 0xf ? 0 : stream.readUInt32LE(at + 4);
    yield { type: stream.readUInt16LE(at + 2), instance: head >>> 4, body: stream.subarray(at + 8, at + 8 + length) };
    at += 8 + length;
  }
}
