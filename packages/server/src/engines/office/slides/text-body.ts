import type { Block, Inline, Style } from '@docmill/document';
import { textOf } from '@docmill/document';
import { restyle } from '../../building/flatten.ts';
import type { Link } from '../../building/line.ts';
import { safeAddress } from '../../web/address.ts';
import { Flow } from '../flow/flow.ts';
import { RunLine, stylesOf } from '../flow/run-line.ts';
import { ommlLatex } from '../math/omml.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../package/xml-query.ts';
import { type Bullet, bulletOf, levelOf, numberMarker } from './bullets.ts';
import type { SlideContext } from './context.ts';
import { inheritedShape, placeholderOf, styleNameOf } from './placeholders.ts';

/** listStylesOf gives the lists of styles that the text of a shape inherits, the nearest first. */
export function listStylesOf(shape: XmlElement, { layout, master, presentation }: SlideContext): readonly XmlElement[] {
  const placeholder = placeholderOf(shape);
  const shapes =
    placeholder === undefined
      ? [shape]
      : [shape, inheritedShape(layout, placeholder), inheritedShape(master, placeholder)];
  return [
    ...shapes.map((one) => childOf(one, 'p:txBody', 'a:lstStyle')),
    childOf(master, 'p:txStyles', styleNameOf(placeholder)),
    ...(placeholder === undefined ? [childOf(presentation, 'p:defaultTextStyle')] : []),
  ].filter((styles) => styles !== undefined);
}

/** textBlocks reads the paragraphs of a shape or a cell: lists where they have marks. */
export function textBlocks(
  body: XmlElement | undefined,
  styles: readonly XmlElement[],
  context: SlideContext,
): readonly Block[] {
  const flow = new Flow();
  const counters = new Counters();
  for (const paragraph of childrenOf(body, 'a:p')) {
    const properties = childOf(paragraph, 'a:pPr');
    const level = Math.min(8, Math.max(0, Number(properties?.attributes.lvl ?? 0) || 0));
    const sources = [properties, ...styles.map((list) => levelOf(list, level))];
    const content = paragraphContent(paragraph, context);
    // An empty paragraph has no mark and no number.
    if (textOf(content).trim() === '' && content.every(({ type }) => type === 'text')) continue;
    const bullet = bulletOf(sources);
    if (bullet.kind === 'none') {
      counters.reset(level);
      flow.add({ kind: 'text', content });
    } else
      flow.add({
        kind: 'item',
        content,
        entry: { list: 'body', level, indent: level * 36, ...counters.markOf(bullet, level) },
      });
  }
  return flow.take();
}

/** Counters number the paragraphs of one body, a count for each level. */
class Counters {
  private readonly counts: { readonly key: string; value: number }[] = [];

  /** markOf gives the mark of the next paragraph of a level. */
  markOf(bullet: Exclude<Bullet, { kind: 'none' }>, level: number): { marker: string; number?: number } {
    this.counts.length = Math.min(this.counts.length, level + 1);
    if (bullet.kind === 'character') {
      this.reset(level);
      return { marker: bullet.marker };
    }
    const key = `${bullet.format} ${bullet.start}`;
    const known = this.counts[level];
    const value = known?.key === key ? known.value + 1 : bullet.start;
    this.counts[level] = { key, value };
    const marker = numberMarker(value, bullet.format);
    return { marker, ...(/^\d+[.)]?$/.test(marker) ? { number: value } : {}) };
  }

  /** reset lets the numbers of a level begin anew. */
  reset(level: number): void {
    this.counts.length = Math.min(this.counts.length, level);
  }
}

/** paragraphContent reads the runs of a paragraph. What is bold or italic throughout is so by design and not for emphasis. */
export function paragraphContent(paragraph: XmlElement, context: SlideContext): readonly Inline[] {
  const line = new RunLine();
  addRuns(paragraph, line, context);
  const content = line.take();
  return (['bold', 'italic', 'underline'] as const).reduce(
    (inlines, style) => (isThroughout(inlines, style) ? restyle(inlines, style, false) : inlines),
    content,
  );
}

function isThroughout(inlines: readonly Inline[], style: Style): boolean {
  return inlines.every((inline) => {
    if (inline.type === 'link') return isThroughout(inline.children, style);
    return inline.type !== 'text' || inline.text.trim() === '' || inline.styles?.includes(style) === true;
  });
}

function addRuns(parent: XmlElement, line: RunLine, context: SlideContext): void {
  const plain = { styles: [], code: undefined, link: undefined } as const;
  for (const child of elementsOf(parent)) {
    switch (child.name) {
      case 'a:r':
      case 'a:fld':
        addRun(child, line, context);
        break;
      case 'a:br':
        line.text('\n', plain);
        break;
      case 'a14:m':
        for (const formula of formulasOf(child)) line.add({ type: 'equation', latex: formula }, undefined);
        break;
      case 'mc:AlternateContent':
        for (const form of elementsOf(child).slice(0, 1)) addRuns(form, line, context);
        break;
    }
  }
}

function addRun(run: XmlElement, line: RunLine, context: SlideContext): void {
  const properties = childOf(run, 'a:rPr');
  const { b, i, u = 'none', strike = 'noStrike', baseline = '0' } = properties?.attributes ?? {};
  const styles = stylesOf({
    bold: isOn(b),
    italic: isOn(i),
    underline: u !== 'none',
    strike: strike !== 'noStrike',
    vertical: verticalOf(Number.parseInt(baseline, 10)),
  });
  // A vertical tab is a line break inside a title.
  const text = xmlText(childOf(run, 'a:t')).replaceAll('\u000b', '\n');
  line.text(text, { styles, code: undefined, link: linkOf(properties, context) });
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function verticalOf(baseline: number): 'superscript' | 'subscript' | 'baseline' {
  if (baseline > 0) return 'superscript';
  return baseline < 0 ? 'subscript' : 'baseline';
}

function linkOf(properties: XmlElement | undefined, { file, part }: SlideContext): Link | undefined {
  const id = childOf(properties, 'a:hlinkClick')?.attributes['r:id'];
  const address = id === undefined ? undefined : file.relations(part).get(id)?.url;
  const url = address === undefined ? undefined : safeAddress(address, undefined);
  return url === undefined || url.startsWith('#') ? undefined : { url };
}

function formulasOf(math: XmlElement): readonly string[] {
  return elementsOf(math)
    .flatMap((child) => (child.name === 'm:oMathPara' ? childrenOf(child, 'm:oMath') : [child]))
    .map(ommlLatex)
    .filter((latex) => latex !== '');
}
