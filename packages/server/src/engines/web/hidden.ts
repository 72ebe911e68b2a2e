import { attributeOf, collapse, type Element, isElement, isText, rawText } from './dom.ts';
import type { PageSurvey } from './survey.ts';

const silentTags: ReadonlySet<string> = new Set(
  'script style template head title meta link base noframes noembed datalist source track param col colgroup area rp'.split(
    ' ',
  ),
);

/** What MathJax 2 writes beside the script that holds the formula. */
const mathJaxClasses = /(?:^|\s)MathJax(?:_Preview|_Display|_SVG|_SVG_Display|_CHTML|_Error)?(?:\s|$)/;
const lineNumberClasses = /(?:^|\s)(?:linenos|lineno|linenodiv|line-numbers-rows)(?:\s|$)/;

/** isHidden tells what a page holds but does not show, and what only repeats what it says elsewhere. */
export function isHidden(element: Element, survey: PageSurvey): boolean {
  if (silentTags.has(element.tagName) || attributeOf(element, 'hidden') !== undefined) return true;
  if (element.tagName === 'dialog' && attributeOf(element, 'open') === undefined) return true;
  const css = attributeOf(element, 'style');
  if (css !== undefined && /(?:^|;)\s*display\s*:\s*none/i.test(css.slice(0, 2_000))) return true;
  const classes = attributeOf(element, 'class') ?? '';
  if (lineNumberClasses.test(classes) || (survey.hasMathScripts && mathJaxClasses.test(classes))) return true;
  return attributeOf(element, 'aria-hidden') === 'true' && isRepetition(element);
}

/** Sizes up to which repetitions are looked for; what is larger is content. */
const mostNodes = 50;
const mostSiblings = 20;

/** What is hidden from screen readers only is left out if it holds no words or says what stands beside it. */
function isRepetition(element: Element): boolean {
  if (element.tagName === 'img' || element.tagName === 'math') return false;
  const text = collapse(rawText(element, mostNodes));
  if (!/[\p{L}\p{N}]/u.test(text))
    return element.childNodes.every((node) => !isElement(node) || node.tagName !== 'img');
  const parent = element.parentNode;
  if (parent === null || text.length > 500 || parent.childNodes.length > mostSiblings) return false;
  const label = 'attrs' in parent ? (attributeOf(parent, 'aria-label') ?? '') : '';
  const beside = parent.childNodes.map((node) => {
    if (node === element) return '';
    if (isText(node)) return node.value;
    return isElement(node) && node.tagName !== 'script' ? rawText(node, mostNodes) : '';
  });
  return collapse(`${label} ${beside.join(' ')}`).includes(text);
}
