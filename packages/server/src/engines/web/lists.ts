import type { Block, Inline, ListItemBlock } from '@docmill/document';
import { joinParts, leadOf, restyle } from '../building/flatten.ts';
import { attributeOf, childElements, type DomNode, type Element, isElement, isText } from './dom.ts';
import { isHidden } from './hidden.ts';
import { isNote } from './notes.ts';
import { blocksOf, maxNesting, type Place, walkAsBlock } from './place.ts';

/** Numbers of Markdown lists have nine digits at most. */
const greatestStart = 999_999_999;

/** putList makes a list of ul, ol and menu; what stands between its items joins the item before. */
export function putList(element: Element, place: Place): void {
  const items = childElements(element);
  if (items.length > 0 && items.every((item) => isNote(item, place.page.survey))) walkAsBlock(element, place);
  else if (place.nesting >= maxNesting) walkAsBlock(element, place);
  else addList(element, place);
}

function addList(element: Element, place: Place): void {
  const inside = { ...place, nesting: place.nesting + 1, inItem: true };
  const items: ListItemBlock[] = [];
  for (const group of groupsOf(element, place)) {
    const isItem = group.length === 1 && isElement(group[0] as DomNode) && (group[0] as Element).tagName === 'li';
    const blocks = blocksOf(group, inside);
    const last = items.at(-1);
    if (isItem || last === undefined) items.push(...itemsOf(blocks));
    else if (blocks.length > 0) items[items.length - 1] = { ...last, children: [...(last.children ?? []), ...blocks] };
  }
  const ordered = element.tagName === 'ol';
  if (items.length > 0) place.flow.add({ type: 'list', ordered, ...startOf(element, ordered), items });
}

/** groupsOf parts the children into items, each alone, and what stands between them. */
function groupsOf(element: Element, { page }: Place): readonly (readonly DomNode[])[] {
  const groups: DomNode[][] = [];
  let loose: DomNode[] | undefined;
  for (const node of element.childNodes) {
    if (isElement(node) && isHidden(node, page.survey)) continue;
    if (isElement(node) && node.tagName === 'li') {
      groups.push([node]);
      loose = undefined;
    } else if (loose === undefined) {
      if (isText(node) && node.value.trim() === '') continue;
      loose = [node];
      groups.push(loose);
    } else loose.push(node);
  }
  return groups;
}

function startOf(element: Element, ordered: boolean): { readonly start?: number } {
  const first = childElements(element).find(({ tagName }) => tagName === 'li');
  const said = attributeOf(element, 'start') ?? (first === undefined ? undefined : attributeOf(first, 'value'));
  const start = Number.parseInt(said ?? '', 10);
  return ordered && start !== 1 && start >= 0 && start <= greatestStart ? { start } : {};
}

/** itemsOf makes one item of blocks: its first line, then the rest. */
function itemsOf(blocks: readonly Block[]): readonly ListItemBlock[] {
  const [first, ...others] = blocks;
  if (first === undefined) return [];
  // A heading in an item, as in lists of teasers, is its line: Markdown cannot hold one there.
  const { content, rest } =
    first.type === 'title' ? { content: restyle(first.content, 'bold', true), rest: others } : leadOf(blocks, 1);
  const anchor = first.anchor === undefined || content.length === 0 ? {} : { anchor: first.anchor };
  return [{ type: 'list_item', ...anchor, content, ...(rest.length === 0 ? {} : { children: rest }) }];
}

/** putDefinitions makes a list of dl: an item for each term, bold, with its definitions below. */
export function putDefinitions(element: Element, place: Place): void {
  if (place.nesting >= maxNesting) walkAsBlock(element, place);
  else addDefinitions(element, place);
}

function addDefinitions(element: Element, place: Place): void {
  const inside = { ...place, nesting: place.nesting + 1 };
  const items: ListItemBlock[] = [];
  let terms: (readonly Inline[])[] = [];
  let definitions: Block[] = [];
  const close = () => {
    const content = joinParts(terms, '\n');
    if (content.length === 0) items.push(...itemsOf(definitions));
    else items.push({ type: 'list_item', content, ...(definitions.length === 0 ? {} : { children: definitions }) });
    terms = [];
    definitions = [];
  };
  for (const part of partsOf(element)) {
    const isTerm = isElement(part) && part.tagName === 'dt';
    if (isTerm && definitions.length > 0) close();
    const blocks = blocksOf([part], inside);
    const { content, rest } = isTerm ? leadOf(blocks, blocks.length) : { content: [], rest: blocks };
    terms.push(restyle(content, 'bold', true));
    for (const block of rest) definitions.push(block);
  }
  close();
  if (items.length > 0) place.flow.add({ type: 'list', ordered: false, items });
}

/** The pairs of a dl may be wrapped in div. */
function partsOf(element: Element): readonly DomNode[] {
  return element.childNodes.flatMap((node) =>
    isElement(node) && node.tagName === 'div' && node.childNodes.some((child) => child.nodeName === 'dt')
      ? node.childNodes
      : [node],
  );
}
