import type { Block, FurnitureBlock, Metadata, NoteBlock } from '@docmill/document';
import { textOf } from '@docmill/document';
import { flatten, joinParts } from '../../building/flatten.ts';
import type { Link } from '../../building/line.ts';
import type { PictureStore } from '../../building/picture-store.ts';
import { linkOfCode } from '../docx/fields.ts';
import { isCodeName, isFixedWidth } from '../flow/roles.ts';
import { stylesOf } from '../flow/run-line.ts';
import { ommlLatex } from '../math/omml.ts';
import { symbolText } from '../text/symbol-fonts.ts';
import { decodeBytes, encodingOfCharset, encodingOfCodePage } from './charsets.ts';
import { MathTree } from './math.ts';
import { RowWords } from './row-words.ts';
import type { CharacterState, FontEntry, GroupState, StyleEntry } from './state.ts';
import { RtfStory } from './story.ts';
import { type RtfToken, tokensOf } from './tokens.ts';
import { characterOf, characterWord, destinationOf, paragraphWord } from './words.ts';

/** Groups nested deeper are passed over. */
const maxGroups = 5_000;

interface Field {
  code: string;
  link: Link | undefined;
}

/** RtfReader reads one RTF file, token by token. */
export class RtfReader {
  private readonly groups: GroupState[] = [newGroup()];
  private readonly fonts = new Map<number, FontEntry>();
  private readonly styles = new Map<number, StyleEntry>();
  private readonly stories: RtfStory[] = [new RtfStory(this.styles)];
  private readonly fields: Field[] = [];
  private readonly notes: NoteBlock[] = [];
  private readonly headers: FurnitureBlock[] = [];
  private readonly footers: FurnitureBlock[] = [];
  private readonly counts = { note: 0, comment: 0 };
  private readonly pictures: PictureStore;
  private readonly withComments: boolean;
  private readonly info = { title: '', creator: '' };
  private encoding = 'windows-1252';
  private defaultFont: number | undefined;
  private bytes = '';
  private toSkip = 0;
  private tooDeep = 0;
  private picture: string[] = [];
  private author = '';
  private bookmark = '';
  private math: MathTree | undefined;
  private font: FontEntry | undefined;
  private style: StyleEntry | undefined;
  private readonly rows = new RowWords();

  constructor(pictures: PictureStore, withComments: boolean) {
    this.pictures = pictures;
    this.withComments = withComments;
  }

  /** read gives the blocks of the whole file. */
  read(source: string): { readonly blocks: readonly Block[]; readonly metadata: Metadata } {
    for (const token of tokensOf(source)) this.token(token);
    this.flush();
    while (this.groups.length > 1) this.close();
    const body = this.story.take(this.group.paragraph);
    const notes = this.notes.toSorted((a, b) => Number(a.label.startsWith('c')) - Number(b.label.startsWith('c')));
    const { title, creator } = this.info;
    const metadata = {
      ...(title.trim() === '' ? {} : { title: title.trim() }),
      ...(creator.trim() === '' ? {} : { authors: [creator.trim()] }),
    };
    return { blocks: [...this.headers, ...body, ...notes, ...this.footers], metadata };
  }

  private get group(): GroupState {
    return this.groups.at(-1) as GroupState;
  }

  private get story(): RtfStory {
    return this.stories.at(-1) as RtfStory;
  }

  private token(token: RtfToken): void {
    if (token.type === 'text') this.takeText(token.text);
    else if (token.type === 'byte') this.takeText(String.fromCharCode(token.value));
    else {
      this.flush();
      if (token.type === 'open') this.open();
      else if (token.type === 'close') this.close();
      else if (this.tooDeep === 0) this.word(token.name, token.value);
    }
  }

  /** Characters that only stand for a Unicode one before them are passed over. */
  private takeText(text: string): void {
    if (this.tooDeep > 0) return;
    const skipped = Math.min(this.toSkip, text.length);
    this.toSkip -= skipped;
    const { destination } = this.group;
    if (destination === 'skip') return;
    if (destination === 'picture') this.picture.push(text);
    else this.bytes += text.slice(skipped);
  }

  private flush(): void {
    if (this.bytes === '') return;
    const { bytes } = this;
    this.bytes = '';
    const font = this.fonts.get(this.group.character.font ?? this.defaultFont ?? -1);
    if (font?.charset === 2 && this.group.destination !== 'fonts') {
      this.emit([...bytes].map((byte) => symbolText(byte.charCodeAt(0), font.name) ?? byte).join(''));
      return;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: anything but ASCII
    const isAscii = /^[\x00-\x7f]*$/.test(bytes);
    const named = this.group.destination === 'fonts' ? this.font : font;
    this.emit(isAscii ? bytes : decodeBytes(bytes, encodingOfCharset(named?.charset ?? 1) ?? this.encoding));
  }

  private open(): void {
    this.toSkip = 0;
    if (this.tooDeep > 0 || this.groups.length >= maxGroups) {
      this.tooDeep += 1;
      return;
    }
    this.groups.push({ ...this.group, optional: false, onClose: undefined });
    this.math?.begin();
  }

  private close(): void {
    this.toSkip = 0;
    if (this.tooDeep > 0) {
      this.tooDeep -= 1;
      return;
    }
    if (this.groups.length < 2) return;
    this.group.onClose?.();
    this.math?.end();
    this.groups.pop();
  }

  private word(name: string, value: number | undefined): void {
    const { group } = this;
    if (name === '*') {
      group.optional = true;
      return;
    }
    if (group.destination === 'skip') return;
    const destination = destinationOf(name, group.optional);
    group.optional = false;
    if (destination !== undefined) this.enter(destination);
    else if (this.math !== undefined && name.startsWith('m') && name !== 'moMath') this.math.word(name);
    else if (name === 'u') this.unicode(value ?? 0);
    else this.otherWord(name, value);
  }

  private otherWord(name: string, value: number | undefined): void {
    const { group } = this;
    const character = characterOf(name);
    if (character !== undefined) this.emit(character);
    else if (group.destination === 'fonts') this.fontWord(name, value);
    else if (group.destination === 'styles') this.styleWord(name, value);
    else this.stateWord(name, value);
  }

  private stateWord(name: string, value: number | undefined): void {
    const { group } = this;
    const characterState = characterWord(group.character, name, value);
    if (characterState !== undefined) {
      group.character = characterState;
      return;
    }
    const paragraphState = paragraphWord(group.paragraph, name, value);
    if (paragraphState !== undefined) group.paragraph = paragraphState;
    else if (!this.rows.word(name, value ?? 0, this.isNested) && !this.textWord(name)) this.settingWord(name, value);
  }

  private get isNested(): boolean {
    return (this.group.paragraph.tables ?? 0) > 1 || this.story.tableDepth > 1;
  }

  private unicode(value: number): void {
    this.emit(this.symbolOr(String.fromCharCode(value < 0 ? value + 65_536 : value)));
    this.toSkip = this.group.fallback;
  }

  private symbolOr(text: string): string {
    const code = text.charCodeAt(0);
    if (code < 0xf000 || code > 0xf0ff) return text;
    const font = this.fonts.get(this.group.character.font ?? this.defaultFont ?? -1);
    return symbolText(code, font?.name ?? 'Symbol') ?? '•';
  }

  private settingWord(name: string, value: number | undefined): void {
    if (name === 'uc') this.group.fallback = Math.max(0, value ?? 1);
    else if (name === 'ansicpg') this.encoding = encodingOfCodePage(value ?? 1_252);
    else if (name === 'mac') this.encoding = 'macintosh';
    else if (name === 'deff') this.defaultFont = value;
  }

  /** Words that end paragraphs and cells, and words that begin groups with a text of their own. */
  private textWord(name: string): boolean {
    const { paragraph } = this.group;
    switch (name) {
      case 'par':
      case 'sect':
      case 'page':
        if (name !== 'page' || !this.story.line.isEmpty) this.story.endParagraph(paragraph);
        return true;
      case 'cell':
        this.story.endCell(paragraph, 1);
        return true;
      case 'nestcell':
        this.story.endCell(paragraph, Math.max(2, paragraph.tables ?? 2));
        return true;
      case 'row':
        this.story.endRow(this.rows.row, 1);
        return true;
      case 'nestrow':
        this.story.endRow(this.rows.nestedRow, Math.max(2, this.story.tableDepth));
        return true;
      default:
        return this.groupWord(name);
    }
  }

  private groupWord(name: string): boolean {
    switch (name) {
      case 'footnote':
        this.begin((blocks) => this.endNote(blocks, `${++this.counts.note}`));
        return true;
      case 'annotation':
        this.begin((blocks) => this.endComment(blocks));
        return true;
      case 'shptxt':
      case 'dptxbxtext':
        this.begin((blocks) => this.story.hang(blocks));
        return true;
      case 'field':
        this.fields.push({ code: '', link: undefined });
        this.group.onClose = () => this.fields.pop();
        return true;
      case 'fldrslt': {
        const field = this.fields.at(-1);
        if (field !== undefined) field.link = linkOfCode(field.code);
        return true;
      }
      case 'moMath':
        this.beginMath();
        return true;
      default:
        return this.furnitureWord(name);
    }
  }

  private furnitureWord(name: string): boolean {
    const type = /^header[lrf]?$/.test(name) ? 'header' : /^footer[lrf]?$/.test(name) ? 'footer' : undefined;
    if (type === undefined) return false;
    this.begin((blocks) => {
      const content = flatten(blocks, '\n');
      const list = type === 'header' ? this.headers : this.footers;
      const isKnown = list.some((known) => textOf(known.content) === textOf(content));
      if (content.length > 0 && !isKnown)
        list.push({ type: /^[\s\d-]+$/.test(textOf(content)) ? 'page_number' : type, content });
    });
    return true;
  }

  /** begin reads the rest of the group as a text of its own. */
  private begin(end: (blocks: readonly Block[]) => void): void {
    const { group } = this;
    this.stories.push(new RtfStory(this.styles));
    group.paragraph = {};
    group.onClose = () => {
      const blocks = this.stories.pop()?.take(group.paragraph) ?? [];
      end(blocks);
    };
  }

  private endNote(blocks: readonly Block[], label: string): void {
    const content = flatten(blocks, '\n');
    this.notes.push({ type: 'note', label, content: content.length > 0 ? content : [{ type: 'text', text: '…' }] });
    this.story.line.add({ type: 'note', label }, undefined);
  }

  private endComment(blocks: readonly Block[]): void {
    const author = this.author.trim();
    this.author = '';
    const content = joinParts(
      [author === '' ? [] : [{ type: 'text', text: author, styles: ['bold'] }], flatten(blocks, '\n')],
      ': ',
    );
    if (!this.withComments || content.length === 0) return;
    const label = `c${++this.counts.comment}`;
    this.notes.push({ type: 'note', label, content });
    this.story.line.add({ type: 'note', label }, undefined);
  }

  private beginMath(): void {
    const { group } = this;
    const math = new MathTree();
    this.math = math;
    group.destination = 'math';
    group.onClose = () => {
      this.math = undefined;
      const latex = ommlLatex(math.take());
      if (latex !== '') this.story.line.add({ type: 'equation', latex }, undefined);
    };
  }

  private enter(destination: GroupState['destination']): void {
    const { group } = this;
    // The author of a document stands in its information, that of a comment beside it.
    group.destination = destination === 'creator' && group.destination !== 'info' ? 'text' : destination;
    if (destination === 'title' && this.groups.length < 3) group.destination = 'text';
    if (destination === 'picture') {
      this.picture = [];
      group.onClose = () => this.endPicture();
    } else if (destination === 'bookmark') {
      this.bookmark = '';
      group.onClose = () => {
        this.story.anchor ??= this.bookmark.trim() || undefined;
      };
    }
  }

  private endPicture(): void {
    const data = Buffer.from(this.picture.join('').replace(/[^0-9a-fA-F]/g, ''), 'hex');
    this.picture = [];
    if (data.byteLength === 0 || this.isHidden) return;
    const source = this.pictures.keep(data);
    if (source !== undefined) this.story.line.add({ type: 'image', ...source }, this.link);
  }

  private get isHidden(): boolean {
    const { hidden, deleted } = this.group.character;
    return hidden === true || deleted === true;
  }

  private get link(): Link | undefined {
    return this.fields.findLast(({ link }) => link !== undefined)?.link;
  }

  private emit(text: string): void {
    switch (this.group.destination) {
      case 'text':
        this.emitText(text);
        break;
      case 'fonts':
        this.nameFont(text);
        break;
      case 'styles':
        if (this.style !== undefined) this.style.name += text.replace(/;.*$/s, '');
        break;
      case 'instruction': {
        const field = this.fields.at(-1);
        if (field !== undefined && field.code.length < 10_000) field.code += text;
        break;
      }
      case 'mark':
        if (this.story.mark.length < 100) this.story.mark += text;
        break;
      case 'bookmark':
        this.bookmark += text;
        break;
      case 'author':
        this.author += text;
        break;
      case 'math':
        this.math?.text(text);
        break;
      case 'title':
      case 'creator':
        this.info[this.group.destination] += text;
        break;
    }
  }

  private emitText(text: string): void {
    if (this.isHidden) return;
    const { character } = this.group;
    const style = character.style === undefined ? undefined : this.styles.get(character.style);
    const font = this.fonts.get(character.font ?? -1);
    const byStyle = style !== undefined && isCodeName(style.name.toLowerCase());
    const isTypewritten = isFixedWidth(this.fonts.get(this.defaultFont ?? -1)?.name);
    const code = byStyle ? 'style' : !isTypewritten && isFixedWidth(font?.name) ? 'font' : undefined;
    this.story.line.text(text, { styles: stylesOf(this.ownLook(character)), code, link: this.link });
  }

  /** The look of a paragraph's style is repeated on its runs, and says nothing there. */
  private ownLook(character: CharacterState): CharacterState {
    const { look = {} } = this.styles.get(this.group.paragraph.style ?? -1) ?? {};
    const { bold, italic, underline } = character;
    return {
      ...character,
      bold: bold === true && look.bold !== true,
      italic: italic === true && look.italic !== true,
      underline: underline === true && look.underline !== true,
    };
  }

  private nameFont(text: string): void {
    if (this.font === undefined) return;
    const end = text.indexOf(';');
    this.font.name += end === -1 ? text : text.slice(0, end);
    if (end !== -1) this.font = undefined;
  }

  private fontWord(name: string, value = 0): void {
    if (name === 'f') {
      this.font = { name: '', charset: 1 };
      this.fonts.set(value, this.font);
    } else if (name === 'fcharset' && this.font !== undefined) this.font.charset = value;
  }

  private styleWord(name: string, value: number | undefined): void {
    if (name === 's' || name === 'cs') {
      this.style = { name: '', outline: undefined, basedOn: undefined, look: {} };
      this.styles.set(value ?? 0, this.style);
    }
    const { style } = this;
    if (style === undefined) return;
    if (name === 'outlinelevel') style.outline = value;
    else if (name === 'sbasedon') style.basedOn = value;
    else style.look = characterWord(style.look, name, value) ?? style.look;
  }
}

function newGroup(): GroupState {
  return { destination: 'text', character: {}, paragraph: {}, fallback: 1, optional: false, onClose: undefined };
}
