import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import { attributeOf, descendants, type Element, findElement, isElement, isText } from './dom.ts';
import { isHidden } from './hidden.ts';
import { isMain, type PageSurvey } from './survey.ts';

/** What is never part of the subject, by tag or role. */
const margins: ReadonlySet<string> = new Set(
  'nav navigation header banner footer contentinfo aside complementary form search menu dialog'.split(' '),
);
const proseTags: ReadonlySet<string> = new Set(['p', 'pre', 'td', 'blockquote', 'li', 'dd']);

/** Characters of a paragraph that count as prose. */
const leastProse = 25;

interface Measure {
  /** Characters inside, and those of them in links. */
  text: number;
  links: number;
  /** What paragraphs directly inside or one level deeper speak for it. */
  score: number;
}

/**
 * subjectOf gives the elements of a page that are its subject: those that say so, else, after Readability (Arc90), the one whose paragraphs
 * hold the most prose outside links, with its like beside it. The page's heading is among them. The whole page when nothing stands out.
 */
export function subjectOf(document: Tree.Document, survey: PageSurvey): readonly Tree.ChildNode[] {
  const found = survey.hasMain ? mainElements(document) : proseElements(document, survey);
  if (found.length === 0) return document.childNodes;
  const heading = findElement(document, ({ tagName }) => tagName === 'h1');
  const has = found.some(
    (element) => element === heading || findElement(element, (inner) => inner.tagName === 'h1') !== undefined,
  );
  return heading === undefined || has ? found : [heading, ...found];
}

function mainElements(document: Tree.Document): readonly Element[] {
  const found: Element[] = [];
  for (const node of descendants(document, (element) => !isMain(element)))
    if (isElement(node) && isMain(node)) found.push(node);
  return found;
}

function proseElements(document: Tree.Document, survey: PageSurvey): readonly Element[] {
  const measures = measured(document, survey);
  const worth = (element: Element): number => {
    const { text, links, score } = measures.get(element) ?? { text: 0, links: 0, score: 0 };
    return text === 0 ? 0 : score * (1 - links / text);
  };
  let best: Element | undefined;
  for (const element of measures.keys()) if (worth(element) > (best === undefined ? 0 : worth(best))) best = element;
  if (best === undefined || best.parentNode === null) return [];
  const least = worth(best) / 5;
  return best.parentNode.childNodes
    .filter((node) => isElement(node))
    .filter((node) => node === best || worth(node) > least);
}

/** measured measures every element, those inside first, without recursion. */
function measured(document: Tree.Document, survey: PageSurvey): ReadonlyMap<Element, Measure> {
  const measures = new Map<Element, Measure>();
  const order: Element[] = [];
  const isBody = (element: Element) =>
    !margins.has(element.tagName) && !margins.has(attributeOf(element, 'role') ?? '') && !isHidden(element, survey);
  for (const node of descendants(document, isBody)) if (isElement(node) && isBody(node)) order.push(node);
  for (const element of order.toReversed()) {
    const measure = measures.get(element) ?? { text: 0, links: 0, score: 0 };
    for (const child of element.childNodes) if (isText(child)) measure.text += child.value.trim().length;
    if (element.tagName === 'a') measure.links = measure.text;
    measures.set(element, measure);
    const parent = element.parentNode;
    if (parent === null || !isElement(parent)) continue;
    const above = measures.get(parent) ?? { text: 0, links: 0, score: 0 };
    measures.set(parent, { ...above, text: above.text + measure.text, links: above.links + measure.links });
    if (proseTags.has(element.tagName) && measure.text >= leastProse) speakFor(element, measure, measures);
  }
  return measures;
}

/** A paragraph speaks for what holds it, and half as much for what holds that. */
function speakFor(element: Element, { text, links }: Measure, measures: Map<Element, Measure>): void {
  const score = (1 + Math.min(3, text / 100)) * (1 - links / text);
  let holder = element.parentNode;
  for (const part of [1, 0.5]) {
    if (holder === null || !isElement(holder)) return;
    const measure = measures.get(holder) ?? { text: 0, links: 0, score: 0 };
    measures.set(holder, { ...measure, score: measure.score + score * part });
    holder = holder.parentNode;
  }
}
