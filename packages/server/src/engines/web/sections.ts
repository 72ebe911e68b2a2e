import type { Block, CaptionBlock, Inline, TitleBlock } from '@docmill/document';
import { flatten, restyle } from '../building/flatten.ts';
import { joinRuns } from '../building/line.ts';
import { quoted } from '../building/quoted.ts';
import { attributeOf, type Element, isElement } from './dom.ts';
import { blocksOf, type Place } from './place.ts';

/** putTitle makes a heading; what is bold throughout is so because it is a heading. */
export function putTitle(element: Element, place: Place): void {
  const blocks = blocksOf(element.childNodes, { ...place, inTitle: true });
  const anchor = attributeOf(element, 'id') ?? blocks.find((block) => block.anchor !== undefined)?.anchor;
  const content = joinRuns(flatten(blocks, ' ').flatMap((inline) => withoutLinkToItself(inline, anchor)));
  if (content.length === 0) return;
  const allBold = content.every((inline) => inline.type !== 'text' || inline.styles?.includes('bold') === true);
  place.flow.add({
    type: 'title',
    level: levelOf(element),
    ...(anchor === undefined || anchor === '' ? {} : { anchor }),
    content: allBold ? restyle(content, 'bold', false) : content,
  });
}

/** `<h2 id="a"><a href="#a">Title</a></h2>` -> `Title` */
function withoutLinkToItself(inline: Inline, anchor: string | undefined): readonly Inline[] {
  return inline.type === 'link' && inline.url === `#${anchor}` ? inline.children : [inline];
}

/** isTitle tells headings, by tag or by role. */
export function isTitle(element: Element): boolean {
  return /^h[1-6]$/.test(element.tagName) || attributeOf(element, 'role') === 'heading';
}

/** isContents tells the table of contents of a book or paper. */
export function isContents(element: Element): boolean {
  const types = `${attributeOf(element, 'role') ?? ''} ${attributeOf(element, 'epub:type') ?? ''}`;
  return /(?:^|\s)(?:doc-)?toc(?:\s|$)/.test(types);
}

/** putContents makes an index of each list of a table of contents. */
export function putContents(element: Element, place: Place): void {
  for (const block of blocksOf(element.childNodes, place))
    place.flow.add(block.type === 'list' ? { type: 'index', items: block.items } : block);
}

const levels = [1, 2, 3, 4, 5, 6] as const;

function levelOf(element: Element): TitleBlock['level'] {
  const said = attributeOf(element, 'aria-level') ?? /^h([1-6])$/.exec(element.tagName)?.[1];
  return levels.find((level) => String(level) === said?.trim()) ?? 2;
}

/** putQuote marks the paragraphs of a blockquote as quoted, once more in each that is around it. */
export function putQuote(element: Element, place: Place): void {
  for (const block of blocksOf(element.childNodes, place)) place.flow.add(quoted(block));
}

/** putFigure gives the last picture, table or code of a figure its captions; without one they stand alone. */
export function putFigure(element: Element, place: Place): void {
  const isCaption = (node: Element['childNodes'][number]) => isElement(node) && node.tagName === 'figcaption';
  const captions = element.childNodes.filter(isCaption).flatMap((node): readonly CaptionBlock[] => {
    const content = flatten(blocksOf([node], place), '\n');
    return content.length === 0 ? [] : [{ type: 'caption', content }];
  });
  const blocks = blocksOf(
    element.childNodes.filter((node) => !isCaption(node)),
    place,
  );
  const holder = blocks.findLastIndex(holdsCaptions);
  const first = element.childNodes.filter(isElement)[0];
  const captionFirst = holder < 0 && first !== undefined && isCaption(first);
  if (captionFirst) for (const caption of captions) place.flow.add(caption);
  for (const [at, block] of blocks.entries()) place.flow.add(at === holder ? withCaptions(block, captions) : block);
  if (holder < 0 && !captionFirst) for (const caption of captions) place.flow.add(caption);
}

function holdsCaptions({ type }: Block): boolean {
  return type === 'image' || type === 'table' || type === 'code';
}

function withCaptions(block: Block, captions: readonly CaptionBlock[]): Block {
  if ((block.type !== 'image' && block.type !== 'table' && block.type !== 'code') || captions.length === 0)
    return block;
  return { ...block, captions: [...(block.captions ?? []), ...captions] };
}
