import type { Style } from '@docmill/document';
import { attributeOf, type Element } from './dom.ts';

/** A map, as tags may be called `constructor`. */
const tagStyles: ReadonlyMap<string, Style> = new Map(
  Object.entries({
    b: 'bold',
    strong: 'bold',
    em: 'italic',
    i: 'italic',
    cite: 'italic',
    dfn: 'italic',
    var: 'italic',
    u: 'underline',
    ins: 'underline',
    s: 'strikethrough',
    del: 'strikethrough',
    strike: 'strikethrough',
    sup: 'superscript',
    sub: 'subscript',
  } as const),
);

/** stylesWithin gives the styles of the text in an element: those around it, changed by its tag and its `style` attribute. */
export function stylesWithin(element: Element, around: readonly Style[]): readonly Style[] {
  const tag = tagStyles.get(element.tagName);
  const css = attributeOf(element, 'style');
  if (tag === undefined && css === undefined) return around;
  const styles = tag === undefined ? around : withStyle(around, tag);
  return css === undefined ? styles : declared(css.slice(0, 2_000).toLowerCase(), styles);
}

function withStyle(styles: readonly Style[], style: Style): readonly Style[] {
  const opposite = style === 'superscript' ? 'subscript' : style === 'subscript' ? 'superscript' : undefined;
  return styles.includes(style) ? styles : [...styles.filter((other) => other !== opposite), style];
}

function declared(css: string, styles: readonly Style[]): readonly Style[] {
  const value = (name: string) => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;!]*)`).exec(css)?.[1]?.trim() ?? '';
  const weight = value('font-weight');
  const slant = value('font-style');
  const line = `${value('text-decoration')} ${value('text-decoration-line')}`;
  const height = value('vertical-align');
  const off: readonly (Style | false)[] = [
    /^(normal|lighter|[1-4]00)$/.test(weight) && 'bold',
    slant === 'normal' && 'italic',
  ];
  const on: readonly (Style | false)[] = [
    /^(bold|bolder|[6-9]00)$/.test(weight) && 'bold',
    /^(italic|oblique)/.test(slant) && 'italic',
    line.includes('underline') && 'underline',
    line.includes('line-through') && 'strikethrough',
    height === 'super' && 'superscript',
    height === 'sub' && 'subscript',
  ];
  const kept = styles.filter((style) => !off.includes(style));
  return on.reduce<readonly Style[]>((all, style) => (style === false ? all : withStyle(all, style)), kept);
}
