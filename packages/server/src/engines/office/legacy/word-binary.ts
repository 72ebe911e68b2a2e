import { readFile } from 'node:fs/promises';
import type { Block, Inline, RowNode } from '@docmill/document';
import { AppError } from '#errors';
import { cellNode } from '../flow/cells.ts';
import { Flow, type Paragraph } from '../flow/flow.ts';
import type { Reader } from '../reader.ts';
import { openCompoundFile } from './compound-file.ts';
import { type ParagraphProperties, paragraphProperties } from './word-paragraphs.ts';
import { type Piece, textOfPieces } from './word-pieces.ts';

/** readWordBinary reads what it can of Word 97 to 2003: text, headings, items of lists and tables, without pictures, notes and styles. */
export const readWordBinary: Reader = async ({ path, signal }) => {
  const data = await readFile(path, { signal });
  const file = openCompoundFile(data);
  const word = file.stream('WordDocument');
  if (word === undefined || word.byteLength < 426)
    throw new AppError('file_corrupt', { params: { reason: 'it has no text' } });
  const flags = word.readUInt16LE(10);
  if ((flags & 0x100) !== 0) throw new AppError('password_required');
  const table = file.stream((flags & 0x200) === 0 ? '0Table' : '1Table');
  if (table === undefined) throw new AppError('file_corrupt', { params: { reason: 'it has no table stream' } });
  const pieces = textOfPieces(word, table);
  return {
    pages: [{ index: 0, blocks: blocksOf(pieces, paragraphProperties(word, table)) }],
    metadata: {},
    warnings: [],
  };
};

function blocksOf(pieces: readonly Piece[], propertiesAt: ReturnType<typeof paragraphProperties>): readonly Block[] {
  const body = new BodyBuilder();
  for (const paragraph of paragraphsOf(pieces)) body.add(paragraph, propertiesAt(paragraph.offset));
  return body.take();
}

/** BodyBuilder puts paragraphs into tables and between them. */
class BodyBuilder {
  private readonly flow = new Flow();
  private cell = new Flow();
  private cells: (readonly Block[])[] = [];
  private rows: RowNode[] = [];

  add({ text, end }: BinaryParagraph, properties: ParagraphProperties): void {
    const content = text.trim() === '' ? [] : [{ type: 'text' as const, text: text.trim() }];
    if (end === '\x07' && properties.endsRow) this.endRow();
    else if (end === '\x07') {
      this.cell.add({ kind: 'text', content });
      this.cells.push(this.cell.take());
      this.cell = new Flow();
    } else {
      if (!properties.inTable) this.endTable();
      (properties.inTable ? this.cell : this.flow).add(paragraphOf(content, properties));
    }
  }

  take(): readonly Block[] {
    this.endTable();
    return this.flow.take();
  }

  private endRow(): void {
    if (this.cells.length > 0) this.rows.push({ cells: this.cells.map((blocks) => cellNode(blocks, {})) });
    this.cells = [];
    this.cell = new Flow();
  }

  private endTable(): void {
    if (this.cells.length > 0) this.endRow();
    if (this.rows.length > 0) this.flow.block({ type: 'table', rows: this.rows });
    this.rows = [];
  }
}

function paragraphOf(content: readonly Inline[], { heading, isItem, level }: ParagraphProperties): Paragraph {
  if (heading !== undefined) return { kind: 'title', level: heading + 1, content };
  return isItem
    ? { kind: 'item', content, entry: { list: 'list', level, indent: level * 36 } }
    : { kind: 'text', content };
}

interface BinaryParagraph {
  readonly text: string;
  readonly end: string;
  /** Where its mark lies in the stream, which is what properties are found by. */
  readonly offset: number;
}

/** Paragraphs and cells end with a mark; the code of fields and marks of pictures and notes are no text. */
function paragraphsOf(pieces: readonly Piece[]): readonly BinaryParagraph[] {
  const paragraphs: BinaryParagraph[] = [];
  let text = '';
  const fields: boolean[] = [];
  for (const piece of pieces) {
    for (let at = 0; at < piece.text.length; at += 1) {
      const letter = piece.text[at] ?? '';
      if (letter === '\x13') fields.push(true);
      else if (letter === '\x14') fields[fields.length - 1] = false;
      else if (letter === '\x15') fields.pop();
      else if (letter === '\r' || letter === '\x07' || letter === '\x0c') {
        paragraphs.push({ text, end: letter, offset: piece.offset + at * piece.width });
        text = '';
      } else if (!fields.includes(true)) text += shownAs(letter);
    }
  }
  if (text.trim() !== '') paragraphs.push({ text, end: '\r', offset: -1 });
  return paragraphs;
}

function shownAs(letter: string): string {
  if (letter === '\x0b' || letter === '\x0e') return '\n';
  if (letter === '\x1e') return '-';
  if (letter === '\t' || letter === '\xa0') return ' ';
  return letter < ' ' ? '' : letter;
}
