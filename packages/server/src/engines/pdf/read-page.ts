import { areaOf, type Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { EngineRun, PageDraft } from '../engine.ts';
import { drawnBullets } from './drawn-bullets.ts';
import { belongsTo, findFigures, holdsProse, isIn } from './figures/find-figures.ts';
import { textBoxes } from './figures/panels.ts';
import { drawFormulas } from './formulas/draw-formulas.ts';
import { type FoundFormula, findFormulas } from './formulas/find-formulas.ts';
import { muteBoxes } from './formulas/mute.ts';
import { readGlyphs } from './glyphs.ts';
import { readLinks, withLinks } from './links.ts';
import type { PdfPageContent } from './page-content.ts';
import { frameOf, type PageFrame } from './page-frame.ts';
import { listObjects } from './page-objects.ts';
import { readPaths } from './paths.ts';
import type { PdfFile } from './pdf-file.ts';
import { type FoundImage, findImages, readPictures } from './pictures.ts';
import { withStrikes } from './strikes.ts';
import { findTables, rulingsOf } from './tables/index.ts';
import { textFacts, textWarnings, visibleOf } from './text-quality.ts';

/** readPage reads one page. Throws `page_failed` when PDFium cannot load it. */
export function readPage(
  file: PdfFile,
  pageIndex: number,
  { limits, options }: Pick<EngineRun, 'limits' | 'options'>,
): PageDraft<PdfPageContent> {
  const wanted = options.images !== 'drop';
  const { api, handle } = file;
  const page = api.fpdf.FPDF_LoadPage(handle, pageIndex);
  const pageNumber = pageIndex + 1;
  if (page === 0) throw new AppError('page_failed', { params: { page: pageNumber, reason: 'PDFium cannot load it' } });
  try {
    const frame = frameOf(api, page);
    const read = readGlyphs(api, page, frame);
    const { fonts } = read;
    const all = visibleOf(read.glyphs);
    const links = readLinks(api, { document: handle, page, frame });
    const objects = listObjects(api, page);
    const paths = readPaths(api, objects, frame);
    const { glyphs, formulas: displayed } = findFormulas({
      glyphs: withStrikes(all, paths),
      fonts,
      paths,
      mute: () => muteBoxes(api, { page, frame, heard: read.heard }),
    });
    const rulings = rulingsOf(paths);
    const { tables, segments: written } = findTables({
      glyphs: withLinks(glyphs, links),
      fonts,
      rulings,
      width: frame.width,
      height: frame.height,
    });
    const found = findImages(api, objects, frame);
    const text = textFacts({
      glyphs: all,
      written: glyphs,
      unknown: read.unknown,
      drawn: objects.length > 0,
      pictured: fillsPage(found, frame),
    });
    const images = found.filter(({ bbox }) => !holdsProse(bbox, written));
    const taken = tables.map(({ bbox }) => bbox);
    const { width, height } = frame;
    const bullets = drawnBullets(written, paths);
    const figures = findFigures({
      paths,
      bullets: bullets.paths,
      images: images.map(({ bbox }) => bbox),
      taken,
      segments: written,
      width,
      height,
    });
    const formulas = displayed.filter(({ bbox }) => !isIn(figures, bbox));
    const segments = [...written, ...bullets.segments].filter((segment) => !belongsTo(figures, segment));
    const boxes = textBoxes({ paths, segments, taken: [...taken, ...figures], width, height });
    const drawnFormulas = drawFormulas(api, { page, formulas, limits, wanted });
    const { pictures, assets, warnings } = readPictures(api, {
      document: handle,
      page,
      pageNumber,
      frame,
      images,
      figures,
      hasText: all.length > 0 && text.needsOcr !== 'scan',
      limits,
      wanted,
    });
    const tooManyLines: readonly Warning[] = rulings.limited ? [{ code: 'tables_skipped', pageNumber }] : [];
    const content = {
      width: frame.width,
      height: frame.height,
      fonts,
      segments,
      solids: [...pictures, ...tables, ...drawnFormulas.pictures],
      ...(boxes.length === 0 ? {} : { boxes }),
      text,
      links: links.map(({ url }) => url),
    };
    return {
      pageIndex,
      content,
      assets: [...assets, ...drawnFormulas.assets],
      warnings: [...textWarnings(text, pageNumber), ...unreadOf(formulas, pageNumber), ...tooManyLines, ...warnings],
    };
  } finally {
    api.fpdf.FPDF_ClosePage(page);
  }
}

/** fillsPage: a picture lies under the whole page, as under that of a scan. */
function fillsPage(images: readonly FoundImage[], { width, height }: PageFrame): boolean {
  return images.some(({ bbox }) => areaOf(bbox) > 0.7 * width * height);
}

function unreadOf(formulas: readonly FoundFormula[], pageNumber: number): readonly Warning[] {
  const count = formulas.filter(({ latex }) => latex === '').length;
  return count === 0 ? [] : [{ code: 'formula_unread', pageNumber, params: { count } }];
}
