import type { Inline, Style, TextInline } from '@docmill/document';
import type { Row } from './order.ts';
import type { Font, Run } from './page-content.ts';
import { isUnparted, type Wording } from './word-breaks.ts';

/** How rows of one paragraph follow each other. */
export interface RowJoin {
  readonly fonts: readonly Font[];
  /** Whether a row behind the first is a line of its own. */
  keepsRow(row: Row): boolean;
  readonly links: readonly string[];
  /** Bold says nothing where everything is bold (titles). */
  readonly plainBold: boolean;
  /** Slanted letters mean no emphasis, as in a title that is all slanted. */
  readonly plainItalic?: boolean;
  /** A font of one width says program text; default false. */
  readonly monoIsCode?: boolean;
  /** What the document says about words at line ends. */
  readonly wording?: Wording;
}

interface StyledText {
  text: string;
  readonly styles: readonly Style[];
  readonly link?: number | undefined;
  readonly latex?: string | undefined;
  readonly code?: boolean;
}

const noBlank = /[\u2e80-\u30ff\u31c0-\u31ef\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/** Thai, Lao, Burmese and Khmer part their words by no blanks either. */
const joinsLines = new RegExp(`${noBlank.source}|[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff]`);

/** inlinesOf writes rows as styled text: hyphens at line ends are undone, lines of scripts without blanks join without one. */
export function inlinesOf(rows: readonly Row[], join: RowJoin): readonly Inline[] {
  const pieces: StyledText[] = [];
  const add = (text: string, styles: readonly Style[], link?: number) => {
    const last = pieces.at(-1);
    if (last !== undefined && isPlain(last) && last.link === link && last.styles.join() === styles.join())
      last.text += text;
    else pieces.push({ text, styles, link });
  };
  const addCode = (text: string) => {
    // A blank between two pieces of code belongs to it.
    if (pieces.at(-1)?.text === ' ' && pieces.at(-2)?.code) {
      pieces.pop();
      (pieces.at(-1) as StyledText).text += ' ';
    }
    const last = pieces.at(-1);
    if (/^\s/.test(text) && last !== undefined && !last.code) add(' ', []);
    if (last?.code) last.text += text;
    else pieces.push({ text: text.trimStart(), styles: [], code: true });
  };
  // A blank within emphasis belongs to it.
  const addBlank = () => {
    const last = pieces.at(-1);
    if (last === undefined || last.code || last.latex !== undefined || last.link !== undefined) add(' ', []);
    else last.text += ' ';
  };
  rows.forEach((row, at) => {
    if (at > 0) joinRow(pieces, row, join);
    row.items.forEach((item, place) => {
      if (place > 0) addBlank();
      for (const run of item.segment?.runs ?? []) {
        if (isCodeRun(run, join) && !address.test(pieces.at(-1)?.text.slice(-longestWord) ?? '')) addCode(run.text);
        else if (run.latex === undefined) add(run.text, stylesOf(run, join, pieces.at(-1)?.styles), run.link);
        else {
          if (run.text.startsWith(' ') && pieces.length > 0) add(' ', []);
          pieces.push({ text: run.text.trim(), styles: [], latex: run.latex });
        }
      }
    });
  });
  return linked(
    pieces.filter((piece) => piece.text !== ''),
    join.links,
  );
}

function isPlain({ latex, code }: StyledText): boolean {
  return latex === undefined && code !== true;
}

/** Latin letters of Chinese, Japanese and Korean fonts have one width as well. */
const eastern = /sim|song|ming|mincho|gothic|hei|fang|kai|batang|gulim|dotum|cjk/i;

function isCodeRun({ text, font, rise, link, latex }: Run, { fonts, monoIsCode = false }: RowJoin): boolean {
  if (!monoIsCode || fonts[font]?.mono !== true || rise !== 0 || link !== undefined || latex !== undefined)
    return false;
  if (/@|:\/\//.test(text)) return false;
  return /[\p{L}\p{N}]/u.test(text) && !noBlank.test(text) && !eastern.test(fonts[font]?.name ?? '');
}

/** linked puts neighbouring pieces that lead to one address into one link. */
function linked(pieces: readonly StyledText[], links: readonly string[]): readonly Inline[] {
  const inlines: Inline[] = [];
  let open: { readonly url: string; readonly children: TextInline[] } | undefined;
  for (const { text, styles, link, latex, code } of pieces) {
    if (code) {
      open = undefined;
      const blank = text.length - text.trimEnd().length;
      inlines.push(
        { type: 'code', text: text.trimEnd() },
        ...(blank === 0 ? [] : [{ type: 'text', text: ' ' } as const]),
      );
      continue;
    }
    if (latex !== undefined) {
      open = undefined;
      inlines.push({ type: 'equation', latex });
      continue;
    }
    const inline: TextInline = { type: 'text', text, ...(styles.length === 0 ? {} : { styles }) };
    const url = link === undefined ? undefined : links[link];
    if (url === undefined) {
      open = undefined;
      inlines.push(inline);
    } else if (open?.url === url) open.children.push(inline);
    else {
      open = { url, children: [inline] };
      inlines.push({ type: 'link', ...open });
    }
  }
  return inlines;
}

/** joinRow ends the text so far so that the next row can follow. */
function joinRow(pieces: StyledText[], row: Row, join: RowJoin): void {
  const last = pieces.at(-1);
  if (last === undefined) return;
  const keepRows = join.keepsRow(row);
  const next = row.items[0]?.segment?.runs[0]?.text ?? '';
  if (last.latex !== undefined) {
    pieces.push({ text: keepRows ? '\n' : ' ', styles: [] });
    return;
  }
  last.text = keepRows ? last.text.trimEnd() : joined(last.text, next, join.wording);
  // A break belongs to neither row, nor to its style.
  if (keepRows) pieces.push({ text: '\n', styles: [] });
}

/** Small words in the middle of long ones are none of their syllables: `off-` + `the-shelf`. */
const smallWord = /^(?:an?|and|as|at|by|de|en|for|of|on|or|the|to|à)-\p{L}/u;
/** An address that a line ends with goes on in the next one: `https://a.org/b` + `/c`, `https://a.` + `org/b`. */
const address = /(?:https?:\/\/|www\.)\S*$/;
const addressEnd = /[/.=&?_%#-]$/;

/**
 * joined gives the first of two texts, ready for the second: `exam-` + `ple` becomes `exam`, `text` + `goes` becomes `text `. A hyphen
 * stays where the word has one already (`state-of-the-` + `art`), after a digit, before a capital, and in words that the document writes with
 * one elsewhere; a Korean word goes on without a blank (`wording`).
 */
export function joined(text: string, next: string, wording?: Wording): string {
  const before = text.trimEnd();
  // The rest of the text is not looked at, for paragraphs grow row by row.
  const end = before.slice(-3);
  if (addressGoesOn(before, next)) return before;
  const word = /[-\u2010\u00ad]$/.test(end) ? lastWord(before) : undefined;
  const begun = /^\p{Ll}\p{L}*/u.exec(next)?.[0];
  if (word !== undefined && begun !== undefined && !/\p{L}-\p{L}/u.test(word) && !smallWord.test(next))
    return wording?.compounds.has(compoundKey(`${lettersAtEnd(word)}-${begun}`)) ? before : before.slice(0, -1);
  if (word !== undefined) return before;
  // `2018–` + `23` is a number and `https://` + `site` an address.
  if (/[\p{L}\p{N}][–/]$|:\/\/$/u.test(end) && /^[\p{L}\p{N}]/u.test(next)) return before;
  // `737-` + `31` and `9-` + `ANM`, but not `2-` + `to 3-fold`.
  if (/\p{N}[-\u2010]$/u.test(end) && /^[\p{N}\p{Lu}]/u.test(next)) return before;
  // A sign may take two units.
  const ends = [...end].at(-1) ?? '';
  const begins = [...next.trimStart().slice(0, 2)][0] ?? '';
  if (joinsLines.test(ends) && joinsLines.test(begins)) return before;
  return isUnparted(ends, begins, wording) ? before : `${before} `;
}

/** The last word of a line is looked for among so many characters. */
const longestWord = 200;

/** addressGoesOn: the next line begins with what only an address has: a slash, or, behind a sign of addresses, a word with signs in it. */
function addressGoesOn(before: string, next: string): boolean {
  if (!address.test(before.slice(-longestWord))) return false;
  return /^\/\S/.test(next) || (addressEnd.test(before) && /^[\w%~]+[/.?=&_%#-]\S/.test(next));
}

function lettersAtEnd(word: string): string {
  return /\p{L}+$/u.exec(word)?.[0] ?? '';
}

/** compoundsIn gives the words with a hyphen inside of a line, in small letters: `long-term`; one at its end may be due to its break. */
export function compoundsIn(line: string): readonly string[] {
  if (!line.includes('-')) return [];
  return (line.match(/(?<![-\p{L}])\p{L}+-\p{L}+(?![-\p{L}])/gu) ?? []).map(compoundKey);
}

/** compoundKey makes one of `Paired-catchments` and `paired-catchment`. */
function compoundKey(word: string): string {
  return word.toLowerCase().replace(/s$/, '');
}

/** lastWord gives the word before a hyphen at the end of a text; undefined after a digit or sign. */
function lastWord(text: string): string | undefined {
  return /(\S*\p{L}).$/u.exec(text.slice(-40))?.[1];
}

/** Longer texts without letters are numbers with a slant of their own. */
const mostSigns = 3;

/** isLoneStop: a comma or stop between words that are not bold is not either, whatever its font. */
function isLoneStop(text: string, before: readonly Style[] | undefined): boolean {
  return before !== undefined && !before.includes('bold') && /^\p{P}?\s*$/u.test(text);
}

function stylesOf(
  run: Run,
  { fonts, plainBold, plainItalic = false }: RowJoin,
  before?: readonly Style[],
): readonly Style[] {
  const font = fonts[run.font];
  const styles: Style[] = [];
  // Signs between words and numbers are often of another font, as in `0.8`; their slant means nothing, and brackets are upright.
  const signs = run.text.trim().length <= mostSigns && !/\p{L}/u.test(run.text);
  const brackets = /[()[\]{}]/.test(run.text);
  if (font?.bold && !plainBold && !(signs && isLoneStop(run.text, before))) styles.push('bold');
  if (!plainItalic && (signs ? !brackets && before?.includes('italic') : font?.italic)) styles.push('italic');
  if (run.strike) styles.push('strikethrough');
  if (run.rise > 0) styles.push('superscript');
  if (run.rise < 0) styles.push('subscript');
  return styles;
}
