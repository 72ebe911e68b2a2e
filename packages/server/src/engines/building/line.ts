import type { Inline, LinkInline, Style } from '@docmill/document';

/** PlainInline is an inline that may stand in a link. */
export type PlainInline = Exclude<Inline, LinkInline>;

/** Link is one link element; pieces of the same one come out as one link. */
export interface Link {
  readonly url: string;
}

/** Manner says how text is written: its styles, whether it is code, and the link it stands in. */
export interface Manner {
  readonly styles: readonly Style[];
  readonly code: boolean;
  readonly link: Link | undefined;
}

interface Piece {
  readonly inline: PlainInline;
  readonly link: Link | undefined;
}

const wide = '[\\u3000-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]';
/** A line end between Chinese or Japanese characters is no blank (CSS Text 3, 4.1.3). */
const breakBetweenWide = new RegExp(`(?<=${wide})[ \\t]*\\r?\\n\\s*(?=${wide})`, 'g');

/** collapseText makes text as it shows: one blank for white space of any length, no soft hyphens. */
function collapseText(value: string): string {
  return value
    .replace(breakBetweenWide, '')
    .replace(/[\u00ad\u200b\ufeff]/g, '')
    .replace(/[ \t\n\r\f\u00a0]+/g, ' ');
}

/** Line gathers the inline content of one paragraph and collapses its white space across elements. */
export class Line {
  private pieces: Piece[] = [];
  /** At the start and after a blank or break, the next blank does not show. */
  private afterBlank = true;

  text(value: string, manner: Manner): void {
    const collapsed = collapseText(value);
    const shown = this.afterBlank && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed;
    if (shown === '') return;
    this.afterBlank = shown.endsWith(' ');
    this.push(runOf(shown, manner), manner.link);
  }

  add(inline: PlainInline, link: Link | undefined): void {
    this.afterBlank = false;
    this.push(inline, link);
  }

  lineBreak(link: Link | undefined): void {
    this.trimEnd();
    this.afterBlank = true;
    this.push({ type: 'text', text: '\n' }, link);
  }

  get endsInBreak(): boolean {
    const last = this.pieces.at(-1)?.inline;
    return last?.type === 'text' && last.text.endsWith('\n');
  }

  /** take gives what was gathered, trimmed and joined, and begins anew. */
  take(): readonly Inline[] {
    this.trimEnd('\n');
    const pieces = this.pieces;
    this.pieces = [];
    this.afterBlank = true;
    return withLinks(joinPieces(trimStart(pieces)).flatMap(outerBlanks));
  }

  /** Runs are joined only in `take`: a run that grew with each piece would be looked through again at each break. */
  private push(inline: PlainInline, link: Link | undefined): void {
    this.pieces.push({ inline, link });
  }

  private trimEnd(more = ''): void {
    for (let last = this.pieces.at(-1); last !== undefined; last = this.pieces.at(-1)) {
      if (last.inline.type !== 'text' && last.inline.type !== 'code') return;
      const text = more === '' ? last.inline.text.replace(/ $/, '') : last.inline.text.trimEnd();
      if (text === last.inline.text) return;
      this.pieces.pop();
      if (text !== '') this.pieces.push({ ...last, inline: { ...last.inline, text } });
    }
  }
}

function runOf(text: string, { styles, code }: Manner): PlainInline {
  if (code) return { type: 'code', text };
  return { type: 'text', text, ...(styles.length === 0 ? {} : { styles }) };
}

/** joinPair makes one run of two of the same manner; a blank takes the manner of its neighbour only if that is code. */
function joinPair(a: PlainInline, b: PlainInline): PlainInline | undefined {
  if (a.type === 'code' && b.type === 'code') return { type: 'code', text: a.text + b.text };
  if (a.type !== 'text' || b.type !== 'text') return undefined;
  const same = (a.styles ?? []).toSorted().join() === (b.styles ?? []).toSorted().join();
  return same ? { ...a, text: a.text + b.text } : undefined;
}

function trimStart(pieces: readonly Piece[]): readonly Piece[] {
  const from = pieces.findIndex(({ inline }) => inline.type !== 'text' || inline.text.trim() !== '');
  const [first, ...rest] = from < 0 ? [] : pieces.slice(from);
  if (first?.inline.type !== 'text') return first === undefined ? [] : [first, ...rest];
  return [{ ...first, inline: { ...first.inline, text: first.inline.text.trimStart() } }, ...rest];
}

function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const inline = last?.link === piece.link && last !== undefined ? joinPair(last.inline, piece.inline) : undefined;
    if (inline === undefined) joined.push(piece);
    else joined[joined.length - 1] = { inline, link: piece.link };
  }
  return joined;
}

/** Blanks at the edges of code stand outside it. `<code> a </code>` -> ` `, `a`, ` ` */
function outerBlanks(piece: Piece): readonly Piece[] {
  if (piece.inline.type !== 'code') return [piece];
  const [, lead = '', core = '', trail = ''] = /^( ?)([\s\S]*?)( ?)$/.exec(piece.inline.text) ?? [];
  const blank = (text: string): readonly Piece[] =>
    text === '' ? [] : [{ inline: { type: 'text', text }, link: piece.link }];
  const code: readonly Piece[] = core === '' ? [] : [{ inline: { type: 'code', text: core }, link: piece.link }];
  return [...blank(lead), ...code, ...blank(trail)];
}

function withLinks(pieces: readonly Piece[]): readonly Inline[] {
  const runs: { readonly link: Link | undefined; readonly inlines: PlainInline[] }[] = [];
  for (const { inline, link } of pieces) {
    const last = runs.at(-1);
    if (last !== undefined && last.link === link) last.inlines.push(inline);
    else runs.push({ link, inlines: [inline] });
  }
  return joinRuns(runs.flatMap(({ link, inlines }) => (link === undefined ? inlines : linkOf(link.url, inlines))));
}

/** A link without anything to see is none, and blanks at its edges stand outside it. */
function linkOf(url: string, run: readonly PlainInline[]): readonly Inline[] {
  const shown = run.some((inline) => inline.type !== 'text' || inline.text.trim() !== '');
  if (!shown) return run;
  const [first, last] = [run[0], run.at(-1)];
  const lead = first?.type === 'text' ? (/^\s+/.exec(first.text)?.[0] ?? '') : '';
  const trail = last?.type === 'text' ? (/\s+$/.exec(last.text)?.[0] ?? '') : '';
  const children = run.flatMap((inline, at): readonly PlainInline[] => {
    if (inline.type !== 'text') return [inline];
    const from = at === 0 ? lead.length : 0;
    const text = inline.text.slice(from, at === run.length - 1 ? inline.text.length - trail.length : undefined);
    return text === '' ? [] : [{ ...inline, text }];
  });
  const blank = (text: string): readonly Inline[] => (text === '' ? [] : [{ type: 'text', text }]);
  return [...blank(lead), { type: 'link', url, children }, ...blank(trail)];
}

/** joinRuns joins neighbours of the same styles. */
export function joinRuns(inlines: readonly Inline[]): readonly Inline[] {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    const last = joined.at(-1);
    const pair =
      last === undefined || last.type === 'link' || inline.type === 'link' ? undefined : joinPair(last, inline);
    if (pair === undefined) joined.push(inline);
    else joined[joined.length - 1] = pair;
  }
  return joined;
}
