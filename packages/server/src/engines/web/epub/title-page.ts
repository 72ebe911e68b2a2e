import { type Block, type Metadata, type Page, textOf, visitBlocks } from '@docmill/document';

/** Pages at the beginning on which books name themselves. */
const firstPages = 3;

/** titlePage gives title and authors of a book as far as its first pages do not tell them. */
export function titlePage({ title = '', authors = [] }: Metadata, pages: readonly Page[]): readonly Block[] {
  const told = wordsOf(pages.slice(0, firstPages));
  const missing = authors.filter((author) => !told.includes(plain(author)));
  const heading: readonly Block[] =
    title === '' || told.includes(plain(title))
      ? []
      : [{ type: 'title', level: 1, content: [{ type: 'text', text: title }] }];
  if (missing.length === 0) return heading;
  return [
    ...heading,
    {
      type: 'text',
      content: [
        { type: 'text', text: 'Authors:', styles: ['bold'] },
        { type: 'text', text: ` ${missing.join(', ')}` },
      ],
    },
  ];
}

function wordsOf(pages: readonly Page[]): string {
  const parts: string[] = [];
  const block = (one: Block) => {
    if ('content' in one) parts.push(textOf(one.content));
  };
  for (const page of pages) visitBlocks(page.blocks, { block });
  return plain(parts.join(' '));
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}
