import {
  cellOf,
  isRightToLeft,
  type Layout,
  type Source,
  type SourceBlock,
  type SourceItem,
  type SourceTable,
  widthOf,
} from './model.ts';

/** toTypst writes a source for Typst. */
export function toTypst({ blocks, language, layout }: Source): string {
  const front = blocks.findIndex((block, at) => at > 0 && !(block.kind === 'text' && block.front === true));
  const spanning = layout.columns > 1 ? Math.max(1, front) : 0;
  const head = blocks.slice(0, spanning).map(written).join('\n\n');
  const body = blocks.slice(spanning).map(written).join('\n\n');
  const top = head === '' ? '' : `#place(top + center, scope: "parent", float: true)[#set align(center)\n${head}\n]\n`;
  return `${preamble(layout, language)}\n${top}\n${body}\n`;
}

const fonts = {
  serif: '("Libertinus Serif", "Noto Serif CJK SC", "Noto Naskh Arabic")',
  sans: '("Liberation Sans", "Noto Sans CJK SC", "Noto Naskh Arabic")',
};

function preamble(
  { columns, landscape, size = 10, font = 'serif', justified, header, indented, watermark }: Layout,
  language: string,
): string {
  const head = header === undefined ? '' : `, header: align(center, text(0.85em, ${quoted(header)}))`;
  const mark =
    watermark === undefined ? '' : `, background: rotate(-35deg, text(80pt, fill: luma(225), ${quoted(watermark)}))`;
  return `#set page(paper: "a4", flipped: ${landscape === true}, columns: ${columns}, numbering: "1", margin: 2cm${head}${mark})
#set text(font: ${fonts[font]}, size: ${size}pt, lang: "${language}", dir: ${isRightToLeft(language as Source['language']) ? 'rtl' : 'ltr'})
#set par(justify: ${justified === true}${indented ? ', first-line-indent: 1.2em, spacing: 0.65em' : ''})
#set table(stroke: none, inset: 4pt)
#show raw.where(block: true): block.with(fill: luma(244), inset: 6pt, width: 100%)
#show heading.where(level: 1): set text(1.35em)`;
}

function written(block: SourceBlock): string {
  switch (block.kind) {
    case 'title':
      return `#heading(level: ${block.level}, ${quoted(block.text)})`;
    case 'text': {
      const note = block.note === undefined ? '' : `#footnote(${quoted(block.note)})`;
      const text = `#${quoted(block.text)}${note}`;
      return block.front ? `#align(center)[${text}]` : text;
    }
    case 'quote':
      return `#quote(block: true, ${quoted(block.text)})`;
    case 'contents':
      return block.entries
        .map(
          ({ depth, text, page }) =>
            `#block(spacing: 0.5em)[#h(${depth - 1}em)#${quoted(text)} #box(width: 1fr, repeat[.]) ${page}]`,
        )
        .join('\n');
    case 'references':
      return block.entries
        .map((text) => `#block(spacing: 0.6em, par(hanging-indent: 1.2em, first-line-indent: 0em, ${quoted(text)}))`)
        .join('\n');
    case 'box':
      return box(block.text, block.round ? 5 : 0);
    case 'cards':
      return `#grid(columns: (1fr,) * ${block.texts.length}, gutter: 9pt, ${block.texts.map((text) => `[${box(text, 5)}]`).join(', ')})`;
    case 'list':
      return list(block.items, block.ordered);
    case 'code':
      return `#raw(block: true, ${quoted(block.text)})`;
    case 'formula':
      return `#math.equation(block: true${block.number === undefined ? '' : `, numbering: _ => "(${block.number})"`})[$ ${block.typst} $]`;
    case 'figure':
      return `#align(center)[#box(width: 5cm, height: 2.4cm, stroke: (left: 0.6pt, bottom: 0.6pt))[#place(dx: 0cm, dy: 2cm, line(end: (5cm, -1.6cm), stroke: red))#place(dx: 1cm, dy: 1cm, rect(width: 0.5cm, height: 1.4cm, fill: blue))#place(dx: 3cm, dy: 1.3cm, rect(width: 0.5cm, height: 1.1cm, fill: blue))]\n\n#${quoted(block.caption)}]`;
    case 'pageBreak':
      return '#pagebreak(weak: true)';
    case 'table':
      return table(block);
  }
}

function box(text: string, radius: number): string {
  return `#block(stroke: 0.6pt, inset: 6pt, radius: ${radius}pt, width: 100%, fill: rgb("#f7f5e8"), ${quoted(text)})`;
}

function list(items: readonly SourceItem[], ordered: boolean): string {
  const inner = items.map(({ text, items: below, ordered: belowOrdered = false }) => {
    const nested = below === undefined ? '' : `\n${list(below, belowOrdered)}`;
    return `[#${quoted(text)}${nested}]`;
  });
  return `#${ordered ? 'enum' : 'list'}(${inner.join(', ')})`;
}

function table(source: SourceTable): string {
  const { style, head, rows, caption, numbersFrom, leaders = false, scale = 0.92, rotated = false } = source;
  const columns = widthOf(source);
  const line = (row: SourceTable['rows'][number], rowAt: number) =>
    row
      .map((cell, at) => {
        const { text, columns: width, rows: height, indent } = cellOf(cell);
        const led = leaders && rowAt >= head && at === 0 ? ' #box(width: 1fr, repeat[.])' : '';
        const group =
          rowAt < head && width > 1 ? `, align: center${style === 'booktabs' ? ', stroke: (bottom: 0.4pt)' : ''}` : '';
        return `table.cell(colspan: ${width}, rowspan: ${height}${group})[${indent > 0 ? `#h(${indent}em)` : ''}#${quoted(text)}${led}]`;
      })
      .join(', ');
  const align = `(x, y) => if x >= ${numbersFrom ?? columns} { end } else { start }`;
  const width = leaders
    ? `(1fr,) + (auto,) * ${columns - 1}`
    : numbersFrom === undefined
      ? `(auto,) + (1fr,) * ${columns - 1}`
      : `${columns}`;
  const rules = style === 'booktabs' ? 'table.hline(stroke: 0.9pt),' : '';
  const after = style === 'booktabs' || style === 'partly' ? ', table.hline(stroke: 0.5pt)' : '';
  const lines = rows.map(line);
  const body = lines
    .slice(head)
    .map((text, at) => `${text}${style === 'partly' && at % 3 === 2 ? ', table.hline(stroke: 0.4pt)' : ''}`);
  const set = `table(columns: ${width}, align: ${align}${look(style, head)}, ${rules} table.header(${lines.slice(0, head).join(', ')})${after}, ${body.join(',\n')}${style === 'booktabs' ? ', table.hline(stroke: 0.9pt)' : ''})`;
  return `${caption === undefined ? '' : `#${quoted(caption)}\n\n`}${rotated ? `#rotate(-90deg, reflow: true, box(width: 22cm, text(${scale}em, ${set})))` : `#text(${scale}em, ${set})`}`;
}

function look(style: SourceTable['style'], head: number): string {
  if (style === 'ruled') return ', stroke: 0.5pt';
  if (style === 'zebra')
    return `, fill: (_, y) => if y < ${head} { rgb("#c5cfe0") } else if calc.odd(y) { rgb("#eef1f6") }`;
  return '';
}

/** A Typst string. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
