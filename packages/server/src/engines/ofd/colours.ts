import type { XmlElement } from '../office/package/xml.ts';
import { childOf, elementsOf } from '../office/package/xml-query.ts';
import type { DrawParam, Resources } from './resources.ts';
import { numberOf, numbersOf } from './values.ts';

/** Style is how an object is drawn: what it says itself, else what its layer does. */
export interface Style {
  /** Millimetres. */
  readonly lineWidth: number;
  readonly fill: XmlElement | undefined;
  readonly stroke: XmlElement | undefined;
}

/** plainStyle is that of objects of which nothing is said (GB/T 33190, 8.2). */
export const plainStyle: Style = { lineWidth: 0.353, fill: undefined, stroke: undefined };

/** Draw parameters may refer to others, and in a broken file to themselves. */
const deepestRelative = 8;
/** Colour of what is painted with a pattern or a gradient. */
const unknown = 0x808080;

/** styleOf gives the style of an object inside another. */
export function styleOf(element: XmlElement, outer: Style, { drawParams }: Resources): Style {
  const named = withParam(element.attributes.DrawParam, outer, { drawParams, depth: 0 });
  const { LineWidth: width } = element.attributes;
  return {
    lineWidth: numberOf(width, named.lineWidth),
    fill: childOf(element, 'ofd:FillColor') ?? named.fill,
    stroke: childOf(element, 'ofd:StrokeColor') ?? named.stroke,
  };
}

interface ParamInput {
  readonly drawParams: ReadonlyMap<string, DrawParam>;
  readonly depth: number;
}

function withParam(id: string | undefined, outer: Style, { drawParams, depth }: ParamInput): Style {
  const param = id === undefined || depth > deepestRelative ? undefined : drawParams.get(id);
  if (param === undefined) return outer;
  const { lineWidth, fill, stroke } = withParam(param.relative, outer, { drawParams, depth: depth + 1 });
  return { lineWidth: param.lineWidth ?? lineWidth, fill: param.fill ?? fill, stroke: param.stroke ?? stroke };
}

/** colourOf gives a colour as 0xRRGGBB, black for none; undefined for what cannot be seen. */
export function colourOf(colour: XmlElement | undefined, { colourSpaces }: Resources): number | undefined {
  if (colour === undefined) return 0;
  const { Alpha: alpha, Value: value, ColorSpace: space = '' } = colour.attributes;
  if (numberOf(alpha, 255) <= 0) return undefined;
  if (value === undefined) return elementsOf(colour).length > 0 ? unknown : 0;
  const parts = numbersOf(value.replace(/#([\da-f]{1,2})/gi, (_, hex) => String(Number.parseInt(hex, 16))));
  const [first = 0, second = first, third = first, fourth] = parts.map((part) => Math.min(255, Math.max(0, part)));
  const kind = colourSpaces.get(space);
  if (kind === 'GRAY' || parts.length < 3) return packed(first, first, first);
  if (kind !== 'CMYK' || fourth === undefined) return packed(first, second, third);
  const mixed = (ink: number) => ((255 - ink) * (255 - fourth)) / 255;
  return packed(mixed(first), mixed(second), mixed(third));
}

function packed(red: number, green: number, blue: number): number {
  return (Math.round(red) << 16) | (Math.round(green) << 8) | Math.round(blue);
}
