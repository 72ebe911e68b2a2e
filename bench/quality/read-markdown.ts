import { plainText } from './plain-text.ts';

/** MarkdownBlock is a piece of a Markdown file as a reader sees it, its text without marks. */
export type MarkdownBlock =
  | { readonly kind: 'title'; readonly level: number; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** `depth` counts from 1. `text` is the item's first paragraph, without its mark; `mark` is `-` or as written. */
  | { readonly kind: 'item'; readonly depth: number; readonly mark: string; readonly text: string }
  /** `source` is the table as written, pipe or HTML (see `table-relations`). */
  | { readonly kind: 'table'; readonly source: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'formula'; readonly text: string };

const fence = /^\s*(`{3,}|~{3,})/;
const title = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const item = /^(\s*)([-*+•]|\d{1,9}[.)])\s+(.*)$/;
/** Marks that Markdown does not know stand in the text: `- (b) like this`. */
const printedMark = /^(?:\((?:[a-z]|[ivx]{1,4}|\d{1,3})\)|(?:[a-z]|[ivx]{1,4}|\d{1,3})[.)])\s+/i;
const htmlTable = /^\s*<table\b/i;
const rule = /^\s*([-*_])(\s*\1){2,}\s*$/;

/** readMarkdown reads the blocks of a Markdown file in one pass over its lines; anything unknown is a paragraph. */
export function readMarkdown(markdown: string): readonly MarkdownBlock[] {
  const lines = new Lines(markdown.replace(/<!--.*?-->/gs, '').split(/\r?\n/));
  const blocks: MarkdownBlock[] = [];
  let openItems: readonly number[] = [];
  while (lines.more()) {
    const line = lines.peek();
    const indent = item.exec(line)?.[1]?.length;
    if (indent !== undefined) openItems = [...openItems.filter((open) => open < indent), indent];
    else if (/^\S/.test(line)) openItems = [];
    const block = readBlock(lines, openItems.length);
    if (block !== undefined && (block.kind === 'table' || block.text !== '')) blocks.push(block);
  }
  return blocks;
}

/** Lines is a place in a file. */
class Lines {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  more(): boolean {
    return this.#at < this.#lines.length;
  }

  peek(): string {
    return this.#lines[this.#at] ?? '';
  }

  next(): string {
    this.#at += 1;
    return this.#lines[this.#at - 1] ?? '';
  }

  takeWhile(fits: (line: string) => boolean): readonly string[] {
    const from = this.#at;
    while (this.more() && fits(this.peek())) this.#at += 1;
    return this.#lines.slice(from, this.#at);
  }
}

/** readBlock takes at least one line; an item of a list stands at `depth`. */
function readBlock(lines: Lines, depth: number): MarkdownBlock | undefined {
  const line = lines.peek();
  if (line.trim() === '' || rule.test(line)) {
    lines.next();
    return undefined;
  }
  if (fence.test(line)) return readCode(lines);
  if (line.trim().startsWith('$$')) return { kind: 'formula', text: readFormula(lines) };
  if (htmlTable.test(line)) return { kind: 'table', source: readHtmlTable(lines) };
  if (isPipe(line)) return { kind: 'table', source: lines.takeWhile(isPipe).join('\n') };
  const heading = title.exec(lines.peek());
  if (heading !== null) {
    lines.next();
    return { kind: 'title', level: heading[1]?.length ?? 1, text: plainText(heading[2] ?? '') };
  }
  const listItem = item.exec(line);
  return listItem === null ? readParagraph(lines) : readItem(lines, { listItem, depth });
}

function readCode(lines: Lines): MarkdownBlock {
  const mark = fence.exec(lines.next())?.[1] ?? '';
  const text = lines.takeWhile((line) => !line.trim().startsWith(mark)).join('\n');
  lines.next();
  return { kind: 'code', text };
}

function readFormula(lines: Lines): string {
  const first = lines.next().trim().slice(2);
  if (first.endsWith('$$')) return first.slice(0, -2);
  const rest = lines.takeWhile((line) => !line.trim().endsWith('$$'));
  const last = lines.next().trim().replace(/\$\$$/, '');
  return [first, ...rest, last].join('\n').trim();
}

function readHtmlTable(lines: Lines): string {
  let depth = 0;
  const source: string[] = [];
  do {
    const line = lines.next();
    source.push(line);
    depth += (line.match(/<table\b/gi) ?? []).length - (line.match(/<\/table>/gi) ?? []).length;
  } while (depth > 0 && lines.more());
  return source.join('\n');
}

function readItem(
  lines: Lines,
  { listItem, depth }: { readonly listItem: RegExpExecArray; readonly depth: number },
): MarkdownBlock {
  lines.next();
  const whole = plainText([listItem[3] ?? '', ...lines.takeWhile(goesOn)].join('\n'));
  const printed = printedMark.exec(whole)?.[0] ?? '';
  const mark = printed === '' ? markOf(listItem[2] ?? '') : printed.trim();
  return { kind: 'item', depth, mark, text: whole.slice(printed.length) };
}

function readParagraph(lines: Lines): MarkdownBlock {
  const paragraph = [lines.next(), ...lines.takeWhile(goesOn)];
  return { kind: 'text', text: plainText(paragraph.map((line) => line.replace(/^\s*>\s?/, '')).join('\n')) };
}

/** A paragraph or an item goes on until a blank line or another block. */
function goesOn(line: string): boolean {
  const starts = fence.test(line) || title.test(line) || item.test(line) || htmlTable.test(line) || rule.test(line);
  return line.trim() !== '' && !starts && !isPipe(line) && !line.trim().startsWith('$$');
}

function isPipe(line: string): boolean {
  return line.trim().startsWith('|');
}

function markOf(mark: string): string {
  return /\d/.test(mark) ? mark : '-';
}
