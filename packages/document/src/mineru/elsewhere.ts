import type { Block } from '../block.ts';

/**
 * withFiles makes a paragraph of each picture that lies elsewhere, with its captions and notes behind it: MinerU's formats know pictures
 * as files of the result only (contract, 5.2 to 5.5: `img_path`, `image_path` and `image_source` name one below `images/`; `image_url` is
 * of another format, 5.6), and readers open every path that they name.
 */
export function withFiles(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block): readonly Block[] => {
    if (block.type !== 'image' || block.asset !== undefined || block.url === undefined) return [block];
    const { url, alt, description, kind: _, captions = [], footnotes = [], ...place } = block;
    const picture = { type: 'image', url, ...(alt === undefined ? {} : { alt }) } as const;
    const words =
      description === undefined || description === '' ? [] : [{ type: 'text', text: ` ${description}` } as const];
    return [{ ...place, type: 'text', content: [picture, ...words] }, ...captions, ...footnotes];
  });
}
