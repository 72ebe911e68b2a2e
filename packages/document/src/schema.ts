import { z } from 'zod';
import { type Block, type CellNode, maxQuoteDepth } from './block.ts';
import { type Document, type Page, schemaVersion } from './document.ts';
import type { ImageInline, Inline, LinkInline } from './inline.ts';
import { warningCodes } from './warning.ts';

const style = z.enum(['bold', 'italic', 'underline', 'strikethrough', 'superscript', 'subscript']);

/** A label stands between the brackets of `[^1]` and in the `id` of an element. */
const noteLabel = /^[A-Za-z0-9-]{1,40}$/;

const plainInline = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1),
    styles: z.array(style).readonly().exactOptional(),
  }),
  z.strictObject({ type: z.literal('equation'), latex: z.string() }),
  z.strictObject({ type: z.literal('code'), text: z.string() }),
  z.strictObject({ type: z.literal('note'), label: z.string().regex(noteLabel) }),
]);
const alt = z.string().exactOptional();
const picture: z.ZodType<ImageInline> = z.union([
  z.strictObject({ type: z.literal('image'), asset: z.string().min(1), alt }),
  z.strictObject({ type: z.literal('image'), url: z.string().min(1), alt }),
]);
const link: z.ZodType<LinkInline> = z.strictObject({
  type: z.literal('link'),
  url: z.string(),
  children: z.array(z.union([plainInline, picture])).readonly(),
});
const inline: z.ZodType<Inline> = z.union([plainInline, picture, link]);
const content = z.array(inline).readonly();

const coordinate = z.number();
const bbox = z
  .tuple([coordinate, coordinate, coordinate, coordinate])
  .refine(([x0, y0, x1, y1]) => x1 >= x0 && y1 >= y0, 'must have x1 >= x0 and y1 >= y0')
  .readonly();
const region = z.strictObject({ pageIndex: z.int().nonnegative(), bbox });

const base = {
  bbox: bbox.exactOptional(),
  regions: z.array(region).readonly().exactOptional(),
  angle: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]).exactOptional(),
  anchor: z.string().exactOptional(),
};
const leaf = <Type extends string>(type: Type) => z.strictObject({ type: z.literal(type), ...base, content });

const blocks: z.ZodType<readonly Block[]> = z.lazy(() => z.array(block).readonly());
const caption = leaf('caption');
const footnote = leaf('footnote');
const visual = {
  ...base,
  captions: z.array(caption).readonly().exactOptional(),
  footnotes: z.array(footnote).readonly().exactOptional(),
};
const text = z.string();
const listItem = z.strictObject({
  type: z.literal('list_item'),
  ...base,
  marker: text.exactOptional(),
  content,
  children: blocks.exactOptional(),
});
const span = z.int().min(1);
const cell: z.ZodType<CellNode> = z.strictObject({
  rowSpan: span.exactOptional(),
  columnSpan: span.exactOptional(),
  header: z.boolean().exactOptional(),
  content,
  blocks: blocks.exactOptional(),
  bbox: bbox.exactOptional(),
});
const row = z.strictObject({ cells: z.array(cell).readonly(), pageIndex: z.int().nonnegative().exactOptional() });
const level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]);
const items = z.array(listItem).readonly();
const asset = text.min(1).exactOptional();

const image = {
  type: z.literal('image'),
  ...visual,
  alt,
  description: text.exactOptional(),
  kind: text.exactOptional(),
};

/** Told apart by their type: to try one form after the other is five times as slow for those at the end, and there are hundreds on a page. */
const distinctBlock = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    ...base,
    content,
    quote: z.boolean().exactOptional(),
    quoteDepth: z.int().min(2).max(maxQuoteDepth).exactOptional(),
    continuesPrevious: z.boolean().exactOptional(),
  }),
  z.strictObject({ type: z.literal('title'), ...base, level, content }),
  z.strictObject({ type: z.literal('list'), ...base, ordered: z.boolean(), start: z.int().exactOptional(), items }),
  listItem,
  z.strictObject({ type: z.literal('table'), ...visual, rows: z.array(row).readonly(), asset }),
  z.strictObject({
    type: z.literal('chart'),
    ...visual,
    asset,
    data: text.exactOptional(),
    kind: text.exactOptional(),
  }),
  z.strictObject({ type: z.literal('equation'), ...base, latex: text, asset, text: text.exactOptional() }),
  z.strictObject({ type: z.literal('code'), ...visual, text, language: text.exactOptional() }),
  z.strictObject({ type: z.literal('algorithm'), ...visual, content }),
  caption,
  footnote,
  z.strictObject({ type: z.literal('note'), ...base, label: z.string().regex(noteLabel), content }),
  z.strictObject({ type: z.literal('index'), ...base, items }),
  leaf('reference'),
  z.strictObject({
    type: z.enum(['header', 'footer', 'page_number', 'page_footnote', 'aside_text']),
    ...base,
    content,
  }),
]);
const block: z.ZodType<Block> = z.union([
  distinctBlock,
  z.strictObject({ ...image, asset }),
  z.strictObject({ ...image, url: text.min(1) }),
]);

const quality = z.strictObject({
  coverage: z.number().min(0).max(1),
  garbled: z.number().min(0).max(1).exactOptional(),
  needsOcr: z.enum(['no_text', 'garbled', 'scan']).exactOptional(),
});

/** pageSchema checks one page. */
export const pageSchema: z.ZodType<Page> = z.strictObject({
  index: z.int().nonnegative(),
  kind: z.enum(['slide', 'sheet']).exactOptional(),
  width: z.number().positive().exactOptional(),
  height: z.number().positive().exactOptional(),
  quality: quality.exactOptional(),
  blocks,
});

const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** documentSchema checks a whole document. */
export const documentSchema: z.ZodType<Document> = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  metadata: z.strictObject({
    title: text.exactOptional(),
    authors: z.array(text).readonly().exactOptional(),
    language: text.exactOptional(),
    createdAt: text.exactOptional(),
    modifiedAt: text.exactOptional(),
  }),
  pages: z.array(pageSchema).readonly(),
  assets: z
    .array(
      z.strictObject({
        name: text.min(1),
        mediaType: text.min(1),
        bytes: z.int().nonnegative(),
        width: z.number().positive().exactOptional(),
        height: z.number().positive().exactOptional(),
      }),
    )
    .readonly(),
  warnings: z
    .array(
      z.strictObject({
        code: z.enum(warningCodes),
        pageNumber: z.int().positive().exactOptional(),
        params: params.exactOptional(),
      }),
    )
    .readonly(),
});

/** documentJsonSchema gives the JSON Schema (draft 2020-12) of a document, its version in `$id` and in `schemaVersion`. */
export function documentJsonSchema(): Record<string, unknown> {
  return {
    $id: `urn:docmill:document:${schemaVersion}`,
    ...(z.toJSONSchema(documentSchema, { io: 'input' }) as Record<string, unknown>),
  };
}
