import { createHash } from 'node:crypto';
import { areaOf, type Bbox, intersectionArea, unionBbox, type Warning } from '@docmill/document';
import type { AssetBytes, EngineLimits } from '../engine.ts';
import type { Deadline } from './deadline.ts';
import type { Picture } from './page-content.ts';
import { frameOf, type PageFrame } from './page-frame.ts';
import { boxThrough, type Matrix, matrixOf, multiply, type PageObject } from './page-objects.ts';
import type { PdfFile } from './pdf-file.ts';
import type { PdfiumApi } from './pdfium.ts';
import { encodeBitmap, type Png } from './png.ts';

/** Pictures smaller than this on the page, points, are ornaments. */
const smallest = 12;
/** Pictures of fewer pixels than this are fills and shadows. */
const fewestPixels = 6;
/** Pictures in so many pieces are drawn as one. */
const piecesDrawn = 4;
const renderDpi = 144;
const finestDpi = 300;

/** FoundImage is an image object with its place on the page. */
export interface FoundImage {
  readonly handle: number;
  readonly bbox: Bbox;
  /** Pixels; 0 when unknown. */
  readonly width: number;
  readonly height: number;
  /** Shown as it is stored, neither turned nor mirrored. */
  readonly upright: boolean;
}

/** PagePictures are the pictures of a page with their bytes. */
export interface PagePictures {
  readonly pictures: readonly Picture[];
  readonly assets: readonly AssetBytes[];
  readonly warnings: readonly Warning[];
}

/** PictureInput: `hasText` tells a picture with a text layer over it from a scan without one. */
export interface PictureInput {
  readonly document: number;
  readonly page: number;
  readonly pageNumber: number;
  readonly frame: PageFrame;
  /** Images of the page, as `findImages` gives them. */
  readonly images: readonly FoundImage[];
  /** Places of drawings; images in them are parts of them. */
  readonly figures: readonly Bbox[];
  readonly hasText: boolean;
  readonly limits: EngineLimits;
  readonly deadline: Deadline;
  /** Whether pictures are wanted; else only their places are given. */
  readonly wanted: boolean;
}

/** readPictures takes the raster images of a page. A page without text whose picture comes in pieces, or as drawings, is drawn as a whole. */
export function readPictures(api: PdfiumApi, input: PictureInput): PagePictures {
  const { page, frame, hasText, images: found, figures } = input;
  const pageBox: Bbox = [0, 0, frame.width, frame.height];
  if (!hasText) {
    if (api.fpdf.FPDFPage_CountObjects(page) === 0) return { pictures: [], assets: [], warnings: [] };
    if (found.length !== 1) return drawAll(api, input, [pageBox]);
  }
  const alone = found.filter(
    ({ bbox }) => !figures.some((figure) => intersectionArea(bbox, figure) > 0.5 * areaOf(bbox)),
  );
  const shown = alone.filter((image) => isFigure(image, pageBox, hasText));
  const { single, pieces } = splitPieces(shown);
  const drawnPieces = drawAll(api, input, [...pieces, ...figures]);
  if (!input.wanted) return { ...drawnPieces, pictures: [...single.map(placeOf), ...drawnPieces.pictures] };
  const taken = single.map((image) => takeImage(api, input, image));
  return {
    pictures: [...taken.flatMap((one) => one.picture ?? []), ...drawnPieces.pictures],
    assets: [...taken.flatMap((one) => one.asset ?? []), ...drawnPieces.assets],
    warnings: [...taken.flatMap((one) => one.warning ?? []), ...drawnPieces.warnings],
  };
}

function placeOf({ bbox }: Pick<Picture, 'bbox'>): Picture {
  return { type: 'picture', bbox };
}

/** findImages finds the raster images of a page. */
export function findImages(api: PdfiumApi, objects: readonly PageObject[], frame: PageFrame): readonly FoundImage[] {
  const { fpdf, scratch } = api;
  return objects.flatMap(({ handle, type, outer }): FoundImage[] => {
    if (type !== 'image' || !fpdf.FPDFPageObj_GetMatrix(handle, scratch)) return [];
    const matrix = multiply(matrixOf(api.floats(scratch, 6)), outer);
    const sized = fpdf.FPDFImageObj_GetImagePixelSize(handle, scratch, scratch + 4);
    const [width, height] = sized ? [api.int(scratch), api.int(scratch + 4)] : [0, 0];
    const bbox = clip(boxThrough(matrix, [0, 0, 1, 1], frame), frame);
    return [{ handle, bbox, width, height, upright: isUpright(matrix, frame) }];
  });
}

/** isUpright: the image's x axis runs to the right on the page as shown, its y axis up. */
function isUpright([a, b, c, d]: Matrix, frame: PageFrame): boolean {
  const [xx, xy] = frame.direction(a, b);
  const [yx, yy] = frame.direction(c, d);
  return xx > 0 && yy < 0 && Math.abs(xy) < 0.1 * xx && Math.abs(yx) < 0.1 * -yy;
}

function clip([x0, y0, x1, y1]: Bbox, { width, height }: PageFrame): Bbox {
  const inX = (x: number) => Math.min(width, Math.max(0, x));
  const inY = (y: number) => Math.min(height, Math.max(0, y));
  return [inX(x0), inY(y0), inX(x1), inY(y1)];
}

/** Ornaments are too small, rules too thin; a picture under a whole page of text is its paper. */
function isFigure({ bbox, width, height }: FoundImage, pageBox: Bbox, hasText: boolean): boolean {
  if (!(bbox[2] - bbox[0] >= smallest && bbox[3] - bbox[1] >= smallest)) return false;
  if (width < fewestPixels || height < fewestPixels) return false;
  return !(hasText && areaOf(bbox) > 0.85 * areaOf(pageBox));
}

interface PieceGroup {
  readonly images: FoundImage[];
  bbox: Bbox;
}

/** splitPieces finds pictures that came in many touching pieces; each group becomes one region to draw. */
function splitPieces(images: readonly FoundImage[]): {
  readonly single: readonly FoundImage[];
  readonly pieces: readonly Bbox[];
} {
  const closed: PieceGroup[] = [];
  let groups: PieceGroup[] = [];
  for (const image of [...images].sort((a, b) => a.bbox[1] - b.bbox[1])) {
    const reach = grown(image.bbox);
    // What ends above all that is to come is not asked again.
    if (groups.some(({ bbox }) => bbox[3] + 1 < reach[1])) {
      closed.push(...groups.filter(({ bbox }) => bbox[3] + 1 < reach[1]));
      groups = groups.filter(({ bbox }) => bbox[3] + 1 >= reach[1]);
    }
    const touching = groups.filter((group) => intersectionArea(grown(group.bbox), reach) > 0);
    const [own] = touching;
    if (own === undefined) {
      groups.push({ images: [image], bbox: image.bbox });
      continue;
    }
    // A map comes in tens of thousands of pieces, which must not be copied for each of them.
    own.images.push(image);
    own.bbox = unionBbox([image.bbox, ...touching.map(({ bbox }) => bbox)]) ?? image.bbox;
    if (touching.length === 1) continue;
    for (const other of touching) if (other !== own) for (const one of other.images) own.images.push(one);
    groups = groups.filter((group) => group === own || !touching.includes(group));
  }
  const all = [...closed, ...groups];
  const drawn = new Set(all.filter((group) => group.images.length >= piecesDrawn).flatMap((group) => group.images));
  return {
    single: images.filter((image) => !drawn.has(image)),
    pieces: all.filter((group) => group.images.length >= piecesDrawn).map((group) => group.bbox),
  };
}

function grown([x0, y0, x1, y1]: Bbox): Bbox {
  return [x0 - 1, y0 - 1, x1 + 1, y1 + 1];
}

interface Kept {
  readonly picture: Picture;
  readonly asset: AssetBytes;
}

interface Taken extends Partial<Kept> {
  readonly warning?: Warning;
}

/** The text of a page is worth more than its pictures: those that come too late are left out. */
const noTime = 'the time of its page is over';

function skippedFor(reason: string, pageNumber: number): Taken {
  return { warning: { code: 'image_skipped', pageNumber, params: { reason } } };
}

/** takeImage passes JPEG data through untouched and encodes everything else as PNG; what is turned on the page is drawn as shown. */
function takeImage(api: PdfiumApi, input: PictureInput, image: FoundImage): Taken {
  const { fpdf } = api;
  const { handle, bbox, width, height, upright } = image;
  const { pageNumber, limits, deadline } = input;
  const skipped = (reason: string) => skippedFor(reason, pageNumber);
  if (deadline.isOver()) return skipped(noTime);
  if (width * height > limits.maxPixels) return skipped(`${width} x ${height} pixels are over the limit`);
  if (!upright) return asPng(drawTurned(api, input, image), bbox);
  const jpeg = jpegOf(api, handle);
  if (jpeg !== undefined) return keep(jpeg, { bbox, mediaType: 'image/jpeg', extension: 'jpg', width, height });
  const bitmap = decode(api, input, image);
  if (bitmap === 0) return skipped('it cannot be decoded');
  try {
    return asPng(encodeBitmap(api, bitmap), bbox);
  } finally {
    fpdf.FPDFBitmap_Destroy(bitmap);
  }
}

/** takeRegion draws a part of a page as a picture of its own. */
export function takeRegion(api: PdfiumApi, region: Region): { readonly picture: Picture; readonly asset: AssetBytes } {
  const { picture, asset } = asPng(drawRegion(api, region), region.bbox);
  return { picture, asset };
}

function asPng({ data, width, height }: Png, bbox: Bbox): Kept {
  return keep(data, { bbox, mediaType: 'image/png', extension: 'png', width, height });
}

function drawTurned(api: PdfiumApi, { page, limits }: PictureInput, { bbox, width, height }: FoundImage): Png {
  const dpi = 72 * Math.sqrt((width * height) / Math.max(1, areaOf(bbox)));
  return drawRegion(api, { page, bbox, dpi: Math.min(finestDpi, dpi), maxPixels: limits.maxPixels });
}

/**
 * decode gives an image as it looks, one pixel a sample: with its mask, its own colours, and stencils painted. PDFium draws it at the size
 * of its matrix, one pixel a point, so for that moment the matrix is the image's own size.
 */
function decode(api: PdfiumApi, { document, page }: PictureInput, { handle, width, height }: FoundImage): number {
  const { fpdf, scratch } = api;
  if (!fpdf.FPDFPageObj_GetMatrix(handle, scratch)) return fpdf.FPDFImageObj_GetBitmap(handle);
  const matrix = api.floats(scratch, 6);
  api.setFloats(scratch, [width, 0, 0, height, 0, 0]);
  fpdf.FPDFPageObj_SetMatrix(handle, scratch);
  const bitmap = fpdf.FPDFImageObj_GetRenderedBitmap(document, page, handle);
  api.setFloats(scratch, matrix);
  fpdf.FPDFPageObj_SetMatrix(handle, scratch);
  return bitmap === 0 ? fpdf.FPDFImageObj_GetBitmap(handle) : bitmap;
}

function jpegOf(api: PdfiumApi, handle: number): Uint8Array | undefined {
  const { fpdf } = api;
  if (fpdf.FPDFImageObj_GetImageFilterCount(handle) !== 1) return undefined;
  const filter = api.utf8((address, size) => fpdf.FPDFImageObj_GetImageFilter(handle, 0, address, size));
  if (filter !== 'DCTDecode' && filter !== 'DCT') return undefined;
  const size = fpdf.FPDFImageObj_GetImageDataRaw(handle, 0, 0);
  const address = api.allocate(size);
  try {
    fpdf.FPDFImageObj_GetImageDataRaw(handle, address, size);
    const data = api.bytes().slice(address, address + size);
    return isPlainJpeg(data) ? data : undefined;
  } finally {
    api.free(address);
  }
}

/** Four components mean CMYK, which viewers of JPEG files show in wrong colours. */
function isPlainJpeg(data: Uint8Array): boolean {
  if (data[0] !== 0xff || data[1] !== 0xd8) return false;
  for (let at = 2; at + 9 < data.length && data[at] === 0xff; ) {
    const marker = data[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return data[at + 9] !== 4;
    at += 2 + (data[at + 2] ?? 0) * 256 + (data[at + 3] ?? 0);
  }
  return false;
}

interface Picturing {
  readonly bbox: Bbox;
  readonly mediaType: string;
  readonly extension: string;
  readonly width: number;
  readonly height: number;
}

function keep(data: Uint8Array, { bbox, mediaType, extension, width, height }: Picturing): Kept {
  const name = `${createHash('sha256').update(data).digest('hex')}.${extension}`;
  const size = width > 0 && height > 0 ? { width, height } : {};
  return {
    picture: { type: 'picture', bbox, asset: name },
    asset: { asset: { name, mediaType, bytes: data.byteLength, ...size }, data },
  };
}

function drawAll(api: PdfiumApi, input: PictureInput, regions: readonly Bbox[]): PagePictures {
  if (!input.wanted) return { pictures: regions.map((bbox) => placeOf({ bbox })), assets: [], warnings: [] };
  const taken = regions.map((bbox): Taken => {
    if (input.deadline.isOver()) return skippedFor(noTime, input.pageNumber);
    const png = drawRegion(api, { page: input.page, bbox, dpi: renderDpi, maxPixels: input.limits.maxPixels });
    return asPng(png, bbox);
  });
  return {
    pictures: taken.flatMap((one) => one.picture ?? []),
    assets: taken.flatMap((one) => one.asset ?? []),
    warnings: taken.flatMap((one) => one.warning ?? []),
  };
}

/** Region is a part of a page to draw, in points of the page as shown; fewer dots an inch where the limit of pixels asks for it. */
export interface Region {
  readonly page: number;
  readonly bbox: Bbox;
  readonly dpi: number;
  readonly maxPixels: number;
}

const withAnnotations = 1;
const white = 0xffffffff;

/** drawRegion draws a part of a page on white and gives it as PNG. */
export function drawRegion(api: PdfiumApi, { page, bbox, dpi, maxPixels }: Region): Png {
  const { fpdf, scratch } = api;
  const points = areaOf(bbox);
  const scale = Math.min(dpi / 72, Math.sqrt(maxPixels / Math.max(1, points)));
  const width = Math.max(1, Math.round((bbox[2] - bbox[0]) * scale));
  const height = Math.max(1, Math.round((bbox[3] - bbox[1]) * scale));
  const bitmap = fpdf.FPDFBitmap_CreateEx(width, height, 3, 0, 0);
  if (bitmap === 0) throw new RangeError(`no room for a picture of ${width} x ${height} pixels`);
  try {
    fpdf.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
    api.setFloats(scratch, [scale, 0, 0, scale, -bbox[0] * scale, -bbox[1] * scale, 0, 0, width, height]);
    fpdf.FPDF_RenderPageBitmapWithMatrix(bitmap, page, scratch, scratch + 24, withAnnotations);
    return encodeBitmap(api, bitmap);
  } finally {
    fpdf.FPDFBitmap_Destroy(bitmap);
  }
}

/** PageDrawing is how a page is drawn. */
export interface PageDrawing {
  readonly dpi: number;
  readonly maxPixels: number;
}

/** drawPage draws a whole page as PNG. Throws a RangeError when PDFium cannot load it. */
export function drawPage({ api, handle }: PdfFile, pageIndex: number, drawing: PageDrawing): Uint8Array {
  const page = api.fpdf.FPDF_LoadPage(handle, pageIndex);
  if (page === 0) throw new RangeError(`PDFium cannot load page ${pageIndex + 1}`);
  try {
    const { width, height } = frameOf(api, page);
    return drawRegion(api, { page, bbox: [0, 0, width, height], ...drawing }).data;
  } finally {
    api.fpdf.FPDF_ClosePage(page);
  }
}
