import {
  cellOf,
  isRightToLeft,
  type Layout,
  type Source,
  type SourceBlock,
  type SourceItem,
  type SourceTable,
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
  { columns, landscape, size = 10, font = 'serif', justified, header, indented }: Layout,
  language: string,
): string {
  const head = header === undefined ? '' : `, header: align(center, text(0.85em, ${quoted(header)}))`;
  return `#set page(paper: "a4", flipped: ${landscape === true}, columns: ${columns}, numbering: "1", margin: 2cm${head})
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
    case 'box':
      return `#block(stroke: 0.6pt, inset: 6pt, width: 100%, fill: rgb("#f7f5e8"), ${quoted(block.text)})`;
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

function list(items: readonly SourceItem[], ordered: boolean): string {
  const inner = items.map(({ text, items: below, ordered: belowOrdered = false }) => {
    const nested = below === undefined ? '' : `\n${list(below, belowOrdered)}`;
    return `[#${quoted(text)}${nested}]`;
  });
  return `#${ordered ? 'enum' : 'list'}(${inner.join(', ')})`;
}

function table({ style, head, rows, caption, numbersFrom, wide }: SourceTable): string {
  const columns = (rows[0] ?? []).reduce((sum, cell) => sum + cellOf(cell).columns, 0);
  const line = (row: SourceTable['rows'][number]) =>
    row
      .map((cell) => {
        const { text, columns: width, rows: height } = cellOf(cell);
        return `table.cell(colspan: ${width}, rowspan: ${height})[#${quoted(text)}]`;
      })
      .join(', ');
  const align = `(x, y) => if x >= ${numbersFrom ?? columns} { end } else { start }`;
  const width = numbersFrom === undefined ? `(auto,) + (1fr,) * ${columns - 1}` : `${columns}`;
  const rules = style === 'booktabs' ? 'table.hline(stroke: 0.9pt),' : '';
  const after = style === 'booktabs' || style === 'partly' ? ', table.hline(stroke: 0.5pt)' : '';
  const body = rows
    .slice(head)
    .map((row, at) => `${line(row)}${style === 'partly' && at % 3 === 2 ? ', table.hline(stroke: 0.4pt)' : ''}`);
  const set = `table(columns: ${width}, align: ${align}${look(style, head)}, ${rules} table.header(${rows.slice(0, head).map(line).join(', ')})${after}, ${body.join(',\n')}${style === 'booktabs' ? ', table.hline(stroke: 0.9pt)' : ''})`;
  const shown = `${caption === undefined ? '' : `#${quoted(caption)}\n\n`}#${set}`;
  return wide ? `#place(top + center, scope: "parent", float: true)[#set align(start)\n${shown}\n]` : shown;
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
