import type { XmlElement, XmlNode } from './xml.ts';

/** elementsOf gives the child elements, without the text between them. */
export function elementsOf(element: XmlElement | undefined): readonly XmlElement[] {
  return (element?.children ?? []).filter((node) => typeof node !== 'string');
}

/** childrenOf gives the child elements of one name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return elementsOf(element).filter((child) => child.name === name);
}

/** childOf gives the first child element of a name, or, of several names, of the element that a path of names leads to. */
export function childOf(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let found = element;
  for (const name of path)
    found = found?.children.find((node): node is XmlElement => isElement(node) && node.name === name);
  return found;
}

/** isElement tells an element from text. */
export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}

/** xmlText gives all text inside an element. */
export function xmlText(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  return element.children.map((node) => (typeof node === 'string' ? node : xmlText(node))).join('');
}

/** descendantsOf gives all elements of a name below one, in the order of the file, those inside a found one too. */
export function descendantsOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const collect = (parent: XmlElement) => {
    for (const child of parent.children) {
      if (typeof child === 'string') continue;
      if (child.name === name) found.push(child);
      collect(child);
    }
  };
  if (element !== undefined) collect(element);
  return found;
}
