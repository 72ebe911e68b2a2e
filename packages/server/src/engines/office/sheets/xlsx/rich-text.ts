import type { Inline, Style } from '@docmill/document';
import type { XmlElement } from '../../package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../../package/xml-query.ts';

/** richText reads a shared string, an inline string or the text of a comment. Text of one manner throughout is plain. */
export function richText(element: XmlElement | undefined): readonly Inline[] {
  const runs = childrenOf(element, 'x:r');
  if (runs.length === 0) return plainText(xmlText(childOf(element, 'x:t')));
  const inlines = runs.flatMap((run): readonly Inline[] => {
    const text = unescapeText(xmlText(childOf(run, 'x:t')));
    const styles = stylesOf(childOf(run, 'x:rPr'));
    return text === '' ? [] : [{ type: 'text', text, ...(styles.length === 0 ? {} : { styles }) }];
  });
  const [first] = inlines;
  const mixed = inlines.some((inline) => stylesKey(inline) !== stylesKey(first));
  return mixed ? inlines : plainText(inlines.map((inline) => ('text' in inline ? inline.text : '')).join(''));
}

/** plainText makes the content of a cell of text as the file has it. */
export function plainText(raw: string): readonly Inline[] {
  const text = unescapeText(raw).trim();
  return text === '' ? [] : [{ type: 'text', text }];
}

function stylesKey(inline: Inline | undefined): string {
  return inline?.type === 'text' ? (inline.styles ?? []).join() : '';
}

const simple: Readonly<Record<string, Style>> = { 'x:b': 'bold', 'x:i': 'italic', 'x:strike': 'strikethrough' };

function stylesOf(properties: XmlElement | undefined): readonly Style[] {
  return elementsOf(properties).flatMap(({ name, attributes }): readonly Style[] => {
    const value = attributes.val ?? '1';
    if (name === 'x:vertAlign') return value === 'superscript' || value === 'subscript' ? [value] : [];
    const style = simple[name];
    return style === undefined || value === '0' || value === 'false' ? [] : [style];
  });
}

/** Characters that XML cannot hold are written `_x000D_` (ISO 29500-1, 22.9.2.19). */
function unescapeText(text: string): string {
  const shown = text.includes('_x')
    ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
    : text;
  return shown.includes('\r') ? shown.replace(/\r\n?/g, '\n') : shown;
}

function characterOf(code: number): string {
  return code < 32 && code !== 9 && code !== 10 && code !== 13 ? '' : String.fromCharCode(code);
}
