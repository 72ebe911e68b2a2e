import type { Block, Inline } from '@docmill/document';
import { joinParts } from '../../building/flatten.ts';
import { Flow, type Paragraph } from '../flow/flow.ts';
import type { XmlElement } from '../package/xml.ts';
import { elementsOf } from '../package/xml-query.ts';
import type { OdfPlace } from './context.ts';
import { frameBlocks } from './frames.ts';
import { type ListState, markOf, nextEntry } from './lists.ts';
import { type OdfParagraph, readOdfParagraph } from './paragraph.ts';
import type { OdfStyle } from './styles.ts';
import { tableBlocks } from './tables.ts';

/** OdfCounters number the lists and headings of a document. */
export class OdfCounters {
  readonly lists = new Map<string, ListState>();
  readonly headings: ListState = { id: 'headings', counters: [] };
  /** The last list of each style. */
  readonly lastOf = new Map<string, ListState>();
  private count = 0;

  /** stateOf gives the counters that a list goes on with, or new ones. */
  stateOf({ attributes }: XmlElement, style: string): ListState {
    const { 'xml:id': id, 'text:continue-list': continued, 'text:continue-numbering': goesOn } = attributes;
    const known = continued === undefined ? undefined : this.lists.get(continued);
    const state = known ??
      (goesOn === 'true' ? this.lastOf.get(style) : undefined) ?? { id: `list ${++this.count}`, counters: [] };
    if (id !== undefined) this.lists.set(id, state);
    this.lastOf.set(style, state);
    return state;
  }
}

/** readOdfStory reads the elements of a text, a cell, a frame or a note into blocks. */
export function readOdfStory(counters: OdfCounters): OdfPlace['read'] {
  return (elements, place) => {
    const story = new Story(place, counters);
    story.walk(elements);
    return story.take();
  };
}

/** Lists deeper than this are not told apart. */
const maxListDepth = 20;

interface ListPlace {
  readonly state: ListState;
  readonly styleName: string;
  readonly level: number;
  /** What the first paragraph of the item gets; then further ones join the item. */
  item: { readonly start: number | undefined; used: boolean; readonly numbered: boolean } | undefined;
}

class Story {
  private readonly flow = new Flow();
  private readonly place: OdfPlace;
  private readonly counters: OdfCounters;
  private list: ListPlace | undefined;
  private inIndex = false;

  constructor(place: OdfPlace, counters: OdfCounters) {
    this.place = place;
    this.counters = counters;
  }

  take(): readonly Block[] {
    return this.flow.take();
  }

  walk(elements: readonly XmlElement[]): void {
    for (const element of elements) this.element(element);
  }

  private element(element: XmlElement): void {
    switch (element.name) {
      case 'text:p':
        this.paragraph(element, undefined);
        break;
      case 'text:h':
        this.paragraph(element, Number(element.attributes['text:outline-level'] ?? 1) || 1);
        break;
      case 'text:list':
        this.readList(element);
        break;
      case 'table:table':
        for (const block of tableBlocks(element, this.place)) this.block(block);
        break;
      case 'text:section':
        if (element.attributes['text:display'] !== 'none') this.walk(elementsOf(element));
        break;
      case 'text:index-body':
        this.readIndex(element);
        break;
      case 'text:index-title':
        this.inIndex = false;
        this.walk(elementsOf(element));
        this.inIndex = true;
        break;
      case 'text:numbered-paragraph':
      case 'text:table-of-content':
      case 'text:illustration-index':
      case 'text:table-index':
      case 'text:object-index':
      case 'text:user-index':
      case 'text:alphabetical-index':
      case 'text:bibliography':
        this.walk(elementsOf(element));
        break;
      default:
        if (element.name.startsWith('draw:')) for (const block of frameBlocks(element, this.place)) this.block(block);
    }
  }

  private readIndex(element: XmlElement): void {
    this.inIndex = true;
    this.walk(elementsOf(element));
    this.inIndex = false;
  }

  private readList(element: XmlElement): void {
    const outer = this.list;
    const styleName = element.attributes['text:style-name'] ?? outer?.styleName ?? '';
    const isInner = outer !== undefined && outer.styleName === styleName;
    const level = Math.min(maxListDepth, outer === undefined ? 0 : outer.level + 1);
    const state = isInner ? outer.state : this.counters.stateOf(element, styleName);
    for (const item of elementsOf(element)) {
      if (item.name !== 'text:list-item' && item.name !== 'text:list-header') continue;
      const start = item.attributes['text:start-value'];
      this.list = {
        state,
        styleName,
        level,
        item: {
          start: start === undefined ? undefined : Number(start),
          used: false,
          numbered: item.name === 'text:list-item',
        },
      };
      this.walk(elementsOf(item));
    }
    this.list = outer;
  }

  /** Below the first paragraph of an item everything belongs to the item. */
  private block(block: Block): void {
    if (this.list?.item?.used === true) this.flow.addToItem(block);
    else this.flow.block(block);
  }

  private paragraph(element: XmlElement, level: number | undefined): void {
    const style = this.place.context.styles.style('paragraph', element.attributes['text:style-name']);
    const read = readOdfParagraph(element, style, this.place);
    for (const block of read.before) this.block(block);
    this.put(read, {
      style,
      level: level ?? style.outlineLevel,
      isListHeader: element.attributes['text:is-list-header'] === 'true',
    });
    for (const block of read.after) this.block(block);
  }

  private put(read: OdfParagraph, manner: Manner): void {
    const { content, code } = read;
    const anchor = read.anchor === undefined ? {} : { anchor: read.anchor };
    if (this.inIndex || manner.style.role === 'index') this.flow.add({ kind: 'index', level: 0, content, ...anchor });
    else if (manner.level !== undefined || manner.style.role === 'title' || manner.style.isSubtitle)
      this.flow.add({ ...this.titleOf(content, manner), ...anchor });
    else if (this.list?.item !== undefined) this.putItem(content, anchor);
    else if (code !== undefined) this.flow.add({ kind: 'code', content: [{ type: 'text', text: code }] });
    else this.flow.add({ kind: kindOf(manner.style), content, ...anchor });
  }

  private titleOf(content: readonly Inline[], { style, level, isListHeader }: Manner): Paragraph {
    if (level === undefined) return { kind: 'title', level: style.isSubtitle ? 2 : 1, content };
    const { headings } = this.counters;
    const outline =
      this.list === undefined ? this.place.context.styles.outline : this.place.context.styles.list(this.list.styleName);
    if (content.length === 0 || isListHeader) return { kind: 'title', level: level + 1, content };
    nextEntry(outline, headings, { level: level - 1, start: this.list?.item?.start });
    const mark = markOf(outline, headings, level - 1);
    return {
      kind: 'title',
      level: level + 1,
      content: joinParts(mark === '' ? [content] : [[{ type: 'text', text: mark }], content], ' '),
    };
  }

  private putItem(content: readonly Inline[], anchor: { readonly anchor?: string }): void {
    const { list } = this;
    if (list?.item === undefined) return;
    if (list.item.used || !list.item.numbered) {
      if (content.length > 0) this.flow.addToItem({ type: 'text', content, ...anchor });
      return;
    }
    list.item.used = true;
    const { state, level, styleName, item } = list;
    const entry = nextEntry(this.place.context.styles.list(styleName), state, { level, start: item.start });
    if (entry === undefined) this.flow.add({ kind: 'text', content, ...anchor });
    else this.flow.add({ kind: 'item', content, entry, ...anchor });
  }
}

interface Manner {
  readonly style: OdfStyle;
  /** Of a heading, from 1. */
  readonly level: number | undefined;
  readonly isListHeader: boolean;
}

function kindOf({ role }: OdfStyle): 'text' | 'quote' | 'caption' | 'code' {
  return role === 'quote' || role === 'caption' || role === 'code' ? role : 'text';
}
