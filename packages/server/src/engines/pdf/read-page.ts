import type { Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { EngineOptions, EngineRun } from '../engine.ts';
import { findAlgorithms } from './algorithms.ts';
import { paintAnnotations } from './annotations.ts';
import { findBareAlgorithms } from './bare-algorithms.ts';
import { type ShownObjects, withoutClipped } from './clips.ts';
import { type Deadline, deadlineOf } from './deadline.ts';
import { drawnBullets } from './drawn-bullets.ts';
import { type Described, withDescriptions } from './figures/descriptions.ts';
import { belongsTo, findFigures, holdsProse, isIn } from './figures/find-figures.ts';
import { textBoxes } from './figures/panels.ts';
import { withFilledGaps } from './filled-gaps.ts';
import type { OutlineLooks } from './fonts.ts';
import { drawFormulas } from './formulas/draw-formulas.ts';
import { type FoundFormula, findFormulas } from './formulas/find-formulas.ts';
import { muteBoxes } from './formulas/mute.ts';
import { readGlyphs } from './glyphs.ts';
import { groundOf } from './ground.ts';
import { withoutLineNumbers } from './line-numbers.ts';
import { type PageLink, readLinks, withLinks } from './links.ts';
import { withMendedScripts } from './other-scripts.ts';
import { withoutBands } from './page-bands.ts';
import type { PageReading, Segment } from './page-content.ts';
import { frameOf, type PageFrame } from './page-frame.ts';
import { listObjects, type PageObject, type PageObjects } from './page-objects.ts';
import { type PagePath, readPaths } from './paths.ts';
import type { PdfFile } from './pdf-file.ts';
import type { PdfiumApi } from './pdfium.ts';
import { type FoundImage, findImages, readPictures } from './pictures.ts';
import { toSegments } from './segments.ts';
import { withStrikes } from './strikes.ts';
import { findTables, rulingsOf } from './tables/index.ts';
import type { TableDraft } from './tables/table-draft.ts';
import { placedTables } from './tagged-tables.ts';
import { type PageTags, readTags } from './tags.ts';
import { fillsPage, textFacts, textWarnings, visibleOf } from './text-quality.ts';

/**
 * readPage reads one page; without `formulaEnable` or `tableEnable` the text of formulas or tables stays text. Throws `page_failed` when
 * PDFium cannot load it, `page_timeout` when it takes too long.
 */
export function readPage(file: PdfFile, pageIndex: number, run: PageRun): PageReading {
  const { api, handle } = file;
  const pageNumber = pageIndex + 1;
  const deadline = deadlineOf(pageNumber, run.limits.pageTime);
  let page = loadPage(file, pageIndex);
  try {
    const frame = frameOf(api, page);
    const links = readLinks(api, { document: handle, page, frame });
    if (paintAnnotations(api, page)) {
      api.fpdf.FPDF_ClosePage(page);
      page = 0;
      page = loadPage(file, pageIndex);
    }
    return draftOf({ api, document: handle, page, pageIndex, frame, links, looks: file.looks, deadline }, run);
  } finally {
    if (page !== 0) api.fpdf.FPDF_ClosePage(page);
  }
}

function loadPage({ api, handle }: PdfFile, pageIndex: number): number {
  const page = api.fpdf.FPDF_LoadPage(handle, pageIndex);
  if (page !== 0) return page;
  throw new AppError('page_failed', { params: { page: pageIndex + 1, reason: 'PDFium cannot load it' } });
}

type PageRun = Pick<EngineRun, 'limits' | 'options'>;

/** OpenedPage is a page while it is read. */
interface OpenedPage {
  readonly api: PdfiumApi;
  /** FPDF_DOCUMENT and FPDF_PAGE. */
  readonly document: number;
  readonly page: number;
  readonly pageIndex: number;
  readonly frame: PageFrame;
  readonly links: readonly PageLink[];
  readonly looks: OutlineLooks;
  /** Looked at between the steps. */
  readonly deadline: Deadline;
}

function draftOf(opened: OpenedPage, { limits, options }: PageRun): PageReading {
  const { api, document, page, pageIndex, frame, deadline } = opened;
  const pageNumber = pageIndex + 1;
  const listed = listObjects(api, page);
  const { objects, clips } = withoutClipped(api, listed.objects, frame);
  const paths = readPaths(api, objects, frame);
  const tags = readTags(api, page);
  deadline.check();
  const words = readWords(opened, { objects, isWhole: listed.isWhole, clips, paths, tags, options });
  deadline.check();
  const found = findImages(api, objects, frame);
  const text = textFacts({
    glyphs: words.all,
    written: words.glyphs,
    kept: words.kept,
    unknown: words.unknown,
    height: frame.height,
    drawn: objects.some(({ type }) => type !== 'text'),
    pictured: fillsPage(found, frame),
  });
  const hasText = words.all.length > 0 && text.needsOcr !== 'scan';
  const images = (hasText ? withoutBands(found, frame) : found).filter(({ bbox }) => !holdsProse(bbox, words.segments));
  const drawn = drawingsOf(words, { paths, images, frame });
  const wanted = options.images !== 'drop';
  const formulas = words.formulas.filter(({ bbox }) => !isIn(drawn.figures, bbox));
  const drawnFormulas = drawFormulas(api, { page, formulas, limits, deadline, wanted });
  const { figures } = drawn;
  const place = { document, page, pageNumber, frame, deadline };
  const { pictures, assets, warnings } = readPictures(api, { ...place, images, figures, hasText, limits, wanted });
  const described = tags === undefined ? [] : describedBy(tags, opened, { objects, paths, images: found });
  const limited: readonly Warning[] = words.limited ? [{ code: 'tables_skipped', pageNumber }] : [];
  return {
    pageIndex,
    content: {
      width: frame.width,
      height: frame.height,
      fonts: words.fonts,
      segments: drawn.segments,
      solids: [...withDescriptions(pictures, described), ...drawn.tables, ...words.programs, ...drawnFormulas.pictures],
      ...(drawn.boxes.length === 0 ? {} : { boxes: drawn.boxes }),
      text,
      links: words.links.map(({ url }) => url),
    },
    assets: [...assets, ...drawnFormulas.assets],
    warnings: [...textWarnings(text, pageNumber), ...unreadOf(formulas, pageNumber), ...limited, ...warnings],
  };
}

interface WordsInput extends ShownObjects, PageObjects {
  readonly paths: readonly PagePath[];
  readonly tags: PageTags | undefined;
  readonly options: EngineOptions;
}

/** readWords reads the text of a page, and takes its formulas and tables out of it. */
function readWords(opened: OpenedPage, { objects, isWhole, clips, paths, tags, options }: WordsInput) {
  const { api, page, frame, links, looks, deadline } = opened;
  const ground = groundOf(api, { objects, isWhole, paths, frame });
  const {
    fonts,
    unknown,
    heard,
    traits,
    glyphs: read,
  } = readGlyphs(api, page, { frame, tags, clips, ground, looks, deadline });
  const visible = traits.invisible ? visibleOf(read) : read;
  const mended = traits.otherScripts ? withMendedScripts(visible) : { glyphs: visible, strokes: 0 };
  const all = withFilledGaps(mended.glyphs);
  const { programs: ruled, glyphs: outside } = findAlgorithms(withStrikes(withoutLineNumbers(all), paths), paths);
  const { programs: bare, glyphs: struck } = findBareAlgorithms(outside, fonts);
  const programs = [...ruled, ...bare];
  const mute = () => muteBoxes(api, { objects, frame, heard });
  const { glyphs, formulas } =
    options.formulaEnable === false
      ? { glyphs: struck, formulas: [] }
      : findFormulas({ glyphs: struck, fonts, paths, mute });
  deadline.check();
  const rulings = rulingsOf(paths);
  const { width, height } = frame;
  const linked = withLinks(glyphs, links);
  const tagged = placedTables(api, tags?.tables ?? [], { objects, frame });
  const { tables, segments } = findTables({ glyphs: linked, traits, fonts, rulings, tagged, width, height });
  const isAsked = options.tableEnable !== false;
  return {
    all,
    glyphs,
    kept:
      lengthIn(segments, tables) + programs.reduce((sum, { caption, text }) => sum + caption.length + text.length, 0),
    fonts,
    unknown: unknown - mended.strokes,
    links,
    formulas,
    segments: isAsked ? segments : toSegments(linked),
    tables: isAsked ? tables : [],
    // The lines of tables are no drawings, also where tables are not asked for.
    taken: [...tables, ...programs].map(({ bbox }) => bbox),
    programs,
    limited: isAsked && rulings.limited,
  };
}

/** lengthIn gives the characters of lines and cells, blanks included. */
function lengthIn(segments: readonly Segment[], tables: readonly TableDraft[]): number {
  let length = 0;
  for (const { runs } of segments) for (const { text } of runs) length += text.length;
  for (const { cells } of tables) for (const { lines } of cells) length += lengthIn(lines.flat(), []);
  return length;
}

interface Drawn {
  readonly paths: readonly PagePath[];
  readonly images: readonly FoundImage[];
  readonly frame: PageFrame;
}

/** drawingsOf tells figures, boxes of text and drawn bullets apart; the words and tables in figures are none of the text. */
function drawingsOf(
  { segments: written, tables, taken }: ReturnType<typeof readWords>,
  { paths, images, frame }: Drawn,
) {
  const { width, height } = frame;
  const bullets = drawnBullets(written, paths);
  const boxes = images.map(({ bbox }) => bbox);
  const page = { paths, width, height };
  const figures = findFigures({ ...page, bullets: bullets.paths, images: boxes, taken, segments: written });
  const own = bullets.numbers.size === 0 ? written : written.filter((segment) => !bullets.numbers.has(segment));
  const segments = [...own, ...bullets.segments].filter((segment) => !belongsTo(figures, segment));
  const boxesOfText = textBoxes({ ...page, segments, taken: [...taken, ...figures] });
  return { figures, segments, tables: tables.filter(({ bbox }) => !isIn(figures, bbox)), boxes: boxesOfText };
}

/** describedBy gives what is drawn that the tags describe. */
function describedBy(
  tags: PageTags,
  { api }: OpenedPage,
  { objects, paths, images }: Omit<Drawn, 'frame'> & { readonly objects: readonly PageObject[] },
): readonly Described[] {
  const alts = new Map<number, string>();
  for (const { handle } of objects) {
    const alt = tags.altOf(api.fpdf.FPDFPageObj_GetMarkedContentID(handle));
    if (alt !== undefined) alts.set(handle, alt);
  }
  if (alts.size === 0) return [];
  const drawn = [...images, ...paths.map(({ bbox, object }) => ({ bbox, handle: objects[object]?.handle ?? 0 }))];
  return drawn.flatMap(({ bbox, handle }) => {
    const alt = alts.get(handle);
    return alt === undefined ? [] : [{ bbox, alt }];
  });
}

function unreadOf(formulas: readonly FoundFormula[], pageNumber: number): readonly Warning[] {
  const count = formulas.filter(({ latex }) => latex === '').length;
  return count === 0 ? [] : [{ code: 'formula_unread', pageNumber, params: { count } }];
}
