import { findElement } from '../../web/dom.ts';
import { mathmlToLatex } from '../../web/mathml.ts';
import { parsePage } from '../../web/parse-page.ts';
import type { XmlElement } from '../package/xml.ts';

/** mathLatex writes a formula of ODF, which is MathML, as LaTeX. */
export function mathLatex(math: XmlElement): string {
  const found = findElement(parsePage(htmlOf(math)).tree, ({ tagName }) => tagName === 'math');
  return found === undefined ? '' : mathmlToLatex(found);
}

function htmlOf(element: XmlElement): string {
  const name = element.name.replace(/^math:/, '');
  if (name === 'annotation') return '';
  const attributes = Object.entries(element.attributes)
    .filter(([key]) => /^[\w:-]+$/.test(key))
    .map(([key, value]) => ` ${key.replace(/^math:/, '')}="${escapeXml(value ?? '')}"`);
  const inner = element.children.map((child) => (typeof child === 'string' ? escapeXml(child) : htmlOf(child)));
  return `<${name}${attributes.join('')}>${inner.join('')}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
