import type { Inline, TextInline } from '@docmill/document';

/** Signs and numbers that notes are marked by: `12`, `*`, `††`, `*2`, `①`, `注3`, a letter. */
const token = /(?:[*※†‡注]\s?)?\d{1,3}|[①-⑳]|\*+|[†‡§¶‖#※]+|(?<!\p{L})[a-z](?!\p{L})/giu;
const brackets = /[[\]［］〔〕()（）]/g;
/** A note begins with its mark, in brackets or not. */
const start =
  /^[[［〔(（]?((?:[*※†‡注]\s?)?\d{1,3}(?=[\s\]］〕)）:：.、])|[①-⑳]|\*{1,4}|[†‡§¶‖#※]{1,4})[\]］〕)）]?[.:：、]?\s*(?=\S)/iu;
/** Marks that a printer need not raise, behind a word: `mill* and`. */
const flat = /(?<=[^\s*])(?:\*{1,3}|[†‡※]{1,3})(?=$|[\s.,;:)，。；：）])|(?<=\S)[①-⑳]/gu;
/** Formulas that are only a raised mark. */
const raisedFormula = /^(?:\{\})?\^\{?\s*(\d{1,3}|\*|\\(?:ast|star|dagger|ddagger)\b)\s*\}?$/;
const commands: Readonly<Record<string, string>> = {
  '\\ast': '*',
  '\\star': '*',
  '\\dagger': '†',
  '\\ddagger': '‡',
};

/** keyOf makes the forms of one mark equal. */
function keyOf(mark: string): string {
  return mark
    .replace(/[∗⁎⁕＊]/g, '*')
    .replace(/\s/g, '')
    .toLowerCase();
}

function isRaised({ styles }: TextInline): boolean {
  return styles?.includes('superscript') === true;
}

/** NoteStart is the mark of a note and its text without it. */
export interface NoteStart {
  readonly key: string;
  readonly content: readonly Inline[];
}

/** noteStart reads the mark that a note begins with; undefined when it has none. */
export function noteStart(content: readonly Inline[]): NoteStart | undefined {
  const [first, ...rest] = content;
  if (first?.type === 'equation') {
    const mark = raisedFormula.exec(first.latex)?.[1];
    return mark === undefined ? undefined : { key: keyOf(commands[mark] ?? mark), content: trimmed(rest) };
  }
  if (first?.type !== 'text') return undefined;
  if (isRaised(first)) {
    const keys = keysOf(first.text);
    return keys?.length === 1 ? { key: keys[0] ?? '', content: trimmed(rest) } : undefined;
  }
  const text = first.text.replace(/[∗⁎⁕＊]/g, '*');
  const match = start.exec(text);
  if (match?.[1] === undefined) return undefined;
  return { key: keyOf(match[1]), content: trimmed([{ ...first, text: text.slice(match[0].length) }, ...rest]) };
}

function trimmed([first, ...rest]: readonly Inline[]): readonly Inline[] {
  if (first?.type !== 'text') return first === undefined ? [] : [first, ...rest];
  const text = first.text.replace(/^[\s.:：)）\]］〕]+/, '');
  return text === '' ? rest : [{ ...first, text }, ...rest];
}

/** keysOf reads a raised text that holds nothing but marks (`1,2`, `*†`); undefined for words, ranges and signs of formulas. */
function keysOf(raised: string): readonly string[] | undefined {
  const text = raised
    .replace(/[∗⁎⁕＊]/g, '*')
    .replace(brackets, '')
    .trim();
  const keys = text.match(token) ?? [];
  return keys.length > 0 && text.replace(token, '').replace(/[,;，；、\s]/g, '') === '' ? keys.map(keyOf) : undefined;
}

const units = /(?:^|[^\p{L}])(?:\p{L}|[kcmnµμd]m|ft|in)$/u;

/** isExponent: what is raised stands behind a number that is no year, a single letter, a unit or a formula. */
function isExponent(before: Inline | undefined): boolean {
  if (before === undefined) return false;
  if (before.type === 'equation') return true;
  if (before.type !== 'text' || /[\u2e80-\u9fff]$/.test(before.text)) return false;
  if (/\d$/.test(before.text)) return !/(?:^|\D)(?:1[5-9]|20)\d\d$/.test(before.text);
  return units.test(before.text);
}

/** marksIn gives the marks that a text may hold, in order. */
export function marksIn(content: readonly Inline[]): readonly string[] {
  return content.flatMap((inline, at) => marksAt(inline, content[at - 1]).flatMap(({ key }) => key ?? []));
}

/** Piece is a part of a line: a mark, or what it was. */
interface Piece {
  readonly key?: string;
  readonly inline: Inline;
}

function marksAt(inline: Inline, before: Inline | undefined): readonly Piece[] {
  if (inline.type === 'equation') {
    const mark = raisedFormula.exec(inline.latex)?.[1];
    return mark === undefined || isExponent(before) ? [{ inline }] : [{ key: keyOf(commands[mark] ?? mark), inline }];
  }
  if (inline.type !== 'text') return [{ inline }];
  if (!isRaised(inline)) return flatMarks(inline);
  const keys = isExponent(before) ? undefined : keysOf(inline.text);
  if (keys === undefined) return [{ inline }];
  const marks = keys.map((key): Piece => ({ key, inline: { ...inline, text: key } }));
  // The blank behind a mark belongs to the text.
  return /\s$/.test(inline.text) ? [...marks, { inline: { type: 'text', text: ' ' } }] : marks;
}

function flatMarks(inline: TextInline): readonly Piece[] {
  const text = inline.text.replace(/[∗⁎⁕＊]/g, '*');
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(flat)) {
    pieces.push({ inline: { ...inline, text: text.slice(end, match.index) } });
    pieces.push({ key: keyOf(match[0]), inline: { ...inline, text: match[0] } });
    end = match.index + match[0].length;
  }
  if (pieces.length === 0) return [{ inline }];
  return end === text.length ? pieces : [...pieces, { inline: { ...inline, text: text.slice(end) } }];
}

/** withMarks puts note inlines in the place of the marks that have a label. */
export function withMarks(content: readonly Inline[], labels: ReadonlyMap<string, string>): readonly Inline[] {
  return content.flatMap((inline, at): readonly Inline[] => {
    const pieces = marksAt(inline, content[at - 1]);
    if (!pieces.some(({ key }) => key !== undefined && labels.has(key))) return [inline];
    return pieces.map(({ key, inline: piece }): Inline => {
      const label = key === undefined ? undefined : labels.get(key);
      return label === undefined ? piece : { type: 'note', label };
    });
  });
}
