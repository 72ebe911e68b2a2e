import { createHash } from 'node:crypto';
import { flatten } from '../building/flatten.ts';
import { attributeOf, collapse, type DomNode, type Element, isElement, rawText } from './dom.ts';
import { blocksOf, type Place } from './place.ts';
import type { PageSurvey } from './survey.ts';

const noteTypes = /(?:^|\s)(?:doc-)?(?:footnote|endnote|rearnote)(?:\s|$)/;

/** isNoteMark tells a link to a note by the words of DPUB-ARIA and EPUB. */
export function isNoteMark(element: Element): boolean {
  return element.tagName === 'a' && /(?:^|\s)(?:doc-)?noteref(?:\s|$)/.test(typesOf(element));
}

/** isNote tells the text of a note: it says so, or a mark of this page points to it. */
export function isNote(element: Element, { noteTargets }: PageSurvey): boolean {
  const id = attributeOf(element, 'id');
  if (id === undefined || id === '') return false;
  return noteTargets.has(id) || noteTypes.test(typesOf(element));
}

function typesOf(element: Element): string {
  return `${attributeOf(element, 'role') ?? ''} ${attributeOf(element, 'epub:type') ?? ''}`;
}

/** putNoteMark puts the mark of a note in the line; false where its note is not in the document. */
export function putNoteMark(element: Element, place: Place): boolean {
  const label = labelOf(attributeOf(element, 'href') ?? '', place);
  if (label === undefined) return false;
  place.flow.line.add({ type: 'note', label }, undefined);
  return true;
}

/** putNote makes a note of an element, without the link back to its mark. */
export function putNote(element: Element, place: Place): void {
  const label = labelOf(`#${attributeOf(element, 'id') ?? ''}`, place);
  const content = flatten(blocksOf(withoutBackLinks(element), place), '\n');
  if (label !== undefined && content.length > 0) place.flow.add({ type: 'note', label, content });
}

function labelOf(address: string, { page }: Place): string | undefined {
  if (page.noteLabel !== undefined) return page.noteLabel(address);
  const id = address.startsWith('#') ? address.slice(1) : '';
  return page.survey.noteTargets.has(id) ? noteLabel(id) : undefined;
}

const longestLabel = 40;

/** noteLabel makes a label of an id: at most 40 letters, digits and `-`. `注1` -> `u6ce81` */
export function noteLabel(id: string): string {
  const label = id
    .slice(0, 1_000)
    .replace(/[^A-Za-z0-9-]/gu, (sign) => (sign < '\u0080' ? '-' : `u${sign.codePointAt(0)?.toString(16)}`));
  if (label.length <= longestLabel) return label;
  return `${label.slice(0, longestLabel - 13)}-${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
}

/** `<li id=fn1><p>text <a href="#fnref1" role="doc-backlink">↩</a></p></li>` -> its children, the link taken out of the tree */
function withoutBackLinks(element: Element): readonly DomNode[] {
  const waiting: Element[] = [element];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node.childNodes = node.childNodes.filter((child) => !isElement(child) || !isBackLink(child));
    for (const child of node.childNodes) if (isElement(child)) waiting.push(child);
  }
  return element.childNodes;
}

function isBackLink(element: Element): boolean {
  if (element.tagName !== 'a' || !(attributeOf(element, 'href') ?? '').includes('#')) return false;
  return (
    /(?:^|\s)(?:doc-)?backlink(?:\s|$)/.test(typesOf(element)) ||
    /^(?:[↩↑^⤴\s]|\ufe0e)+$/u.test(collapse(rawText(element, 20)))
  );
}
