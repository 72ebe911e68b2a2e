import type { Bbox, Block, Inline, Region } from '@docmill/document';
import { unionBbox } from '@docmill/document';
import type { Paragraph } from './paragraphs.ts';
import type { TableDraft } from './tables/table-draft.ts';

/** PlacedBlock is a block with the paragraph it was made of, which decides whether it goes on elsewhere. */
export interface PlacedBlock {
  readonly block: Block;
  /** The paragraph behind it; absent for solids. */
  readonly paragraph?: Paragraph;
  /** The table behind it. */
  readonly table?: TableDraft;
  /** What marks in the text call this note of the page. */
  readonly label?: string;
}

/** boxOf gives the box around blocks, as a field; none for blocks without one. */
export function boxOf(items: readonly PlacedBlock[]): { readonly bbox?: Bbox } {
  const bbox = unionBbox(items.flatMap(({ block }) => (block.bbox === undefined ? [] : [block.bbox])));
  return bbox === undefined ? {} : { bbox };
}

/** regionsOf gives all places of a block. */
export function regionsOf(
  { regions, bbox }: { readonly regions?: readonly Region[]; readonly bbox?: Bbox },
  pageIndex: number,
): readonly Region[] {
  return regions ?? (bbox === undefined ? [] : [{ pageIndex, bbox }]);
}

/** withoutStart takes the printed mark off a text, also where it is part of a link. */
export function withoutStart(content: readonly Inline[], mark: string): readonly Inline[] {
  const [first, ...rest] = content;
  if (mark === '' || first === undefined) return content;
  if (first.type === 'link') {
    const children = withoutStart(first.children, mark).filter((inline) => inline.type !== 'link');
    return children.length === 0 ? withoutBlank(rest) : [{ ...first, children }, ...rest];
  }
  if (first.type !== 'text') return content;
  const cut = Math.min(mark.length, first.text.length);
  const left = withoutStart(rest, mark.slice(cut));
  const text = first.text.slice(cut).trimStart();
  return text === '' ? withoutBlank(left) : [{ ...first, text }, ...left];
}

function withoutBlank(content: readonly Inline[]): readonly Inline[] {
  const [first, ...rest] = content;
  if (first?.type !== 'text') return content;
  const text = first.text.trimStart();
  return text === '' ? rest : [{ ...first, text }, ...rest];
}
