import type { Block, Inline } from '@docmill/document';
import { joinParts } from '../../building/flatten.ts';
import { Flow, type Paragraph } from '../flow/flow.ts';
import { roleOf } from '../flow/roles.ts';
import { RunLine } from '../flow/run-line.ts';
import type { ParagraphState, StyleEntry } from './state.ts';
import { type RowDefinition, TableBuilder } from './tables.ts';

/** Tables nested deeper are read as text of this one. */
const maxTables = 20;

interface TableLevel {
  readonly builder: TableBuilder;
  flow: Flow;
}

/** RtfStory gathers the paragraphs and tables of one text: the body, a note, a header, a text box. */
export class RtfStory {
  line = new RunLine();
  /** The mark that the file itself wrote before the paragraph. */
  mark = '';
  anchor: string | undefined;
  private readonly before: Block[] = [];
  private readonly after: Block[] = [];
  private readonly flow = new Flow();
  private readonly levels: TableLevel[] = [];
  private readonly styles: ReadonlyMap<number, StyleEntry>;

  constructor(styles: ReadonlyMap<number, StyleEntry>) {
    this.styles = styles;
  }

  /** take ends the text and gives its blocks. */
  take(state: ParagraphState): readonly Block[] {
    if (!this.line.isEmpty || this.before.length > 0) this.endParagraph(state);
    this.enterTables(0);
    return this.flow.take();
  }

  /** hang takes what hangs on the paragraph, as text boxes do; on its beginning, it stands above. */
  hang(blocks: readonly Block[]): void {
    (this.line.isEmpty ? this.before : this.after).push(...blocks);
  }

  endParagraph(state: ParagraphState): void {
    const flow = this.enterTables(Math.min(maxTables, Math.max(0, state.tables ?? 0)));
    for (const block of this.before.splice(0)) flow.block(block);
    for (const paragraph of this.paragraphs(state)) flow.add(paragraph);
    for (const block of this.after.splice(0)) flow.block(block);
    this.line = new RunLine();
    this.mark = '';
    this.anchor = undefined;
  }

  /** endCell ends a cell of the table at a depth, from 1. */
  endCell(state: ParagraphState, depth: number): void {
    this.endParagraph({ ...state, tables: depth });
    const level = this.levels.at(-1);
    if (level === undefined) return;
    level.builder.endCell(level.flow.take());
    level.flow = new Flow();
  }

  endRow(definition: RowDefinition, depth: number): void {
    this.enterTables(Math.min(depth, this.levels.length));
    this.levels.at(-1)?.builder.endRow(definition);
  }

  get tableDepth(): number {
    return this.levels.length;
  }

  /** Tables deeper than wanted have ended; missing ones begin. */
  private enterTables(depth: number): Flow {
    while (this.levels.length > depth) {
      const ended = this.levels.pop();
      const outer = this.levels.at(-1)?.flow ?? this.flow;
      for (const block of ended?.builder.take() ?? []) outer.block(block);
      for (const block of ended?.flow.take() ?? []) outer.block(block);
    }
    while (this.levels.length < depth) this.levels.push({ builder: new TableBuilder(), flow: new Flow() });
    return this.levels.at(-1)?.flow ?? this.flow;
  }

  private paragraphs(state: ParagraphState): readonly Paragraph[] {
    const { code } = this.line;
    const content = this.line.take();
    const anchor = this.anchor === undefined ? {} : { anchor: this.anchor };
    const { role, outline } = this.manner(state);
    const mark = this.mark.trim();
    if (role === 'title') return [{ kind: 'title', level: 1, content, ...anchor }];
    if (role === 'index') return [{ kind: 'index', level: 0, content, ...anchor }];
    if (outline !== undefined)
      return [{ kind: 'title', level: outline + 2, content: numbered(content, mark), ...anchor }];
    if (mark !== '' || state.list !== undefined) return [{ ...itemOf(content, mark, state), ...anchor }];
    const typed = typedItem(content, state);
    if (typed !== undefined) return [{ ...typed, ...anchor }];
    if (code !== undefined) return [{ kind: 'code', content: [{ type: 'text', text: code }] }];
    return [{ kind: role ?? 'text', content, ...anchor }];
  }

  private manner({ style, outline }: ParagraphState) {
    let role: ReturnType<typeof roleOf>;
    let level = outline;
    let entry = style === undefined ? undefined : this.styles.get(style);
    for (let steps = 0; entry !== undefined && steps < 20; steps += 1) {
      const name = entry.name.toLowerCase();
      role ??= roleOf(name);
      const heading = /^heading ([1-9])$/.exec(name)?.[1];
      level ??= entry.outline ?? (heading === undefined ? undefined : Number(heading) - 1);
      entry = entry.basedOn === undefined ? undefined : this.styles.get(entry.basedOn);
    }
    return { role: role?.role, outline: level !== undefined && level >= 0 && level <= 8 ? level : undefined };
  }
}

function numbered(content: readonly Inline[], mark: string): readonly Inline[] {
  return /[\p{L}\p{N}]/u.test(mark) ? joinParts([[{ type: 'text', text: mark }], content], ' ') : content;
}

function itemOf(
  content: readonly Inline[],
  mark: string,
  { list = 0, level = 0, indent = 0 }: ParagraphState,
): Paragraph {
  const isBullet = mark === 'o' || !/[\p{L}\p{N}]/u.test(mark);
  const number = /^(\d{1,9})[.)、．]?$/.exec(mark)?.[1];
  const entry = { list: `list ${list}`, level, indent: indent / 20, ...(isBullet ? {} : { marker: mark }) };
  return { kind: 'item', content, entry: number === undefined ? entry : { ...entry, number: Number(number) } };
}

/** A mark typed before a line that hangs, as simple programs write lists. */
function typedItem([first, ...rest]: readonly Inline[], state: ParagraphState): Paragraph | undefined {
  if (first?.type !== 'text' || (state.firstLine ?? 0) >= 0) return undefined;
  const [whole = '', mark = ''] = /^([•·◦▪–-]|\d{1,3}[.)]|[a-zA-Z][.)])\s+/.exec(first.text) ?? [];
  const text = first.text.slice(whole.length);
  if (whole === '' || (text === '' && rest.length === 0)) return undefined;
  return itemOf(text === '' ? rest : [{ ...first, text }, ...rest], mark, state);
}
