import { isCodeName, isFixedWidth, type ParagraphRole, roleOf, standsUnderTitle } from '../flow/roles.ts';
import type { CharacterLook } from '../flow/run-line.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf } from '../package/xml-query.ts';

/** Look is what a style says of its characters; undefined where it says nothing. */
export interface Look extends CharacterLook {
  readonly hidden?: boolean | undefined;
  readonly font?: string | undefined;
}

/** NumberingRef points into a numbering; `level` is undefined where the style leaves it to the numbering. */
export interface NumberingRef {
  readonly numId: string;
  readonly level?: number | undefined;
}

/** ResolvedStyle is a style with all that it inherits. */
export interface ResolvedStyle {
  readonly id: string;
  readonly role?: ParagraphRole | undefined;
  /** Level of an index entry or of a heading by its name, from 0. */
  readonly roleLevel?: number | undefined;
  /** From 0; 9 is body text. */
  readonly outlineLevel?: number | undefined;
  readonly numbering?: NumberingRef | undefined;
  /** Points. */
  readonly indent?: number | undefined;
  readonly look: Look;
  /** Character styles for program text. */
  readonly isCode: boolean;
  /** The style of hyperlinks, whose underline says nothing. */
  readonly isLink: boolean;
}

/** Styles of a document, resolved when they are first asked for. */
export interface Styles {
  /** paragraph gives a paragraph style; the default one for undefined or an unknown id. */
  paragraph(id: string | undefined): ResolvedStyle;
  character(id: string | undefined): ResolvedStyle | undefined;
  /** Whether the text itself is set in a font of fixed width: then such a font says nothing. */
  readonly isTypewritten: boolean;
}

const plain: ResolvedStyle = { id: '', look: {}, isCode: false, isLink: false };
/** Styles that inherit from one another in a circle, or through more steps, are cut there. */
const maxSteps = 30;

/** readStyles reads the part of styles; without one every style is the default. */
export function readStyles(root: XmlElement | undefined): Styles {
  const elements = new Map<string, XmlElement>();
  let defaultId: string | undefined;
  for (const style of childrenOf(root, 'w:style')) {
    const { 'w:styleId': id, 'w:type': type, 'w:default': isDefault } = style.attributes;
    if (id === undefined) continue;
    elements.set(`${type} ${id}`, style);
    if (type === 'paragraph' && isOnValue(isDefault ?? '0')) defaultId = id;
  }
  const resolved = new Map<string, ResolvedStyle>();
  const resolve = (type: string, id: string, steps = 0): ResolvedStyle => {
    const key = `${type} ${id}`;
    const known = resolved.get(key);
    if (known !== undefined) return known;
    const element = elements.get(key);
    if (element === undefined) return plain;
    const parentId = valueOfChild(element, 'w:basedOn');
    const parent = parentId === undefined || steps > maxSteps ? plain : resolve(type, parentId, steps + 1);
    const own = styleOf(element, id, parent);
    resolved.set(key, own);
    return own;
  };
  const paragraph = (id: string | undefined) => {
    const wanted = id !== undefined && elements.has(`paragraph ${id}`) ? id : defaultId;
    return wanted === undefined ? plain : resolve('paragraph', wanted);
  };
  const defaults = lookOf(childOf(root, 'w:docDefaults', 'w:rPrDefault', 'w:rPr'));
  return {
    paragraph,
    character: (id) => (id === undefined ? undefined : resolve('character', id)),
    isTypewritten: isFixedWidth(paragraph(undefined).look.font ?? defaults.font),
  };
}

function styleOf(element: XmlElement, id: string, parent: ResolvedStyle): ResolvedStyle {
  const name = (valueOfChild(element, 'w:name') ?? id).toLowerCase();
  const properties = childOf(element, 'w:pPr');
  const named = roleOf(name);
  const heading = /^heading ([1-9])$/.exec(name)?.[1];
  const outline = valueOfChild(properties, 'w:outlineLvl');
  return {
    id,
    role: named?.role ?? (heading === undefined && !standsUnderTitle(name) ? parent.role : undefined),
    roleLevel: named?.level ?? parent.roleLevel,
    outlineLevel:
      outline === undefined ? (heading === undefined ? parent.outlineLevel : Number(heading) - 1) : Number(outline),
    numbering: mergeNumbering(numberingOf(properties), parent.numbering),
    indent: indentOf(properties) ?? parent.indent,
    look: mergeLooks(parent.look, lookOf(childOf(element, 'w:rPr'))),
    isCode: parent.isCode || isCodeName(name),
    isLink: parent.isLink || name === 'hyperlink' || name === 'followedhyperlink' || name === 'internet link',
  };
}

/** lookOf reads run properties. */
export function lookOf(properties: XmlElement | undefined): Look {
  if (properties === undefined) return {};
  const look: { -readonly [Key in keyof Look]: Look[Key] } = {};
  for (const child of properties.children) {
    if (typeof child === 'string') continue;
    const value = child.attributes['w:val'];
    switch (child.name) {
      case 'w:b':
        look.bold = isOnValue(value);
        break;
      case 'w:i':
        look.italic = isOnValue(value);
        break;
      case 'w:u':
        look.underline = value !== undefined && value !== 'none';
        break;
      case 'w:strike':
      case 'w:dstrike':
        look.strike = isOnValue(value) || look.strike === true;
        break;
      case 'w:vanish':
        look.hidden = isOnValue(value);
        break;
      case 'w:vertAlign':
        look.vertical = value === 'superscript' || value === 'subscript' ? value : 'baseline';
        break;
      case 'w:rFonts':
        look.font = child.attributes['w:ascii'] ?? child.attributes['w:hAnsi'] ?? child.attributes['w:cs'];
        break;
    }
  }
  return look;
}

/** mergeLooks lays what the second says over the first. */
export function mergeLooks(below: Look, above: Look): Look {
  const said = Object.entries(above).filter(([, value]) => value !== undefined);
  return said.length === 0 ? below : { ...below, ...Object.fromEntries(said) };
}

/** isOnValue reads a switch of Word, which is on when it says nothing. */
export function isOnValue(value: string | undefined): boolean {
  return value === undefined || !/^(?:0|false|off|none)$/.test(value);
}

/** numberingOf reads the reference to a numbering in paragraph properties. */
export function numberingOf(properties: XmlElement | undefined): Partial<NumberingRef> | undefined {
  const element = childOf(properties, 'w:numPr');
  if (element === undefined) return undefined;
  const numId = valueOfChild(element, 'w:numId');
  const level = valueOfChild(element, 'w:ilvl');
  return { ...(numId === undefined ? {} : { numId }), level: level === undefined ? undefined : Number(level) };
}

/** mergeNumbering lays a paragraph's or style's reference over the inherited one. */
export function mergeNumbering(
  own: Partial<NumberingRef> | undefined,
  inherited: NumberingRef | undefined,
): NumberingRef | undefined {
  if (own === undefined) return inherited;
  const numId = own.numId ?? inherited?.numId;
  return numId === undefined ? undefined : { numId, level: own.level ?? inherited?.level };
}

/** indentOf gives where the lines of a paragraph begin, in points; undefined when nothing is said. */
export function indentOf(properties: XmlElement | undefined): number | undefined {
  const { 'w:left': left, 'w:start': start } = childOf(properties, 'w:ind')?.attributes ?? {};
  const twips = Number(left ?? start);
  return Number.isFinite(twips) ? twips / 20 : undefined;
}

/** valueOfChild gives the `w:val` of a child. */
export function valueOfChild(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.attributes['w:val'];
}
