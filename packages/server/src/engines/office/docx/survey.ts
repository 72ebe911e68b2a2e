import { isFixedWidth } from '../flow/roles.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf, xmlText } from '../package/xml-query.ts';
import { linkOfCode } from './fields.ts';

/** Survey is what must be known of a whole text before it is read. */
export interface Survey {
  /** Bookmarks that links lead to. */
  readonly targets: ReadonlySet<string>;
  /** Whether most of the text is set by hand in a font of fixed width, which then says nothing. */
  readonly isTypewritten: boolean;
}

/** surveyBody looks through a text once. */
export function surveyBody(body: XmlElement): Survey {
  const targets = new Set<string>();
  const letters = { fixed: 0, all: 0 };
  const look = (element: XmlElement) => {
    for (const child of elementsOf(element)) {
      if (child.name === 'w:r') measure(child, letters);
      if (child.name === 'w:hyperlink') targets.add(child.attributes['w:anchor'] ?? '');
      else if (child.name === 'w:instrText') targets.add(linkOfCode(xmlText(child))?.url.split('#')[1] ?? '');
      look(child);
    }
  };
  look(body);
  targets.delete('');
  return { targets, isTypewritten: letters.fixed * 2 > letters.all };
}

function measure(run: XmlElement, letters: { fixed: number; all: number }): void {
  const text = childOf(run, 'w:t')?.children[0];
  const length = typeof text === 'string' ? text.length : 0;
  letters.all += length;
  if (isFixedWidth(childOf(run, 'w:rPr', 'w:rFonts')?.attributes['w:ascii'])) letters.fixed += length;
}
