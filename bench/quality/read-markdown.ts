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
const rule = /^\s*([-*_])(\s*\1){2,}\s*$/;

/** readMarkdown reads the blocks of a Markdown file in one pass over its lines; anything unknown is a paragraph. */
export function readMarkdown(markdown: string): readonly MarkdownBlock[] {
  const reader = createReader(markdown.replace(/<!--.*?-->/gs, '').split(/\r?\n/));
  while (reader.more()) reader.step();
  return reader.blocks;
}

interface Reader {
  readonly blocks: readonly MarkdownBlock[];
  more(): boolean;
  step(): void;
}

function createReader(lines: readonly string[]): Reader {
  const blocks: MarkdownBlock[] = [];
  let at = 0;
  /** Indents of the open list items, the outermost first. */
  let indents: number[] = [];

  const takeWhile = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? '')) at += 1;
    return lines.slice(from, at);
  };

  const readItem = (match: RegExpExecArray): void => {
    const indent = (match[1] ?? '').length;
    indents = indents.filter((open) => open < indent);
    indents.push(indent);
    at += 1;
    const more = takeWhile((line) => line.trim() !== '' && !startsBlock(line));
    const whole = plainText([match[3] ?? '', ...more].join('\n'));
    const printed = printedMark.exec(whole)?.[0] ?? '';
    const text = whole.slice(printed.length);
    const mark = printed === '' ? markOf(match[2] ?? '') : printed.trim();
    if (text !== '') blocks.push({ kind: 'item', depth: indents.length, mark, text });
  };

  const readParagraph = (line: string): void => {
    at += 1;
    const rest = takeWhile((next) => next.trim() !== '' && !startsBlock(next));
    const text = plainText([line, ...rest].map((one) => one.replace(/^\s*>\s?/, '')).join('\n'));
    if (text !== '') blocks.push({ kind: 'text', text });
    if (/^\S/.test(line)) indents = [];
  };

  return {
    blocks,
    more: () => at < lines.length,
    step() {
      const line = lines[at] ?? '';
      const start = fence.exec(line)?.[1];
      const heading = title.exec(line);
      const listItem = item.exec(line);
      if (line.trim() === '' || rule.test(line)) at += 1;
      else if (start !== undefined) {
        at += 1;
        const text = takeWhile((next) => !next.trim().startsWith(start)).join('\n');
        at += 1;
        blocks.push({ kind: 'code', text });
      } else if (line.trim().startsWith('$$')) blocks.push({ kind: 'formula', text: readFormula() });
      else if (/^\s*<table\b/i.test(line)) blocks.push({ kind: 'table', source: readHtmlTable() });
      else if (line.trim().startsWith('|')) {
        const source = takeWhile((next) => next.trim().startsWith('|')).join('\n');
        blocks.push({ kind: 'table', source });
      } else if (heading !== null) {
        at += 1;
        indents = [];
        const text = plainText(heading[2] ?? '');
        if (text !== '') blocks.push({ kind: 'title', level: heading[1]?.length ?? 1, text });
      } else if (listItem !== null) readItem(listItem);
      else readParagraph(line);
    },
  };

  function readFormula(): string {
    const first = (lines[at] ?? '').trim().slice(2);
    at += 1;
    if (first.endsWith('$$')) return first.slice(0, -2);
    const rest = takeWhile((next) => !next.trim().endsWith('$$'));
    const last = (lines[at] ?? '').trim().replace(/\$\$$/, '');
    at += 1;
    return [first, ...rest, last].join('\n').trim();
  }

  function readHtmlTable(): string {
    let depth = 0;
    const from = at;
    do {
      const line = lines[at] ?? '';
      depth += (line.match(/<table\b/gi) ?? []).length - (line.match(/<\/table>/gi) ?? []).length;
      at += 1;
    } while (depth > 0 && at < lines.length);
    return lines.slice(from, at).join('\n');
  }
}

function startsBlock(line: string): boolean {
  return (
    fence.test(line) || title.test(line) || item.test(line) || /^\s*(\||<table\b|\$\$)/i.test(line) || rule.test(line)
  );
}

function markOf(mark: string): string {
  return /\d/.test(mark) ? mark : '-';
}
