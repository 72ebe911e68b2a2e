import { cellOf, type Source, type SourceBlock, type SourceItem, type SourceTable } from './model.ts';

/** truthMarkdown writes what a perfect reader would make of a source; footnotes and running heads are left out. */
export function truthMarkdown({ blocks }: Source): string {
  return `${blocks
    .map(written)
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}

/** SourceNote is a footnote and the paragraph that it is hung on. */
export interface SourceNote {
  readonly note: string;
  readonly text: string;
}

/** notesOf gives the footnotes of a source; browsers print none. */
export function notesOf({ blocks, maker }: Source): readonly SourceNote[] {
  if (maker === 'chromium') return [];
  return blocks.flatMap((block) =>
    block.kind === 'text' && block.note !== undefined ? [{ note: block.note, text: block.text }] : [],
  );
}

function written(block: SourceBlock): string {
  switch (block.kind) {
    case 'title':
      return `${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'text':
    case 'quote':
    case 'box':
      return escaped(block.text.replaceAll('\n', ' '));
    case 'contents':
      return block.entries
        .map(({ depth, text, page }) => `${'    '.repeat(depth - 1)}- ${escaped(text)} ${page}`)
        .join('\n');
    case 'cards':
      return block.texts.map(escaped).join('\n\n');
    case 'references':
      return block.entries.map(escaped).join('\n\n');
    case 'list':
      return list(block.items, block.ordered, '');
    case 'code':
      return `\`\`\`\n${block.text}\n\`\`\``;
    case 'formula':
      return `$$\n${block.latex}\n$$`;
    case 'figure':
      return escaped(block.caption);
    case 'pageBreak':
      return '';
    case 'table':
      return table(block);
  }
}

function list(items: readonly SourceItem[], ordered: boolean, indent: string): string {
  return items
    .flatMap(({ text, items: inner, ordered: innerOrdered = false }, at) => [
      `${indent}${ordered ? `${at + 1}.` : '-'} ${escaped(text)}`,
      ...(inner === undefined ? [] : [list(inner, innerOrdered, `${indent}    `)]),
    ])
    .join('\n');
}

function table({ rows, caption }: SourceTable): string {
  const lines = rows.map((row) => {
    const cells = row.map((cell) => {
      const { text, columns, rows: height } = cellOf(cell);
      const spans = `${columns > 1 ? ` colspan="${columns}"` : ''}${height > 1 ? ` rowspan="${height}"` : ''}`;
      return `<td${spans}>${escapedHtml(text)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `${caption === undefined ? '' : `${escaped(caption)}\n\n`}<table>${lines.join('')}</table>`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|$]/g, '\\$&');
}

/** escapedHtml makes text safe in HTML. */
export function escapedHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
