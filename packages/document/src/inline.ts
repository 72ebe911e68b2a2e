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

/** ImageInline is a picture inside a line (Office and web formats); `asset` is the name of an Asset of the document. */
export interface ImageInline {
  readonly type: 'image';
  readonly asset: string;
  readonly alt?: string;
}

/** Inline is the smallest node of the model: what stands inside a line. */
export type Inline = TextInline | EquationInline | CodeInline | LinkInline | ImageInline;
