import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import { attributeOf, descendants, type Element, isElement, isText } from './dom.ts';
import { isNoteMark } from './notes.ts';

/** PageSurvey is what must be known of the whole page before any of it is read. */
export interface PageSurvey {
  /** What relative addresses are relative to, if the page says so. */
  readonly base: URL | undefined;
  /** Ids that links of the page point to. */
  readonly targets: ReadonlySet<string>;
  /** Ids of the notes that marks of the page point to. */
  readonly noteTargets: ReadonlySet<string>;
  /** The page says which part of it is its subject. */
  readonly hasMain: boolean;
  /** Formulas stand in scripts for MathJax, so what MathJax made of them repeats them. */
  readonly hasMathScripts: boolean;
}

const sideTags: ReadonlySet<string> = new Set(['nav', 'header', 'footer', 'aside']);

/** surveyPage looks at every element of a page once. */
export function surveyPage(document: Tree.Document): PageSurvey {
  const targets = new Set<string>();
  const [ids, marked] = [new Set<string>(), new Set<string>()];
  let base: URL | undefined;
  let hasMathScripts = false;
  for (const node of descendants(document)) {
    if (!isElement(node)) continue;
    const href = attributeOf(node, 'href');
    if (node.tagName === 'a' && href?.startsWith('#')) targets.add(decodedFragment(href));
    if (isNoteMark(node) && href?.startsWith('#')) marked.add(href.slice(1));
    const id = attributeOf(node, 'id');
    if (id !== undefined) ids.add(id);
    if (node.tagName === 'base' && href !== undefined) base ??= absolute(href);
    if (node.tagName === 'script' && isMathScript(node)) hasMathScripts = true;
  }
  return { base, targets, noteTargets: marked.intersection(ids), hasMain: hasMain(document), hasMathScripts };
}

/** isMathScript tells a formula for MathJax from a program. */
export function isMathScript(element: Element): boolean {
  return element.tagName === 'script' && /^math\/tex\b/i.test(attributeOf(element, 'type') ?? '');
}

/** isMain tells the elements that hold the subject of a page. */
export function isMain(element: Element): boolean {
  return element.tagName === 'main' || element.tagName === 'article' || attributeOf(element, 'role') === 'main';
}

/** Only one with text counts: programs fill empty ones later, and it is not the main part when it stands in a margin. */
function hasMain(document: Tree.Document): boolean {
  let found = false;
  const enter = (element: Element): boolean => {
    if (sideTags.has(element.tagName)) return false;
    if (!isMain(element)) return true;
    found ||= hasText(element);
    return false;
  };
  for (const _ of descendants(document, enter)) if (found) return true;
  return found;
}

function hasText(element: Element): boolean {
  const shows = ({ tagName }: Element) => tagName !== 'script' && tagName !== 'style';
  for (const node of descendants(element, shows)) if (isText(node) && /\S/.test(node.value)) return true;
  return false;
}

function decodedFragment(href: string): string {
  try {
    return decodeURIComponent(href.slice(1));
  } catch {
    return href.slice(1);
  }
}

function absolute(href: string): URL | undefined {
  const base = URL.parse(href);
  return base !== null && /^https?:$/.test(base.protocol) ? base : undefined;
}
