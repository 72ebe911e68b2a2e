import type { XmlElement, XmlNode } from '../package/xml.ts';

interface Open {
  readonly name: string;
  readonly children: XmlNode[];
  text: string;
}

/** MathTree rebuilds the tree of a formula from RTF, whose control words are the names of Office's elements: `{\mf{\mnum…}{\mden…}}`. */
export class MathTree {
  private readonly root: Open = { name: 'm:oMath', children: [], text: '' };
  private readonly open: Open[] = [this.root];

  /** begin opens a group; its name comes with its first control word. */
  begin(): void {
    this.open.push({ name: '', children: [], text: '' });
  }

  word(name: string): void {
    const top = this.open.at(-1);
    if (top === undefined || !name.startsWith('m')) return;
    if (top.name === '' && this.open.length > 1)
      this.open[this.open.length - 1] = { ...top, name: `m:${name.slice(1)}` };
    // Styles of a run are words without a group of their own: `\mnor`.
    else if (top.name === 'm:r') top.children.push(element('m:rPr', {}, [element(`m:${name.slice(1)}`, {}, [])]));
  }

  text(text: string): void {
    const top = this.open.at(-1);
    if (top !== undefined) top.text += text;
  }

  end(): void {
    const closed = this.open.length > 1 ? this.open.pop() : undefined;
    const parent = this.open.at(-1);
    if (closed === undefined || parent === undefined || /^m:(?:ctrlPr|argPr)?$/.test(closed.name)) {
      // A group for the looks of characters only.
      if (closed !== undefined && parent !== undefined) {
        parent.text += closed.text;
        parent.children.push(...closed.children);
      }
      return;
    }
    const isValue = parent.name.endsWith('Pr');
    if (isValue) parent.children.push(element(closed.name, { 'm:val': closed.text.trim() }, []));
    else
      parent.children.push(
        element(
          closed.name,
          {},
          closed.name === 'm:r' ? [...closed.children, element('m:t', {}, [closed.text])] : closed.children,
        ),
      );
  }

  /** take gives the formula as Office's XML would have it. */
  take(): XmlElement {
    while (this.open.length > 1) this.end();
    return element(this.root.name, {}, this.root.children);
  }
}

function element(name: string, attributes: XmlElement['attributes'], children: readonly XmlNode[]): XmlElement {
  return { name, attributes, children };
}
