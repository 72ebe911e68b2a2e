import { attributeOf, childElements, classesOf, type DomNode, type Element, isElement, isText } from './dom.ts';
import type { Place } from './place.ts';

const lineTags: ReadonlySet<string> = new Set(['div', 'li', 'p', 'tr']);

/** putCode makes a code block of pre and its kind. */
export function putCode(element: Element, place: Place): void {
  const lines = linesOf(element)
    .replace(/\u00a0/g, ' ')
    .trimEnd();
  const text = lines.slice(lines.lastIndexOf('\n', lines.search(/\S/)) + 1);
  if (text === '') return;
  const language = languageOf(element);
  place.flow.add({ type: 'code', text, ...(language === undefined ? {} : { language }) });
}

/** linesOf gives the text with its line ends; an element for each line ends one too. */
function linesOf(element: Element): string {
  const parts: string[] = [];
  const waiting: (DomNode | 'end of line')[] = element.childNodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === 'end of line') {
      if (parts.length > 0 && !parts.at(-1)?.endsWith('\n')) parts.push('\n');
    } else if (isText(node)) {
      if (node.value !== '') parts.push(node.value.replace(/\r\n?/g, '\n'));
    } else if (isElement(node)) {
      if (node.tagName === 'br') parts.push('\n');
      if (/\b(?:linenos|lineno|linenodiv)\b/.test(attributeOf(node, 'class') ?? '')) continue;
      if (lineTags.has(node.tagName)) waiting.push('end of line');
      for (let at = node.childNodes.length - 1; at >= 0; at -= 1) waiting.push(node.childNodes[at] as DomNode);
      if (lineTags.has(node.tagName)) waiting.push('end of line');
    }
  }
  return parts.join('');
}

const languageClass = /^(?:language|lang|highlight-source|highlight-text|highlight|brush:)-?([\w+#.-]{1,30})$/;
const noLanguage = /^(?:none|default|plain|plaintext|nohighlight|notranslate|wrapper|container)$/i;

/** The language is named by a class or attribute of pre, of the code in it, or of the elements that draw its frame. */
function languageOf(element: Element): string | undefined {
  const [inner] = childElements(element);
  const frames = [element.parentNode, element.parentNode === null ? null : grandparentOf(element)];
  const candidates = [
    element,
    ...(inner?.tagName === 'code' ? [inner] : []),
    ...frames.filter((node) => node !== null),
  ];
  for (const candidate of candidates) {
    if (!isElement(candidate)) continue;
    const named = attributeOf(candidate, 'data-lang') ?? attributeOf(candidate, 'data-language');
    const classes = classesOf(candidate);
    // `<pre class="sourceCode python">`, as pandoc writes it.
    const listed = classes[0] === 'sourceCode' ? classes[1] : undefined;
    const names = [...classes.map((name) => languageClass.exec(name)?.[1]), named, listed];
    const language = names.find(
      (name) => name !== undefined && /^[\w+#.-]{1,30}$/.test(name) && !noLanguage.test(name),
    );
    if (language !== undefined) return language;
  }
  return undefined;
}

function grandparentOf(element: Element) {
  const parent = element.parentNode;
  return parent !== null && 'parentNode' in parent ? parent.parentNode : null;
}
