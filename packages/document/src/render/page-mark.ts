import type { Page } from '../document.ts';

/** pageMark writes the mark at which a page begins in Markdown, by its number from 1: `<!-- page 3 -->`, `<!-- slide 3 -->`, `<!-- sheet 3 -->`. */
export function pageMark({ kind, index }: Pick<Page, 'kind' | 'index'>): string {
  return `<!-- ${kind ?? 'page'} ${index + 1} -->`;
}
