import type { DefaultTreeAdapterTypes as Tree } from 'parse5';

/** Element of the parsed page, its foreign (SVG, MathML) ones included. */
export type Element = Tree.Element;

/** DomNode is whatever stands in a page. */
export type DomNode = Tree.ChildNode;

/** isElement tells elements from text and comments. */
export function isElement(node: Tree.Node): node is Element {
  return 'tagName' in node;
}

/** isText tells text from all other nodes. */
export function isText(node: Tree.Node): node is Tree.TextNode {
  return node.nodeName === '#text';
}

/** attributeOf gives the value of an attribute. */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** classesOf gives the classes of an element. */
export function classesOf(element: Element): readonly string[] {
  const value = attributeOf(element, 'class');
  return value === undefined ? [] : value.split(/\s+/).filter((name) => name !== '');
}

/** hasClass tells whether an element is of a class. */
export function hasClass(element: Element, name: string): boolean {
  const value = attributeOf(element, 'class');
  return value?.includes(name) === true && value.split(/\s+/).includes(name);
}

/** childElements gives the elements directly inside one. */
export function childElements(element: Element): readonly Element[] {
  return element.childNodes.filter(isElement);
}

/** descendants walks what is inside a node in document order without recursion; `enter` says where to look further. */
export function* descendants(
  root: Tree.ParentNode,
  enter: (element: Element) => boolean = () => true,
): Generator<DomNode> {
  const waiting: DomNode[] = root.childNodes.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if (!isElement(node) || !enter(node)) continue;
    for (let at = node.childNodes.length - 1; at >= 0; at -= 1) waiting.push(node.childNodes[at] as DomNode);
  }
}

/** findElement gives the first element inside a node that fits, among the first `most` nodes. */
export function findElement(
  root: Tree.ParentNode,
  fits: (element: Element) => boolean,
  most = Number.POSITIVE_INFINITY,
): Element | undefined {
  let seen = 0;
  for (const node of descendants(root)) {
    if (isElement(node) && fits(node)) return node;
    seen += 1;
    if (seen >= most) return undefined;
  }
  return undefined;
}

/** rawText gives the characters inside a node as they are, of its first `most` nodes. */
export function rawText(root: Tree.ParentNode, most = Number.POSITIVE_INFINITY): string {
  const parts: string[] = [];
  let seen = 0;
  for (const node of descendants(root)) {
    if (isText(node)) parts.push(node.value);
    seen += 1;
    if (seen >= most) break;
  }
  return parts.join('');
}

/** collapse makes one blank of every run of white space, and none at the ends. */
export function collapse(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ').trim();
}
