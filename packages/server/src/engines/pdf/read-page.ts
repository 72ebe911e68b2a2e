import type { Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { EngineLimits, PageDraft } from '../engine.ts';
import { withDrawnBullets } from './drawn-bullets.ts';
import { belongsTo, findFigures, holdsProse, isIn } from './figures/find-figures.ts';
import { drawFormulas } from './formulas/draw-formulas.ts';
import { type FoundFormula, findFormulas } from './formulas/find-formulas.ts';
import { muteBoxes } from './formulas/mute.ts';
import { readGlyphs } from './glyphs.ts';
import { readLinks, withLinks } from './links.ts';
import type { PdfPageContent } from './page-content.ts';
import { frameOf } from './page-frame.ts';
import { listObjects } from './page-objects.ts';
import { readPaths } from './paths.ts';
import type { PdfFile } from './pdf-file.ts';
import { findImages, readPictures } from './pictures.ts';
import { findTables, rulingsOf } from './tables/index.ts';

/** readPage reads one page. Throws `page_failed` when PDFium cannot load it. */
export function readPage(file: PdfFile, pageIndex: number, limits: EngineLimits): PageDraft<PdfPageContent> {
  const { api, handle } = file;
  const page = api.fpdf.FPDF_LoadPage(handle, pageIndex);
  const pageNumber = pageIndex + 1;
  if (page === 0) throw new AppError('page_failed', { params: { page: pageNumber, reason: 'PDFium cannot load it' } });
  try {
    const frame = frameOf(api, page);
    const { glyphs: all, fonts, heard } = readGlyphs(api, page, frame);
    const links = readLinks(api, { document: handle, page, frame });
    const objects = listObjects(api, page);
    const paths = readPaths(api, objects, frame);
    const { glyphs, formulas: displayed } = findFormulas({
      glyphs: all,
      fonts,
      paths,
      mute: () => muteBoxes(api, { page, frame, heard }),
    });
    const rulings = rulingsOf(paths);
    const { tables, segments: written } = findTables({
      glyphs: withLinks(glyphs, links),
      fonts,
      rulings,
      width: frame.width,
      height: frame.height,
    });
    const images = findImages(api, objects, frame).filter(({ bbox }) => !holdsProse(bbox, written));
    const taken = tables.map(({ bbox }) => bbox);
    const { width, height } = frame;
    const figures = findFigures({
      paths,
      images: images.map(({ bbox }) => bbox),
      taken,
      segments: written,
      width,
      height,
    });
    const formulas = displayed.filter(({ bbox }) => !isIn(figures, bbox));
    const outside = figures.length === 0 ? written : written.filter((segment) => !belongsTo(figures, segment));
    const segments = withDrawnBullets(outside, paths);
    const hasText = all.length > 0;
    const drawnFormulas = drawFormulas(api, { page, formulas, limits });
    const { pictures, assets, warnings, drawn } = readPictures(api, {
      document: handle,
      page,
      pageNumber,
      frame,
      images,
      figures,
      hasText,
      limits,
    });
    const noText: readonly Warning[] = !hasText && drawn ? [{ code: 'no_text_layer', pageNumber }] : [];
    const content = {
      width: frame.width,
      height: frame.height,
      fonts,
      segments,
      solids: [...pictures, ...tables, ...drawnFormulas.pictures],
      links: links.map(({ url }) => url),
    };
    return {
      pageIndex,
      content,
      assets: [...assets, ...drawnFormulas.assets],
      warnings: [...noText, ...unreadOf(formulas, pageNumber), ...warnings],
    };
  } finally {
    api.fpdf.FPDF_ClosePage(page);
  }
}

function unreadOf(formulas: readonly FoundFormula[], pageNumber: number): readonly Warning[] {
  const count = formulas.filter(({ latex }) => latex === '').length;
  return count === 0 ? [] : [{ code: 'formula_unread', pageNumber, params: { count } }];
}
