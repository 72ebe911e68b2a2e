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
  // Lists with the place in them: copying children would cost as much for a look at the first of them as for all.
  const open = [{ nodes: root.childNodes, at: 0 }];
  for (let list = open.at(-1); list !== undefined; list = open.at(-1)) {
    const node = list.nodes[list.at];
    list.at += 1;
    if (node === undefined) {
      open.pop();
      continue;
    }
    yield node;
    if (isElement(node) && node.childNodes.length > 0 && enter(node)) open.push({ nodes: node.childNodes, at: 0 });
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
