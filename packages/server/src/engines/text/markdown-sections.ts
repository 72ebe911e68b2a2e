/** Section is a part of a text that is read by itself. */
export interface Section {
  readonly text: string;
  /** Its first list goes on the last one of the section before. */
  readonly continuesList: boolean;
  /** Definitions from elsewhere that it refers to; whatever they become is no content. */
  readonly definitions: string;
}

/** Characters of a section: the parser takes the square of a long list. */
const sectionSize = 8_192;

const heading = /^#{1,6}[ \t]/;
const item = /^(?:([-*+])|\d{1,9}([.)]))[ \t]+\S/;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const opens = /<!--|<(?:table|pre|script|style|textarea)\b/gi;
const closes = /-->|<\/(?:table|pre|script|style|textarea)\s*>/gi;
const definition = /^ {0,3}\[((?:[^[\]\\]|\\.){1,999})\]:/;
const label = /\[([^[\]\n]{1,999})\]/g;

/** sectionsOf parts a long text before headings, paragraphs and items of the outermost list; code, tables of HTML and comments stay whole. */
export function sectionsOf(text: string): readonly Section[] {
  if (text.length <= 2 * sectionSize) return [{ text, continuesList: false, definitions: '' }];
  const cutter = new Cutter();
  const lines = text.split('\n');
  for (const line of lines) cutter.add(line);
  const definitions = definitionsOf(lines);
  return cutter
    .end()
    .map(({ text: part, continuesList }) => ({ text: part, continuesList, definitions: usedIn(part, definitions) }));
}

class Cutter {
  private readonly sections: { readonly text: string; readonly continuesList: boolean }[] = [];
  private lines: string[] = [];
  private size = 0;
  private continuesList = false;
  private fenced = '';
  private depth = 0;
  private afterBlank = true;
  private afterDefinition = false;
  /** The mark of the outermost list that is open. */
  private mark = '';

  add(line: string): void {
    const inside = this.fenced !== '' || this.depth > 0;
    const [, bullet, delimiter] = inside ? [] : (item.exec(line) ?? []);
    const mark = bullet ?? delimiter ?? '';
    const goesOn = mark !== '' && mark === this.mark;
    const isDefinition = line.startsWith('[') && definition.test(line);
    const isStart =
      heading.test(line) || (isDefinition && this.afterDefinition) || goesOn || (this.afterBlank && /^\S/.test(line));
    if (!inside && isStart && this.size >= sectionSize) this.cut(goesOn);
    if (!inside && mark !== '') this.mark = mark;
    else if (!inside && /^\S/.test(line) && (this.afterBlank || heading.test(line))) this.mark = '';
    this.follow(line);
    this.lines.push(line);
    this.size += line.length + 1;
    this.afterBlank = line.trim() === '';
    this.afterDefinition = isDefinition;
  }

  end() {
    this.cut(false);
    return this.sections;
  }

  private follow(line: string): void {
    const sign = fence.exec(line)?.[1] ?? '';
    if (this.fenced === '') {
      this.depth = Math.max(0, this.depth + count(line, opens) - count(line, closes));
      if (this.depth === 0) this.fenced = sign;
    } else if (sign.startsWith(this.fenced) && /^[ `~]+$/.test(line)) this.fenced = '';
  }

  private cut(continuesList: boolean): void {
    if (this.lines.length > 0) this.sections.push({ text: this.lines.join('\n'), continuesList: this.continuesList });
    this.lines = [];
    this.size = 0;
    this.continuesList = continuesList;
  }
}

function count(line: string, pattern: RegExp): number {
  return line.includes('<') || line.includes('>') ? (line.match(pattern) ?? []).length : 0;
}

/** Of several definitions of one name the first counts; a note needs only its name. */
function definitionsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [at, line] of lines.entries()) {
    const name = definition.exec(line)?.[1];
    if (name === undefined || found.has(keyOf(name))) continue;
    // The address may stand on the next line.
    const whole = /\]:[ \t]*$/.test(line) ? `${line} ${lines[at + 1] ?? ''}` : line;
    found.set(keyOf(name), name.startsWith('^') ? `[${name}]: x` : whole);
  }
  return found;
}

function usedIn(text: string, definitions: ReadonlyMap<string, string>): string {
  const used = new Set<string>();
  for (const [, name = ''] of text.matchAll(label)) used.add(keyOf(name));
  const own = new Set(
    text
      .split('\n')
      .flatMap((line) => definition.exec(line)?.[1] ?? [])
      .map(keyOf),
  );
  return [...used].flatMap((key) => (own.has(key) ? [] : (definitions.get(key) ?? []))).join('\n');
}

function keyOf(name: string): string {
  return name.replace(/\s+/g, ' ').trim().toLowerCase();
}
