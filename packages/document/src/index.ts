export * from './block.ts';
export {
  type Asset,
  type Document,
  type Metadata,
  type Page,
  type PageQuality,
  schemaVersion,
} from './document.ts';
export { areaOf, type Bbox, intersectionArea, unionBbox } from './geometry.ts';
export {
  type CodeInline,
  type EquationInline,
  type ImageInline,
  type Inline,
  type LinkInline,
  type NoteInline,
  type PictureSource,
  pictureSourceOf,
  type Style,
  type TextInline,
} from './inline.ts';
export { mergeDocuments, type Part } from './merge.ts';
export { type ContentItem, streamContentList, toContentList } from './mineru/content-list.ts';
export { type ContentV2Item, streamContentListV2, toContentListV2 } from './mineru/content-list-v2.ts';
export {
  type MiddleBlock,
  type MiddleEnvelope,
  type MiddlePage,
  streamMiddleJson,
  toMiddlePage,
} from './mineru/middle.ts';
export { type ModelEntry, streamModelJson, toModelEntries } from './mineru/model-json.ts';
export { countTokens, type SizeUnit } from './passages/measure.ts';
export {
  type Passage,
  type PassageOptions,
  passageJsonSchema,
  streamPassages,
  toPassages,
} from './passages/passages.ts';
export { type HtmlOptions, renderHtml } from './render/html.ts';
export { renderHtmlTable } from './render/html-table.ts';
export type { HtmlInlineOptions, ImageLink } from './render/inlines.ts';
export {
  type MarkdownFileOptions,
  type MarkdownOptions,
  renderMarkdown,
  renderMarkdownPage,
} from './render/markdown.ts';
export { renderText } from './render/text.ts';
export { withoutPictures } from './render/without-pictures.ts';
export { documentJsonSchema } from './schema.ts';
export { type Issue, type Validated, validateDocument, validatePage } from './validate.ts';
export { assetsOf, textOf, type Visitor, visitBlocks } from './visit.ts';
export { type Warning, type WarningCode, warningCodes } from './warning.ts';
