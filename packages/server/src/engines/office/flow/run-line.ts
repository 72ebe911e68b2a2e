import type { Inline, Style } from '@docmill/document';
import { Line, type Link, type PlainInline } from '../../building/line.ts';

/** RunManner says how a run of text is written: its styles, the link it stands in, and what says that it is program text, if anything. */
export interface RunManner {
  readonly styles: readonly Style[];
  readonly code: 'style' | 'font' | undefined;
  readonly link: Link | undefined;
}

type Piece =
  | { readonly inline: PlainInline; readonly link: Link | undefined }
  | ({ readonly text: string } & RunManner);

/** RunLine gathers the runs of one paragraph of an office file, whose blanks and breaks all count. */
export class RunLine {
  private pieces: Piece[] = [];
  private raw = '';
  /** Whether anything but program text was seen. */
  private hasProse = false;

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  /** The text with its tabs and blanks, when all of the paragraph is program text. */
  get code(): string | undefined {
    return this.raw.trim() !== '' && !this.hasProse ? this.raw : undefined;
  }

  get endsInBlank(): boolean {
    return /\s$/.test(this.raw);
  }

  add(inline: PlainInline, link: Link | undefined): void {
    if (inline.type !== 'note') this.hasProse = true;
    this.pieces.push({ inline, link });
  }

  text(text: string, manner: RunManner): void {
    if (text === '') return;
    this.raw += text;
    if (manner.code === undefined && text.trim() !== '') this.hasProse = true;
    const shown = text.replaceAll('\t', ' ').replace(/[\u00ad\u200b\ufeff]/g, '');
    if (shown !== '') this.pieces.push({ ...manner, text: shown });
  }

  /** take gives what was gathered since the last call. */
  take(): readonly Inline[] {
    const line = new Line();
    for (const piece of this.pieces) {
      if ('inline' in piece) line.add(piece.inline, piece.link);
      // A line all in a font of fixed width, as in an item of a list, is set that way and no piece of a program.
      else line.add(inlineOf(piece, piece.code === 'style' || (piece.code === 'font' && this.hasProse)), piece.link);
    }
    this.pieces = [];
    return line.take();
  }
}

function inlineOf({ text, styles, link }: { readonly text: string } & RunManner, isCode: boolean): PlainInline {
  if (isCode && text !== '\n') return { type: 'code', text };
  // A link is underlined anyway.
  const shown = link === undefined ? styles : styles.filter((style) => style !== 'underline');
  return shown.length === 0 ? { type: 'text', text } : { type: 'text', text, styles: shown };
}

/** CharacterLook is the look of characters in any of the formats. */
export interface CharacterLook {
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly underline?: boolean | undefined;
  readonly strike?: boolean | undefined;
  readonly vertical?: 'superscript' | 'subscript' | 'baseline' | undefined;
}

/** stylesOf gives the styles of a look. */
export function stylesOf({ bold, italic, underline, strike, vertical }: CharacterLook): readonly Style[] {
  const styles: Style[] = [];
  if (bold) styles.push('bold');
  if (italic) styles.push('italic');
  if (underline) styles.push('underline');
  if (strike) styles.push('strikethrough');
  if (vertical === 'superscript' || vertical === 'subscript') styles.push(vertical);
  return styles;
}
