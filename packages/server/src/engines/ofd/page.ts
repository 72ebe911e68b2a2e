import { posix } from 'node:path';
import type { Warning } from '@docmill/document';
import { AppError } from '#errors';
import { PictureStore } from '../building/picture-store.ts';
import type { EngineLimits } from '../engine.ts';
import type { XmlElement } from '../office/package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../office/package/xml-query.ts';
import type { DrawnPage, Matrix } from '../pdf/fixed-pages.ts';
import type { OfdFile, OfdPage } from './open-ofd.ts';
import { Painter } from './painter.ts';
import { readResources } from './resources.ts';
import { boxOf, partIn, pointsPerMillimetre, sizeOf } from './values.ts';

/** Sheet of pages whose size nothing tells: A4, millimetres. */
const usualSheet = [210, 297] as const;
const mostTemplates = 20;

/** drawPage gives what a page draws: its templates, its content, its annotations. Throws `page_failed`. */
export function drawPage(file: OfdFile, pageIndex: number, limits: EngineLimits): DrawnPage {
  const page = file.pages[pageIndex];
  const root = page === undefined ? undefined : file.file.xml(page.part);
  if (page === undefined || root === undefined)
    throw new AppError('page_failed', { params: { page: pageIndex + 1, reason: 'it is missing in the file' } });
  const [width, height] =
    sizeOf(xmlText(childOf(root, 'ofd:Area', 'ofd:PhysicalBox'))) ?? page.document.size ?? usualSheet;
  const folder = posix.dirname(page.part);
  const own = childrenOf(root, 'ofd:PageRes').map((element) => partIn(folder, xmlText(element)));
  const pictures = new PictureStore(limits);
  const painter = new Painter(file.file, pictures, [width * pointsPerMillimetre, height * pointsPerMillimetre]);
  painter.resources = readResources(file.file, own, page.document.resources);
  const { before, after } = templatesOf(file, page, root);
  for (const content of [...before, root, ...after]) painter.paintLayers(childOf(content, 'ofd:Content'));
  for (const part of page.document.annotations.get(page.id) ?? []) paintAnnotations(painter, file.file.tryXml(part));
  const warnings = pictures.warnings.map((warning) => ({ ...warning, pageNumber: pageIndex + 1 }));
  return {
    pageIndex,
    width: width * pointsPerMillimetre,
    height: height * pointsPerMillimetre,
    ...painter.drawn,
    assets: pictures.assets,
    warnings: [...(pageIndex === 0 ? file.warnings : []), ...warnings, ...limitOf(painter, pageIndex + 1)],
  };
}

function limitOf({ limited }: Painter, pageNumber: number): readonly Warning[] {
  return limited ? [{ code: 'page_truncated', pageNumber }] : [];
}

interface Templates {
  readonly before: readonly (XmlElement | undefined)[];
  readonly after: readonly (XmlElement | undefined)[];
}

function templatesOf({ file }: OfdFile, { document }: OfdPage, root: XmlElement): Templates {
  const used = childrenOf(root, 'ofd:Template').slice(0, mostTemplates);
  const of = (elements: readonly XmlElement[]) =>
    elements.map(({ attributes }) => file.tryXml(document.templates.get(attributes.TemplateID ?? '')));
  const isOver = ({ attributes }: XmlElement) => attributes.ZOrder === 'Foreground';
  return { before: of(used.filter((element) => !isOver(element))), after: of(used.filter(isOver)) };
}

function paintAnnotations(painter: Painter, root: XmlElement | undefined): void {
  for (const annotation of childrenOf(root, 'ofd:Annot')) {
    if (annotation.attributes.Visible === 'false' || annotation.attributes.Type === 'Watermark') continue;
    for (const appearance of elementsOf(annotation).filter(({ name }) => name === 'ofd:Appearance')) {
      const [x, y] = boxOf(appearance.attributes.Boundary) ?? [0, 0];
      const move: Matrix = [1, 0, 0, 1, x, y];
      painter.paintAnnotation(annotation, appearance, move);
    }
  }
}
