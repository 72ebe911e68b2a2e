/** What other formats of fixed pages take from here: drafts of what a page draws, pages of drafts. PDFium is not loaded for them. */
export { assemblePages } from './assemble.ts';
export { type DrawnPage, draftOf } from './drawn-page.ts';
export { fontNamed } from './fonts.ts';
export type { Glyph } from './glyphs.ts';
export { type LaidOutPage, laidOut } from './laid-out.ts';
export type { PageLink } from './links.ts';
export type { Font, Picture } from './page-content.ts';
export { type Matrix, multiply } from './page-objects.ts';
export type { PageSummary } from './page-summary.ts';
export { boxOfPoints, type Figure, type PagePath, shapeOf } from './paths.ts';
export { angleOf } from './text-objects.ts';
