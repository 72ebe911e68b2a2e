import type { CharacterLook } from '../flow/run-line.ts';

/** Destination is what the text of a group is for. */
export type Destination =
  | 'text'
  | 'skip'
  | 'fonts'
  | 'styles'
  | 'picture'
  | 'instruction'
  | 'mark'
  | 'bookmark'
  | 'author'
  | 'math'
  | 'info'
  | 'title'
  | 'creator';

/** CharacterState is how characters are written. */
export interface CharacterState extends CharacterLook {
  readonly hidden?: boolean;
  readonly deleted?: boolean;
  readonly font?: number;
  readonly style?: number;
}

/** ParagraphState is how a paragraph is written. */
export interface ParagraphState {
  readonly style?: number;
  /** From 0. */
  readonly outline?: number;
  readonly list?: number;
  readonly level?: number;
  /** Twips. */
  readonly indent?: number;
  readonly firstLine?: number;
  /** How many tables it stands in. */
  readonly tables?: number;
}

/** GroupState is what holds inside a group; it ends with the group. */
export interface GroupState {
  destination: Destination;
  character: CharacterState;
  paragraph: ParagraphState;
  /** How many characters stand for a Unicode character to programs that do not know it. */
  fallback: number;
  /** Whether the group began with `\*`: an unknown destination is passed over. */
  optional: boolean;
  /** What must happen when the group ends. */
  onClose: (() => void) | undefined;
}

/** FontEntry is a font of the font table. */
export interface FontEntry {
  name: string;
  charset: number;
}

/** StyleEntry is a style of the style sheet. */
export interface StyleEntry {
  name: string;
  outline: number | undefined;
  basedOn: number | undefined;
  /** What the style itself says of characters. */
  look: CharacterState;
}
