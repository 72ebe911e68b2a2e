/** Style is a character style that a run of text carries. `superscript` and `subscript` exclude each other. */
export type Style = 'bold' | 'italic' | 'underline' | 'strikethrough' | 'superscript' | 'subscript';

/** TextInline is a run of plain characters in one set of styles; `text` is never empty. A line break is `\n`. */
export interface TextInline {
  readonly type: 'text';
  readonly text: string;
  readonly styles?: readonly Style[];
}

/** EquationInline is a formula inside a line, as LaTeX without delimiters. */
export interface EquationInline {
  readonly type: 'equation';
  readonly latex: string;
}

/** CodeInline is a piece of program text inside a line. */
export interface CodeInline {
  readonly type: 'code';
  readonly text: string;
}

/** LinkInline is a hyperlink; links do not nest. */
export interface LinkInline {
  readonly type: 'link';
  readonly url: string;
  readonly children: readonly Exclude<Inline, LinkInline>[];
}

/** PictureSource is where a picture is: among the assets of the document, or elsewhere at an address that nobody has looked at. */
export type PictureSource =
  | { readonly asset: string; readonly url?: never }
  /** As the file has it: absolute, or relative to the place that the file came from. */
  | { readonly url: string; readonly asset?: never };

/** pictureSourceOf gives where the picture of a block is; undefined when only its words are known. */
export function pictureSourceOf({
  asset,
  url,
}: {
  readonly asset?: string;
  readonly url?: string;
}): PictureSource | undefined {
  if (asset !== undefined) return { asset };
  return url === undefined ? undefined : { url };
}

/** ImageInline is a picture inside a line (Office and web formats). */
export type ImageInline = PictureSource & {
  readonly type: 'image';
  readonly alt?: string;
};

/** NoteInline is the mark of a note, whose text is the note block with the same label. */
export interface NoteInline {
  readonly type: 'note';
  readonly label: string;
}

/** Inline is the smallest node of the model: what stands inside a line. */
export type Inline = TextInline | EquationInline | CodeInline | LinkInline | ImageInline | NoteInline;
