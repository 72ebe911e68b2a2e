import type { Block, Page } from '@docmill/document';

/** plainPages makes paragraphs of plain text: blank lines part them, a form feed begins a page, lines inside are kept. */
export function plainPages(text: string): readonly Page[] {
  const pages = text
    .replace(/\r\n?/g, '\n')
    .replace(/\f\n*$/, '')
    .split('\f');
  return pages.map((page, index) => ({ index, blocks: plainBlocks(page) }));
}

/** plainBlocks makes paragraphs of a page of plain text. */
export function plainBlocks(text: string): readonly Block[] {
  return text
    .split(/\n[ \t]*\n/)
    .map((part) => part.replace(/^\n+/, '').trimEnd())
    .filter((part) => part.trim() !== '')
    .map((part): Block => ({ type: 'text', content: [{ type: 'text', text: part }] }));
}
