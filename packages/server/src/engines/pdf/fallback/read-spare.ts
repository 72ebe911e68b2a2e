import type { Glyph } from '../glyphs.ts';
import type { PageReading, PdfPageContent } from '../page-content.ts';
import { frameFor, type PageFrame } from '../page-frame.ts';
import { toSegments } from '../segments.ts';
import { angleOf } from '../text-objects.ts';
import { textFacts } from '../text-quality.ts';
import type { SpareFile, TextItem } from './pdfjs.ts';

const ascent = 0.8;
const descent = 0.2;

/** readSparePage reads the text of one page with pdf.js, into the same draft as PDFium's pages; pictures and drawings are left out. */
export async function readSparePage(file: SpareFile, pageIndex: number): Promise<PageReading> {
  const { view, rotation, items, fonts } = await file.page(pageIndex);
  const [left = 0, bottom = 0, right = 0, top = 0] = view;
  const frame = frameFor({ left, bottom, right, top, rotation });
  const names = [...fonts.keys()];
  const glyphs = items.flatMap((item) => glyphsOf(item, Math.max(0, names.indexOf(item.font)), frame));
  const content: PdfPageContent = {
    width: frame.width,
    height: frame.height,
    fonts: [...fonts.values()],
    segments: toSegments(glyphs),
    solids: [],
    text: textFacts({ glyphs, written: glyphs, unknown: 0, drawn: true, pictured: false }),
    links: [],
  };
  return { pageIndex, content, assets: [], warnings: [{ code: 'spare_reader', pageNumber: pageIndex + 1 }] };
}

/** pdf.js tells only the width of a whole piece: its characters share it evenly. */
function glyphsOf({ text, width, transform }: TextItem, font: number, frame: PageFrame): readonly Glyph[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = transform;
  const size = Math.hypot(c, d);
  const length = Math.hypot(a, b);
  if (!(size > 0 && length > 0 && Number.isFinite(width))) return [];
  const characters = [...text];
  const step = width / characters.length;
  const [along, up] = [
    [a / length, b / length],
    [c / size, d / size],
  ] as const;
  const angle = angleOf(frame.direction(along[0], along[1]));
  return characters.flatMap((character, at): Glyph[] => {
    const [x, y] = [e + along[0] * step * at, f + along[1] * step * at];
    const corners = [
      [x - up[0] * descent * size, y - up[1] * descent * size],
      [x + along[0] * step + up[0] * ascent * size, y + along[1] * step + up[1] * ascent * size],
    ] as const;
    const bbox = frame.box(corners[0][0], corners[0][1], corners[1][0], corners[1][1]);
    if (!frame.shows(bbox)) return [];
    const [shownX, shownY] = frame.point(x, y);
    const baseline = angle % 180 === 0 ? shownY : shownX;
    const blank = /^\s$/.test(character);
    return [{ text: blank ? ' ' : character, bbox, baseline, size, font, angle, generated: false, invisible: false }];
  });
}
