import { isCodeName, isFixedWidth, type ParagraphRole, roleOf } from '../flow/roles.ts';
import type { CharacterLook } from '../flow/run-line.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf } from '../package/xml-query.ts';

/** OdfLook is what a style says of characters; undefined where it says nothing. */
export interface OdfLook extends CharacterLook {
  readonly hidden?: boolean;
  readonly font?: string;
}

/** OdfStyle is a style with all that it inherits. */
export interface OdfStyle {
  readonly role?: ParagraphRole | undefined;
  readonly isSubtitle: boolean;
  readonly roleLevel?: number | undefined;
  /** From 1. */
  readonly outlineLevel?: number | undefined;
  readonly listStyle?: string | undefined;
  /** Of paragraphs only what was set on this one by hand: what a named style looks like is the layout of the document. */
  readonly look: OdfLook;
  readonly font?: string | undefined;
  readonly isCode: boolean;
}

/** OdfStyles finds styles by family (`paragraph`, `text`, `graphic`, ...) and name. */
export interface OdfStyles {
  style(family: string, name: string | undefined): OdfStyle;
  /** element gives the definition of a list style. */
  list(name: string | undefined): XmlElement | undefined;
  /** The numbering of headings. */
  readonly outline: XmlElement | undefined;
}

const plain: OdfStyle = { look: {}, isCode: false, isSubtitle: false };
const maxSteps = 30;

/** readOdfStyles reads the styles of both parts; those made by hand in the content win over those of the same name elsewhere. */
export function readOdfStyles(parts: readonly (XmlElement | undefined)[]): OdfStyles {
  const styles = new Map<string, { readonly element: XmlElement; readonly byHand: boolean }>();
  const lists = new Map<string, XmlElement>();
  let outline: XmlElement | undefined;
  for (const part of parts) {
    for (const group of [childOf(part, 'office:styles'), childOf(part, 'office:automatic-styles')]) {
      for (const element of elementsOf(group)) {
        const { 'style:family': family, 'style:name': name = '' } = element.attributes;
        if (element.name === 'text:list-style') lists.set(name, element);
        else if (element.name === 'text:outline-style') outline = element;
        else if (family !== undefined)
          styles.set(`${family} ${name}`, { element, byHand: group?.name === 'office:automatic-styles' });
      }
    }
  }
  const fonts = fixedFonts(parts);
  const resolved = new Map<string, OdfStyle>();
  const resolve = (key: string, steps: number): OdfStyle => {
    const known = resolved.get(key);
    if (known !== undefined) return known;
    const { element, byHand } = styles.get(key) ?? { element: undefinedStyle(key), byHand: false };
    const { 'style:family': family = '', 'style:parent-style-name': parentName } = element.attributes;
    const parent = parentName === undefined || steps > maxSteps ? plain : resolve(`${family} ${parentName}`, steps + 1);
    const style = styleOf(element, { parent, fonts, ownLook: byHand || family === 'text' });
    resolved.set(key, style);
    return style;
  };
  return {
    style: (family, name) => (name === undefined ? plain : resolve(`${family} ${name}`, 0)),
    list: (name) => (name === undefined ? undefined : lists.get(name)),
    outline,
  };
}

/** Some programs use names of styles that they do not define; the name says all the same what it is for. */
function undefinedStyle(key: string): XmlElement {
  const [family = '', ...name] = key.split(' ');
  return { name: 'style:style', attributes: { 'style:family': family, 'style:name': name.join(' ') }, children: [] };
}

/** Fonts that the file itself calls fixed. */
function fixedFonts(parts: readonly (XmlElement | undefined)[]): ReadonlySet<string> {
  const faces = parts.flatMap((part) => elementsOf(childOf(part, 'office:font-face-decls')));
  return new Set(
    faces
      .filter(({ attributes }) => attributes['style:font-pitch'] === 'fixed')
      .map(({ attributes }) => attributes['style:name'] ?? ''),
  );
}

interface StyleContext {
  readonly parent: OdfStyle;
  readonly fonts: ReadonlySet<string>;
  readonly ownLook: boolean;
}

function styleOf(element: XmlElement, { parent, fonts, ownLook }: StyleContext): OdfStyle {
  const { attributes } = element;
  const name = (attributes['style:display-name'] ?? attributes['style:name'] ?? '')
    .replaceAll('_20_', ' ')
    .toLowerCase();
  const named = roleOf(name);
  const outline = attributes['style:default-outline-level'];
  const look = lookOf(childOf(element, 'style:text-properties'));
  const font = look.font === undefined ? parent.font : fonts.has(look.font) ? 'monospace' : look.font;
  return {
    role: named?.role ?? parent.role,
    isSubtitle: name === 'subtitle' || parent.isSubtitle,
    roleLevel: named?.level ?? parent.roleLevel,
    outlineLevel: outline === undefined ? parent.outlineLevel : Number(outline) || undefined,
    listStyle: attributes['style:list-style-name'] ?? parent.listStyle,
    look: ownLook ? { ...parent.look, ...look } : {},
    font,
    isCode: isCodeName(name) || parent.isCode || (attributes['style:family'] === 'text' && isFixedWidth(font)),
  };
}

function lookOf(properties: XmlElement | undefined): OdfLook {
  if (properties === undefined) return {};
  const { attributes } = properties;
  const look: { -readonly [Key in keyof OdfLook]: OdfLook[Key] } = {};
  const weight = attributes['fo:font-weight'];
  if (weight !== undefined) look.bold = weight === 'bold' || Number(weight) >= 600;
  const posture = attributes['fo:font-style'];
  if (posture !== undefined) look.italic = posture !== 'normal';
  const underline = attributes['style:text-underline-style'];
  if (underline !== undefined) look.underline = underline !== 'none';
  const strike = attributes['style:text-line-through-style'] ?? attributes['style:text-line-through-type'];
  if (strike !== undefined) look.strike = strike !== 'none';
  const display = attributes['text:display'];
  if (display !== undefined) look.hidden = display === 'none';
  const position = attributes['style:text-position'];
  if (position !== undefined) look.vertical = verticalOf(position);
  const font = attributes['style:font-name'] ?? attributes['fo:font-family'];
  if (font !== undefined) look.font = font;
  return look;
}

/** `super 58%`, `sub 58%`, `33% 58%`, `0% 100%` */
function verticalOf(position: string): 'superscript' | 'subscript' | 'baseline' {
  const raised = Number.parseFloat(position);
  if (position.startsWith('super') || raised > 0) return 'superscript';
  return position.startsWith('sub') || raised < 0 ? 'subscript' : 'baseline';
}
