import type { Link } from '../../building/line.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf } from '../package/xml-query.ts';
import { isOnValue, valueOfChild } from './styles.ts';

interface Field {
  code: string;
  inResult: boolean;
  link: Link | undefined;
  readonly form: XmlElement | undefined;
}

/** FieldStack follows the fields of a story: their code is hidden, their result shown. A field may run over many paragraphs. */
export class FieldStack {
  private readonly open: Field[] = [];

  /** Whether text here is part of a field's code, which nobody sees. */
  get isHidden(): boolean {
    return this.open.some(({ inResult }) => !inResult);
  }

  /** The innermost link that a field makes. */
  get link(): Link | undefined {
    return this.open.findLast(({ link }) => link !== undefined)?.link;
  }

  /** Whether we are in the result of a table of contents or an index. */
  get inIndex(): boolean {
    return this.open.some(({ code, inResult }) => inResult && /^\s*(?:TOC|INDEX)\b/i.test(code));
  }

  addCode(text: string): void {
    const top = this.open.at(-1);
    if (top !== undefined && !top.inResult && top.code.length < 10_000) top.code += text;
  }

  /** mark takes in a `w:fldChar` and gives the text that the field itself shows, as a check box does. */
  mark(element: XmlElement): string {
    switch (element.attributes['w:fldCharType']) {
      case 'begin':
        if (this.open.length < 100)
          this.open.push({ code: '', inResult: false, link: undefined, form: childOf(element, 'w:ffData') });
        return '';
      case 'separate': {
        const top = this.open.at(-1);
        if (top === undefined) return '';
        top.inResult = true;
        top.link = linkOfCode(top.code);
        return '';
      }
      default: {
        const closed = this.open.pop();
        return closed === undefined || this.isHidden ? '' : formText(closed);
      }
    }
  }
}

/** linkOfCode gives the link of a field code such as `HYPERLINK "http://e.org" \l "part"`. */
export function linkOfCode(code: string): Link | undefined {
  if (!/^\s*HYPERLINK\b/i.test(code)) return undefined;
  const anchor = /\\l\s+(?:"([^"]*)"|(\S+))/i.exec(code);
  const target = /HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))/i.exec(code);
  const url = `${target?.[1] ?? target?.[2] ?? ''}${anchor === null ? '' : `#${anchor[1] ?? anchor[2]}`}`;
  return url === '' ? undefined : { url };
}

function formText({ code, form, inResult }: Field): string {
  const box = childOf(form, 'w:checkBox');
  if (box !== undefined && /FORMCHECKBOX/i.test(code)) {
    const state = childOf(box, 'w:checked') ?? childOf(box, 'w:default');
    return state !== undefined && isOnValue(state.attributes['w:val']) ? '☒' : '☐';
  }
  const list = childOf(form, 'w:ddList');
  if (list === undefined || inResult) return '';
  const chosen = Number(valueOfChild(list, 'w:result') ?? valueOfChild(list, 'w:default') ?? 0);
  return childrenOf(list, 'w:listEntry')[chosen]?.attributes['w:val'] ?? '';
}
