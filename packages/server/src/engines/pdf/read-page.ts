import type { Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { EngineLimits, PageDraft } from '../engine.ts';
import { drawFormulas } from './formulas/draw-formulas.ts';
import { findFormulas } from './formulas/find-formulas.ts';
import { readGlyphs } from './glyphs.ts';
import { readLinks, withLinks } from './links.ts';
import type { PdfPageContent } from './page-content.ts';
import { frameOf } from './page-frame.ts';
import { listObjects } from './page-objects.ts';
import { type PagePath, readPaths } from './paths.ts';
import type { PdfFile } from './pdf-file.ts';
import { readPictures } from './pictures.ts';
import { findTables, rulingsOf } from './tables/index.ts';

/** readPage reads one page. Throws `page_failed` when PDFium cannot load it. */
export function readPage(file: PdfFile, pageIndex: number, limits: EngineLimits): PageDraft<PdfPageContent> {
  const { api, handle } = file;
  const page = api.fpdf.FPDF_LoadPage(handle, pageIndex);
  const pageNumber = pageIndex + 1;
  if (page === 0) throw new AppError('page_failed', { params: { page: pageNumber, reason: 'PDFium cannot load it' } });
  try {
    const frame = frameOf(api, page);
    const { glyphs: all, fonts } = readGlyphs(api, page, frame);
    const objects = listObjects(api, page);
    let known: readonly PagePath[] | undefined;
    const paths = () => {
      known ??= readPaths(api, objects, frame);
      return known;
    };
    const { glyphs, formulas } = findFormulas(all, fonts, paths);
    const links = readLinks(api, { document: handle, page, frame });
    const rulings = rulingsOf(paths());
    const { tables, segments } = findTables({
      glyphs: withLinks(glyphs, links),
      fonts,
      rulings,
      width: frame.width,
      height: frame.height,
    });
    const hasText = all.length > 0;
    const formulaPictures = drawFormulas(api, { page, formulas, limits });
    const { pictures, assets, warnings, drawn } = readPictures(api, {
      document: handle,
      page,
      pageNumber,
      frame,
      objects,
      hasText,
      limits,
    });
    const noText: readonly Warning[] = !hasText && drawn ? [{ code: 'no_text_layer', pageNumber }] : [];
    const tooManyLines: readonly Warning[] = rulings.limited ? [{ code: 'tables_skipped', pageNumber }] : [];
    const content = {
      width: frame.width,
      height: frame.height,
      fonts,
      segments,
      solids: [...pictures, ...tables, ...formulaPictures.pictures],
      links: links.map(({ url }) => url),
    };
    return {
      pageIndex,
      content,
      assets: [...assets, ...formulaPictures.assets],
      warnings: [...noText, ...tooManyLines, ...warnings],
    };
  } finally {
    api.fpdf.FPDF_ClosePage(page);
  }
}
