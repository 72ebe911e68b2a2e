import type { Inline } from '@docmill/document';
import type { XmlElement } from '../../package/xml.ts';
import { childrenOf, xmlText } from '../../package/xml-query.ts';
import { linked } from '../links.ts';

/** cellContent gives what a cell shows; of one that a program wrote without a text, its value. */
export function cellContent(cell: XmlElement): readonly Inline[] {
  const lines = linesOf(cell);
  return lines.length > 0 ? lines : textInline(shownValue(cell));
}

/** linesOf gives the paragraphs of a cell or a remark, a line for each. */
export function linesOf(parent: XmlElement): readonly Inline[] {
  const lines = childrenOf(parent, 'text:p').map(lineOf);
  const joined = lines.flatMap((line, at): readonly Inline[] =>
    at === 0 || line.length === 0 ? line : [{ type: 'text', text: '\n' }, ...line],
  );
  return joined.every((inline) => inline.type === 'text' && inline.text.trim() === '') ? [] : joined;
}

function lineOf(paragraph: XmlElement): readonly Inline[] {
  const parts: Inline[] = [];
  let text = '';
  const endText = () => {
    parts.push(...textInline(text));
    text = '';
  };
  const walk = (element: XmlElement): void => {
    for (const child of element.children) {
      if (typeof child === 'string') text += child.replace(/\s+/g, ' ');
      else if (child.name === 'text:s') text += ' '.repeat(Math.min(100, Number(child.attributes['text:c'] ?? 1) || 1));
      else if (child.name === 'text:tab') text += ' ';
      else if (child.name === 'text:line-break') text += '\n';
      else if (child.name === 'text:a') {
        endText();
        parts.push(...linked(textInline(xmlText(child)), child.attributes['xlink:href']));
      } else if (child.name.startsWith('text:') && child.name !== 'text:ruby-text') walk(child);
    }
  };
  walk(paragraph);
  endText();
  return parts;
}

function textInline(text: string): readonly Inline[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function shownValue({ attributes }: XmlElement): string {
  const value = attributes['office:value'] ?? '';
  switch (attributes['office:value-type']) {
    case 'percentage':
      return value === '' ? '' : `${Number((Number(value) * 100).toPrecision(12))}%`;
    case 'date':
      return attributes['office:date-value'] ?? '';
    case 'time':
      return attributes['office:time-value'] ?? '';
    case 'boolean':
      return (attributes['office:boolean-value'] ?? '').toUpperCase();
    case 'string':
      return attributes['office:string-value'] ?? '';
    case 'currency':
      return `${value} ${attributes['office:currency'] ?? ''}`.trim();
    default:
      return value;
  }
}
