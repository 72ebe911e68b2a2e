import {
  cellOf,
  type Layout,
  type Source,
  type SourceBlock,
  type SourceItem,
  type SourceTable,
  widthOf,
} from './model.ts';
import { escapedHtml } from './to-markdown.ts';

const namespaces = ['office', 'text', 'table', 'style', 'svg-compatible', 'xsl-fo-compatible', 'drawing']
  .map((name) => {
    const prefix = { 'svg-compatible': 'svg', 'xsl-fo-compatible': 'fo', drawing: 'draw' }[name] ?? name;
    return `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`;
  })
  .join(' ');

/** toFlatOdt writes a source as a flat OpenDocument text, for LibreOffice to make a PDF of as office programs do. */
export function toFlatOdt({ blocks, language, layout }: Source): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document ${namespaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="F" svg:font-family="'${layout.font === 'serif' ? 'Liberation Serif' : 'Liberation Sans'}'"/></office:font-face-decls>
<office:styles>${styles(layout, language)}</office:styles><office:automatic-styles>${automatic(layout)}</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page">${furniture(layout)}</style:master-page></office:master-styles>
<office:body><office:text><text:section text:style-name="body" text:name="body">${blocks.map(written).join('\n')}</text:section></office:text></office:body></office:document>`;
}

function styles({ size = 11, justified, indented }: Layout, language: string): string {
  const heading = (level: number, factor: number) =>
    `<style:style style:name="${headingStyle(level)}" style:display-name="${headingStyle(level).replace('_20_', ' ')}" style:family="paragraph" style:class="text"${level > 1 ? ` style:default-outline-level="${level - 1}"` : ''}><style:paragraph-properties fo:margin-top="0.35cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties style:font-name="F" fo:font-size="${Math.round(size * factor)}pt" fo:font-weight="bold"/></style:style>`;
  const paragraph = indented ? 'fo:text-indent="0.5cm"' : 'fo:margin-bottom="0.25cm"';
  return `<style:default-style style:family="paragraph"><style:text-properties style:font-name="F" fo:font-size="${size}pt" fo:language="${language}"/></style:default-style>
${heading(1, 1.8)}${heading(2, 1.4)}${heading(3, 1.15)}${heading(4, 1)}
<style:style style:name="p" style:family="paragraph"><style:paragraph-properties ${paragraph} fo:text-align="${justified ? 'justify' : 'start'}"/></style:style>
<style:style style:name="front" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="number" style:family="paragraph"><style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="quote" style:family="paragraph"><style:paragraph-properties fo:margin-left="1cm" fo:margin-right="1cm" fo:margin-bottom="0.25cm"/></style:style>
<style:style style:name="entry" style:family="paragraph"><style:paragraph-properties><style:tab-stops><style:tab-stop style:position="16cm" style:type="right" style:leader-style="dotted" style:leader-text="."/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="reference" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.6cm" fo:text-indent="-0.6cm" fo:margin-bottom="0.1cm"/></style:style>
<style:style style:name="code" style:family="paragraph"><style:text-properties fo:font-family="Liberation Mono" fo:font-size="${size - 1}pt"/></style:style>
<style:style style:name="box" style:family="paragraph"><style:paragraph-properties fo:border="0.02cm solid #888888" fo:padding="0.15cm" fo:background-color="#f7f5e8"/></style:style>
${listStyle('ul', (level) => `<text:list-level-style-bullet text:level="${level}" text:bullet-char="${level === 1 ? '•' : '–'}">`, 'bullet')}${listStyle('ol', (level) => `<text:list-level-style-number text:level="${level}" style:num-format="${level === 1 ? '1' : 'a'}" style:num-suffix=".">`, 'number')}`;
}

/** As people do in office programs: the title of the document is no heading, so that sections are headings of level 1. */
function headingStyle(level: number): string {
  return level === 1 ? 'Title' : `Heading_20_${level - 1}`;
}

function listStyle(name: string, open: (level: number) => string, kind: string): string {
  const levels = [1, 2, 3].map(
    (level) =>
      `${open(level)}<style:list-level-properties text:space-before="${0.5 * level}cm" text:min-label-width="0.5cm"/></text:list-level-style-${kind}>`,
  );
  return `<text:list-style style:name="${name}">${levels.join('')}</text:list-style>`;
}

function automatic({ columns, landscape }: Layout): string {
  const [width, height] = landscape ? [29.7, 21] : [21, 29.7];
  const cell = (name: string, properties: string) =>
    `<style:style style:name="${name}" style:family="table-cell"><style:table-cell-properties fo:padding="0.08cm" ${properties}/></style:style>`;
  return `<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="${width}cm" fo:page-height="${height}cm" fo:margin="2cm"/><style:header-style/><style:footer-style/></style:page-layout>
<style:style style:name="body" style:family="section"><style:section-properties><style:columns fo:column-count="${columns}" fo:column-gap="0.7cm"/></style:section-properties></style:style>
<style:style style:name="break" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style>
${cell('ruled', 'fo:border="0.02cm solid #444444"')}${cell('plain', '')}${cell('line', 'fo:border-bottom="0.03cm solid #000000"')}${cell('both', 'fo:border-bottom="0.02cm solid #000000" fo:border-top="0.04cm solid #000000"')}${cell('dark', 'fo:background-color="#c5cfe0"')}${cell('light', 'fo:background-color="#eef1f6"')}`;
}

function furniture({ header }: Layout): string {
  const head =
    header === undefined
      ? ''
      : `<style:header><text:p text:style-name="front">${escapedHtml(header)}</text:p></style:header>`;
  return `${head}<style:footer><text:p text:style-name="front"><text:page-number/></text:p></style:footer>`;
}

function written(block: SourceBlock): string {
  switch (block.kind) {
    case 'title':
      return block.level === 1
        ? `<text:p text:style-name="Title">${escapedHtml(block.text)}</text:p>`
        : `<text:h text:style-name="${headingStyle(block.level)}" text:outline-level="${block.level - 1}">${escapedHtml(block.text)}</text:h>`;
    case 'text': {
      const note =
        block.note === undefined
          ? ''
          : `<text:note text:note-class="footnote"><text:note-citation/><text:note-body><text:p>${escapedHtml(block.note)}</text:p></text:note-body></text:note>`;
      return `<text:p text:style-name="${block.front ? 'front' : 'p'}">${escapedHtml(block.text).replaceAll('\n', '<text:line-break/>')}${note}</text:p>`;
    }
    case 'quote':
      return `<text:p text:style-name="quote">${escapedHtml(block.text)}</text:p>`;
    case 'contents':
      return block.entries
        .map(
          ({ depth, text, page }) =>
            `<text:p text:style-name="entry">${'<text:s text:c="4"/>'.repeat(depth - 1)}${escapedHtml(text)}<text:tab/>${page}</text:p>`,
        )
        .join('\n');
    case 'references':
      return block.entries
        .map((text) => `<text:p text:style-name="reference">${escapedHtml(text)}</text:p>`)
        .join('\n');
    case 'box':
      return `<text:p text:style-name="box">${escapedHtml(block.text)}</text:p>`;
    case 'cards':
      return block.texts.map((text) => `<text:p text:style-name="box">${escapedHtml(text)}</text:p>`).join('\n');
    case 'list':
      return list(block.items, block.ordered);
    case 'code':
      return `<text:p text:style-name="code">${codeText(block.text)}</text:p>`;
    case 'formula':
      return `<text:p text:style-name="front">${escapedHtml(block.latex)}</text:p>`;
    case 'figure':
      return `<text:p text:style-name="front"><draw:rect svg:width="5cm" svg:height="2cm"/></text:p><text:p text:style-name="front">${escapedHtml(block.caption)}</text:p>`;
    case 'pageBreak':
      return '<text:p text:style-name="break"/>';
    case 'table':
      return table(block);
  }
}

function codeText(text: string): string {
  return text
    .split('\n')
    .map((line) => escapedHtml(line).replace(/^ +/, (blanks) => `<text:s text:c="${blanks.length}"/>`))
    .join('<text:line-break/>');
}

function list(items: readonly SourceItem[], ordered: boolean): string {
  const inner = items.map(
    ({ text, items: below, ordered: belowOrdered = false }) =>
      `<text:list-item><text:p>${escapedHtml(text)}</text:p>${below === undefined ? '' : list(below, belowOrdered)}</text:list-item>`,
  );
  return `<text:list text:style-name="${ordered ? 'ol' : 'ul'}">${inner.join('')}</text:list>`;
}

function table(source: SourceTable): string {
  const { rows, head, caption, numbersFrom } = source;
  const width = widthOf(source);
  const taken = new Set<string>();
  const lines = rows.map((row, rowAt) => {
    const cells: string[] = [];
    let next = 0;
    for (let column = 0; column < width; column += 1) {
      if (taken.has(`${rowAt} ${column}`)) {
        cells.push('<table:covered-table-cell/>');
        continue;
      }
      const { text, columns, rows: height, indent } = cellOf(row[next++] ?? '');
      for (let down = 0; down < height; down += 1)
        for (let right = 0; right < columns; right += 1) taken.add(`${rowAt + down} ${column + right}`);
      const style =
        numbersFrom !== undefined && column >= numbersFrom && rowAt >= head ? ' text:style-name="number"' : '';
      const before = indent > 0 ? `<text:s text:c="${4 * indent}"/>` : '';
      cells.push(
        `<table:table-cell table:style-name="${cellStyle(source, rowAt)}" table:number-columns-spanned="${columns}" table:number-rows-spanned="${height}"><text:p${style}>${before}${escapedHtml(text)}</text:p></table:table-cell>`,
      );
    }
    return `<table:table-row>${cells.join('')}</table:table-row>`;
  });
  const top = caption === undefined ? '' : `<text:p text:style-name="p">${escapedHtml(caption)}</text:p>`;
  return `${top}<table:table><table:table-column table:number-columns-repeated="${width}"/><table:table-header-rows>${lines.slice(0, head).join('')}</table:table-header-rows>${lines.slice(head).join('')}</table:table><text:p/>`;
}

function cellStyle({ style, head, rows }: SourceTable, row: number): string {
  switch (style) {
    case 'ruled':
      return 'ruled';
    case 'booktabs':
      return row < head ? 'both' : row === rows.length - 1 ? 'line' : 'plain';
    case 'zebra':
      return row < head ? 'dark' : row % 2 === 0 ? 'light' : 'plain';
    case 'partly':
      return row < head || (row - head) % 3 === 2 ? 'line' : 'plain';
    case 'borderless':
      return 'plain';
  }
}
