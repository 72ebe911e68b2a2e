import { descendants, type Element, isText } from './dom.ts';
import { isHidden } from './hidden.ts';
import type { PageSurvey } from './survey.ts';

/** flatText gives the text that an element shows without its structure, however deep it is. */
export function flatText(element: Element, survey: PageSurvey): string {
  const parts: string[] = [];
  for (const node of descendants(element, (inner) => !isHidden(inner, survey)))
    if (isText(node)) parts.push(node.value);
  return parts.join(' ');
}
