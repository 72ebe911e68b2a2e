import { type Bbox, intersectionArea } from '@docmill/document';
import type { PictureStore } from '../building/picture-store.ts';
import type { OfficePackage } from '../office/package/office-package.ts';
import type { XmlElement } from '../office/package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../office/package/xml-query.ts';
import {
  boxOfPoints,
  type DrawnPage,
  type Font,
  type Glyph,
  type Matrix,
  multiply,
  type PageLink,
  type PagePath,
  type Picture,
  shapeOf,
} from '../pdf/fixed-pages.ts';
import { colourOf, plainStyle, type Style, styleOf } from './colours.ts';
import { figuresOf } from './path-data.ts';
import type { Resources } from './resources.ts';
import { glyphsOf } from './text.ts';
import { boxOf, matrixIn, numberOf, pointsPerMillimetre, pointThrough } from './values.ts';

/** What is beyond these is not looked at: a map may hold millions of objects, and graphics may draw one another without end. */
const mostObjects = 100_000;
const mostGraphics = 1_000;
const mostGlyphs = 200_000;
const mostLinks = 2_000;
const deepest = 8;
/** PictureStore smaller than this on the page, points, are ornaments. */
const smallestPicture = 12;
const boldWeight = 600;

const noResources: Resources = {
  fonts: new Map(),
  media: new Map(),
  drawParams: new Map(),
  composites: new Map(),
  colourSpaces: new Map(),
};

/** Place is where an object stands: `matrix` maps the space around it, millimetres, to points of the page as shown. */
interface Place {
  readonly matrix: Matrix;
  readonly style: Style;
  readonly depth: number;
}

/** Painter gathers what the objects of a page draw. */
export class Painter {
  resources = noResources;
  private readonly glyphs: Glyph[] = [];
  private readonly fonts: Font[] = [];
  private readonly fontIndexes = new Map<string, number>();
  private readonly paths: PagePath[] = [];
  private readonly links: PageLink[] = [];
  private readonly pictures: Picture[] = [];
  private objects = 0;
  private graphics = 0;
  private readonly file: OfficePackage;
  private readonly keeper: PictureStore;
  private readonly sheet: Bbox;

  /** `size`: width and height of the page, points. */
  constructor(file: OfficePackage, keeper: PictureStore, [width, height]: readonly [number, number]) {
    this.file = file;
    this.keeper = keeper;
    this.sheet = [0, 0, width, height];
  }

  get drawn(): Pick<DrawnPage, 'glyphs' | 'fonts' | 'paths' | 'links' | 'pictures'> {
    const { glyphs, fonts, paths, links, pictures } = this;
    return { glyphs, fonts, paths, links, pictures };
  }

  /** limited tells whether the page holds more than is looked at. */
  get limited(): boolean {
    return this.objects > mostObjects || this.graphics > mostGraphics || this.glyphs.length >= mostGlyphs;
  }

  /** paintLayers paints the layers of a content in their order: background, body, foreground. */
  paintLayers(content: XmlElement | undefined): void {
    const layers = childrenOf(content, 'ofd:Layer');
    const rank = ({ attributes }: XmlElement) =>
      ['Background', 'Body', 'Foreground'].indexOf(attributes.Type ?? 'Body');
    for (const layer of layers.toSorted((a, b) => rank(a) - rank(b))) this.paintBlock(layer, this.page);
  }

  /** paintAnnotation paints the look of an annotation; its actions may make it a link. */
  paintAnnotation(annotation: XmlElement, appearance: XmlElement, move: Matrix): void {
    const matrix = multiply(move, this.page.matrix);
    const box = boxOf(appearance.attributes.Boundary);
    if (box !== undefined) this.addLink(annotation, boxThrough(this.page.matrix, box));
    this.paintBlock(appearance, { ...this.page, matrix });
  }

  private get page(): Place {
    return { matrix: [pointsPerMillimetre, 0, 0, pointsPerMillimetre, 0, 0], style: plainStyle, depth: 0 };
  }

  private paintBlock(block: XmlElement, place: Place): void {
    if (place.depth > deepest) return;
    const style = styleOf(block, place.style, this.resources);
    for (const element of elementsOf(block)) {
      this.objects += 1;
      if (this.objects > mostObjects) return;
      this.paint(element, { ...place, style, depth: place.depth + 1 });
    }
  }

  private paint(element: XmlElement, place: Place): void {
    const { attributes, name } = element;
    if (name === 'ofd:PageBlock') {
      this.paintBlock(element, place);
      return;
    }
    if (attributes.Visible === 'false' || (attributes.Alpha !== undefined && numberOf(attributes.Alpha, 255) <= 0))
      return;
    const boundary = boxOf(attributes.Boundary);
    if (boundary === undefined) return;
    const frame = boxThrough(place.matrix, boundary);
    if (intersectionArea(grown(frame), this.sheet) <= 0) return;
    const moved = multiply([1, 0, 0, 1, boundary[0], boundary[1]], place.matrix);
    const own = {
      matrix: multiply(matrixIn(attributes.CTM), moved),
      style: styleOf(element, place.style, this.resources),
      depth: place.depth,
    };
    this.addLink(element, frame);
    switch (name) {
      case 'ofd:TextObject':
        this.addText(element, own);
        break;
      case 'ofd:PathObject':
        this.addPath(element, own, frame);
        break;
      case 'ofd:ImageObject':
        this.addPicture(attributes.ResourceID ?? '', frame);
        break;
      case 'ofd:CompositeObject': {
        const content = this.resources.composites.get(attributes.ResourceID ?? '');
        this.graphics += 1;
        if (content !== undefined && this.graphics <= mostGraphics) this.paintBlock(content, own);
      }
    }
  }

  private addText(element: XmlElement, { matrix, style }: Place): void {
    const { Fill: fill, Stroke: stroke } = element.attributes;
    if (fill !== 'false' && stroke !== 'true' && colourOf(style.fill, this.resources) === undefined) return;
    const budget = mostGlyphs - this.glyphs.length;
    for (const glyph of glyphsOf(element, { matrix, font: this.fontOf(element), budget })) {
      const [x, y] = [(glyph.bbox[0] + glyph.bbox[2]) / 2, (glyph.bbox[1] + glyph.bbox[3]) / 2];
      if (x >= 0 && y >= 0 && x <= this.sheet[2] && y <= this.sheet[3]) this.glyphs.push(glyph);
    }
  }

  private fontOf({ attributes }: XmlElement): number {
    const { Font: id = '', Weight: weight, Italic: italic, Fill: fill, Stroke: stroke } = attributes;
    const font = this.resources.fonts.get(id) ?? { name: '', bold: false, italic: false, mono: false };
    const bold = font.bold || numberOf(weight, 400) >= boldWeight || (stroke === 'true' && fill !== 'false');
    const key = `${id} ${bold} ${italic === 'true'}`;
    const known = this.fontIndexes.get(key);
    if (known !== undefined) return known;
    this.fonts.push({ ...font, bold, italic: font.italic || italic === 'true' });
    this.fontIndexes.set(key, this.fonts.length - 1);
    return this.fonts.length - 1;
  }

  private addPath(element: XmlElement, { matrix, style }: Place, frame: Bbox): void {
    const { Fill: fills, Stroke: strokes } = element.attributes;
    const stroke = strokes === 'false' ? undefined : colourOf(style.stroke, this.resources);
    const fill = fills === 'true' ? colourOf(style.fill, this.resources) : undefined;
    if (stroke === undefined && fill === undefined) return;
    const [a, b, c, d] = matrix;
    const width = stroke === undefined ? 0 : style.lineWidth * Math.sqrt(Math.abs(a * d - b * c));
    const paint = { ...(stroke === undefined ? {} : { stroke }), ...(fill === undefined ? {} : { fill }), width };
    for (const figure of figuresOf(xmlText(childOf(element, 'ofd:AbbreviatedData')), matrix)) {
      const shape = shapeOf(figure, paint);
      // Nothing is drawn outside an object's boundary.
      if (shape !== undefined && intersectionArea(grown(shape.bbox), grown(frame)) > 0)
        this.paths.push({ ...shape, object: this.objects });
    }
  }

  private addPicture(resource: string, frame: Bbox): void {
    const part = this.resources.media.get(resource);
    const [x0, y0, x1, y1] = [0, 1, 2, 3].map((at) =>
      Math.min(this.sheet[at % 2 === 0 ? 2 : 3], Math.max(0, frame[at] ?? 0)),
    ) as [number, number, number, number];
    if (part === undefined || !(x1 - x0 >= smallestPicture && y1 - y0 >= smallestPicture)) return;
    const kept = this.keeper.keepPart(this.file, part);
    if (kept !== undefined && 'asset' in kept && kept.asset !== undefined)
      this.pictures.push({ type: 'picture', bbox: [x0, y0, x1, y1], asset: kept.asset });
  }

  private addLink(element: XmlElement, bbox: Bbox): void {
    if (this.links.length >= mostLinks) return;
    for (const action of childrenOf(childOf(element, 'ofd:Actions'), 'ofd:Action')) {
      const url = (childOf(action, 'ofd:URI')?.attributes.URI ?? '').trim();
      if (/^(https?|mailto|ftp):/i.test(url) && url.length <= 4_000) this.links.push({ url, bbox });
    }
  }
}

function boxThrough(matrix: Matrix, [x0, y0, x1, y1]: Bbox): Bbox {
  return boxOfPoints([
    pointThrough(matrix, x0, y0),
    pointThrough(matrix, x1, y0),
    pointThrough(matrix, x0, y1),
    pointThrough(matrix, x1, y1),
  ]);
}

/** grown makes room for lines, whose boxes have no area. */
function grown([x0, y0, x1, y1]: Bbox): Bbox {
  return [x0 - 1, y0 - 1, x1 + 1, y1 + 1];
}
