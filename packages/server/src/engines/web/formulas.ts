import { attributeOf, collapse, type Element, findElement, hasClass, isElement, rawText } from './dom.ts';
import { mathmlToLatex } from './mathml.ts';
import type { Place } from './place.ts';
import { isMathScript } from './survey.ts';

/** Formula is a formula as LaTeX; `display` puts it on a line of its own. */
export interface Formula {
  readonly latex: string;
  readonly display: boolean;
}

/** Nodes looked through for the LaTeX of one formula. */
const mostNodes = 5_000;

const wrappers = ['katex', 'mwe-math-element', 'MathJax'] as const;

/**
 * formulaOf reads the formula that an element is: MathML, what KaTeX, MathJax or MediaWiki make of LaTeX (its text is repeated
 * there for the eye), or a script for MathJax. Undefined for all else.
 */
export function formulaOf(element: Element, place: Place): Formula | undefined {
  const found = latexOf(element);
  if (found === undefined || collapse(found.latex) === '') return undefined;
  return { latex: clean(found.latex), display: found.display || place.display };
}

function latexOf(element: Element): Formula | undefined {
  if (isMathScript(element)) {
    return { latex: rawText(element), display: /mode\s*=\s*display/.test(attributeOf(element, 'type') ?? '') };
  }
  if (element.tagName === 'math') return mathOf(element);
  if (element.tagName === 'img') return pictureOf(element);
  if (hasClass(element, 'math')) return unsetFormulaOf(element);
  const wraps = element.tagName === 'mjx-container' || wrappers.some((name) => hasClass(element, name));
  const math = wraps ? findElement(element, ({ tagName }) => tagName === 'math', mostNodes) : undefined;
  const formula = math === undefined ? undefined : mathOf(math);
  if (formula === undefined) return undefined;
  return { ...formula, display: formula.display || attributeOf(element, 'display') === 'true' };
}

/** `<span class="math inline">\(x\)</span>`: pandoc, Sphinx and others leave LaTeX to a script. */
function unsetFormulaOf(element: Element): Formula | undefined {
  if (element.childNodes.some(isElement)) return undefined;
  const text = collapse(rawText(element));
  const marks = [
    ['\\(', '\\)'],
    ['\\[', '\\]'],
    ['$$', '$$'],
    ['$', '$'],
  ] as const;
  const around = marks.find(([open, close]) => text.startsWith(open) && text.endsWith(close));
  if (around === undefined) return undefined;
  const [open, close] = around;
  return { latex: text.slice(open.length, -close.length), display: open === '\\[' || open === '$$' };
}

function mathOf(math: Element): Formula {
  const isTex = (element: Element) =>
    element.tagName === 'annotation' &&
    /^(application\/x-(la)?tex|latex|tex)$/i.test(attributeOf(element, 'encoding') ?? '');
  const annotation = findElement(math, isTex, mostNodes);
  const said = annotation === undefined ? attributeOf(math, 'alttext') : rawText(annotation);
  const display = attributeOf(math, 'display') === 'block' || attributeOf(math, 'mode') === 'display';
  return { latex: said === undefined || collapse(said) === '' ? mathmlToLatex(math) : said, display };
}

/** MediaWiki's picture of a formula says it in its alternative text. */
function pictureOf(element: Element): Formula | undefined {
  const isFormula = /(?:^|\s)(?:mwe-math-fallback-image|latex$|tex$)/.test(attributeOf(element, 'class') ?? '');
  const alt = attributeOf(element, 'alt') ?? '';
  return isFormula && alt !== ''
    ? { latex: alt, display: hasClass(element, 'mwe-math-fallback-image-display') }
    : undefined;
}

/** `{\displaystyle x^2}` -> `x^2`; the remarks that MathJax keeps in CDATA or comments go. */
function clean(latex: string): string {
  const bare = latex.replace(/%?\s*<!\[CDATA\[|%?\s*\]\]>/g, '').trim();
  const [, inner] = /^\{\\(?:displaystyle|textstyle)\s([\s\S]*)\}$/.exec(bare) ?? [];
  return (inner ?? bare).trim();
}
