import type { XmlElement } from '../package/xml.ts';
import { descendantsOf, elementsOf, xmlText } from '../package/xml-query.ts';

/** paragraphsText gives the text of the DrawingML paragraphs below an element, a line for each. */
export function paragraphsText(element: XmlElement | undefined): string {
  return descendantsOf(element, 'a:p')
    .map(paragraphText)
    .filter((line) => line !== '')
    .join('\n');
}

/** paragraphText gives the plain text of one DrawingML paragraph; a line break is a blank. */
export function paragraphText(paragraph: XmlElement): string {
  return elementsOf(paragraph)
    .map((child) => {
      if (child.name === 'a:br') return ' ';
      return child.name === 'a:r' || child.name === 'a:fld'
        ? xmlText(elementsOf(child).find(({ name }) => name === 'a:t'))
        : '';
    })
    .join('')
    .trim();
}

/** pictureWords gives the alternative text of a picture without what Office adds to texts that a program wrote. */
export function pictureWords(alt: string): string {
  return alt
    .replace(/\s*(?:Description automatically generated.*|AI-generated content may be incorrect\.?)\s*$/i, '')
    .trim();
}
