import { posix } from 'node:path';
import type { OfficePackage } from '../office/package/office-package.ts';
import type { XmlElement } from '../office/package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../office/package/xml-query.ts';
import { type Font, fontNamed } from '../pdf/fixed-pages.ts';
import { numberOf, partIn } from './values.ts';

/** Resources are what objects of pages refer to by an id. */
export interface Resources {
  readonly fonts: ReadonlyMap<string, Font>;
  /** Parts of pictures. */
  readonly media: ReadonlyMap<string, string>;
  readonly drawParams: ReadonlyMap<string, DrawParam>;
  /** Contents of graphics that are drawn in several places. */
  readonly composites: ReadonlyMap<string, XmlElement>;
  /** Kinds of colour spaces, such as `GRAY`. */
  readonly colourSpaces: ReadonlyMap<string, string>;
}

/** DrawParam is how objects are drawn that say nothing themselves. */
export interface DrawParam {
  /** Id of the one that it goes on from. */
  readonly relative: string | undefined;
  /** Millimetres. */
  readonly lineWidth: number | undefined;
  readonly fill: XmlElement | undefined;
  readonly stroke: XmlElement | undefined;
}

/** readResources reads the parts of resources in turn; one that is missing or damaged costs what it holds. */
export function readResources(file: OfficePackage, parts: readonly string[], outer?: Resources): Resources {
  const resources = {
    fonts: new Map(outer?.fonts),
    media: new Map(outer?.media),
    drawParams: new Map(outer?.drawParams),
    composites: new Map(outer?.composites),
    colourSpaces: new Map(outer?.colourSpaces),
  };
  for (const part of parts) {
    const root = file.tryXml(part);
    const folder = partIn(posix.dirname(part), root?.attributes.BaseLoc ?? '.');
    for (const group of elementsOf(root))
      for (const element of elementsOf(group)) {
        const id = element.attributes.ID ?? '';
        switch (element.name) {
          case 'ofd:Font':
            resources.fonts.set(id, fontOf(element));
            break;
          case 'ofd:MultiMedia':
            resources.media.set(id, partIn(folder, xmlText(childOf(element, 'ofd:MediaFile'))));
            break;
          case 'ofd:DrawParam':
            resources.drawParams.set(id, drawParamOf(element));
            break;
          case 'ofd:ColorSpace':
            resources.colourSpaces.set(id, element.attributes.Type ?? 'RGB');
            break;
          case 'ofd:CompositeGraphicUnit':
          case 'ofd:CompositeGraphicsUnit': {
            const content = childOf(element, 'ofd:Content');
            if (content !== undefined) resources.composites.set(id, content);
            break;
          }
        }
      }
  }
  return resources;
}

function fontOf({ attributes }: XmlElement): Font {
  return fontNamed(attributes.FontName ?? attributes.FamilyName ?? '', {
    bold: attributes.Bold === 'true',
    italic: attributes.Italic === 'true',
    mono: attributes.FixedWidth === 'true',
  });
}

function drawParamOf(element: XmlElement): DrawParam {
  const { Relative: relative, LineWidth: width } = element.attributes;
  return {
    relative,
    lineWidth: width === undefined ? undefined : numberOf(width, 0),
    fill: childrenOf(element, 'ofd:FillColor')[0],
    stroke: childrenOf(element, 'ofd:StrokeColor')[0],
  };
}
