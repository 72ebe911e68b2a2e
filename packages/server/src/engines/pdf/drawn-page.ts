import { areaOf, type Warning } from '@docmill/document';
import type { AssetBytes } from '../engine.ts';
import { unknownCharacter } from './characters.ts';
import { drawnBullets } from './drawn-bullets.ts';
import { type Glyph, traitsOf } from './glyphs.ts';
import { type PageLink, withLinks } from './links.ts';
import type { Font, PageReading, PdfPageContent, Picture } from './page-content.ts';
import type { PagePath } from './paths.ts';
import { withStrikes } from './strikes.ts';
import { findTables, rulingsOf } from './tables/index.ts';
import { fillsPage, lettersOf, textFacts, textWarnings } from './text-quality.ts';

/** DrawnPage is a page as any format of fixed pages tells it: what is painted, and where. Boxes are points of the page as shown. */
export interface DrawnPage {
  readonly pageIndex: number;
  readonly width: number;
  readonly height: number;
  readonly glyphs: readonly Glyph[];
  readonly fonts: readonly Font[];
  readonly paths: readonly PagePath[];
  readonly links: readonly PageLink[];
  readonly pictures: readonly Picture[];
  readonly assets: readonly AssetBytes[];
  readonly warnings: readonly Warning[];
}

/** A picture that covers more of a page is its paper, where text stands on it. */
const paper = 0.85;

/** draftOf lays the glyphs of a page out as those of a PDF: segments, tables by their rulings, pictures in their places. Pure. */
export function draftOf(page: DrawnPage): PageReading {
  const { pageIndex, width, height, glyphs, fonts, paths, links } = page;
  const rulings = rulingsOf(paths);
  const found = findTables({
    glyphs: withLinks(withStrikes(glyphs, paths), links),
    traits: traitsOf(glyphs),
    fonts,
    rulings,
    width,
    height,
  });
  const sheet = width * height;
  const text = textFacts({
    glyphs,
    written: glyphs,
    unknown: glyphs.filter((glyph) => glyph.text === unknownCharacter).length,
    drawn: paths.length > 0 || page.pictures.length > 0,
    pictured: fillsPage(page.pictures, page),
  });
  const hasText = glyphs.some((glyph) => lettersOf(glyph.text) > 0) && text.needsOcr !== 'scan';
  const pictures = page.pictures.filter(({ bbox }) => !(hasText && areaOf(bbox) > paper * sheet));
  const shown = new Set(pictures.map(({ asset }) => asset));
  const content: PdfPageContent = {
    width,
    height,
    fonts,
    segments: [...found.segments, ...drawnBullets(found.segments, paths).segments],
    solids: [...pictures, ...found.tables],
    text,
    links: links.map(({ url }) => url),
  };
  const pageNumber = pageIndex + 1;
  const limited: readonly Warning[] = rulings.limited ? [{ code: 'tables_skipped', pageNumber }] : [];
  return {
    pageIndex,
    content,
    assets: page.assets.filter(({ asset }) => shown.has(asset.name)),
    warnings: [...textWarnings(text, pageNumber), ...limited, ...page.warnings],
  };
}
