import type { Block } from './block.ts';
import { type Document, schemaVersion } from './document.ts';

/** Part is a document that was parsed of a range of pages; its page 0 is page `pageOffset` of the whole. */
export interface Part {
  readonly document: Document;
  readonly pageOffset: number;
}

/**
 * mergeDocuments joins documents of page ranges, in order: page indexes, regions and warnings are shifted, pictures united by name. The
 * metadata is that of the first part.
 */
export function mergeDocuments(parts: readonly Part[]): Document {
  const assets = new Map(parts.flatMap(({ document }) => document.assets.map((asset) => [asset.name, asset] as const)));
  return {
    schemaVersion,
    metadata: parts[0]?.document.metadata ?? {},
    pages: parts.flatMap(({ document, pageOffset }) =>
      document.pages.map((page) => ({
        ...page,
        index: page.index + pageOffset,
        blocks: page.blocks.map((block) => shifted(block, pageOffset)),
      })),
    ),
    assets: [...assets.values()],
    warnings: parts.flatMap(({ document, pageOffset }) =>
      document.warnings.map((warning) =>
        warning.pageNumber === undefined ? warning : { ...warning, pageNumber: warning.pageNumber + pageOffset },
      ),
    ),
  };
}

function shifted(block: Block, offset: number): Block {
  if (offset === 0) return block;
  const regions = block.regions?.map((region) => ({ ...region, pageIndex: region.pageIndex + offset }));
  const moved: Block = regions === undefined ? block : { ...block, regions };
  if (moved.type !== 'table') return moved;
  return {
    ...moved,
    rows: moved.rows.map((row) => (row.pageIndex === undefined ? row : { ...row, pageIndex: row.pageIndex + offset })),
  };
}
