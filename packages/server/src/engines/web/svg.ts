import type { Block } from '@docmill/document';
import { parseXml, type XmlElement } from '../office/package/xml.ts';
import { childOf, xmlText } from '../office/package/xml-query.ts';

const silent: ReadonlySet<string> = new Set(['title', 'desc', 'defs', 'style', 'script', 'metadata', 'symbol']);

/** svgBlocks gives the words of a drawing: its title, its description, then each of its texts. */
export function svgBlocks(xml: string): readonly Block[] {
  const root = parseXml(xml);
  const title = words(childOf(root, 'title'));
  const lines = root === undefined ? [] : textsIn(root);
  const texts = [words(childOf(root, 'desc')), ...lines].filter((line) => line !== '');
  return [
    ...(title === '' ? [] : [{ type: 'title', level: 1, content: [{ type: 'text', text: title }] } as const]),
    ...texts.map((text): Block => ({ type: 'text', content: [{ type: 'text', text }] })),
  ];
}

function textsIn(element: XmlElement): readonly string[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    const name = child.name.replace(/^.*:/, '');
    if (silent.has(name)) return [];
    return name === 'text' || name === 'foreignObject' ? [words(child)] : textsIn(child);
  });
}

function words(element: XmlElement | undefined): string {
  return xmlText(element).replace(/\s+/g, ' ').trim();
}
