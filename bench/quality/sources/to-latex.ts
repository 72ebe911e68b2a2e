import {
  cellOf,
  type Layout,
  type Source,
  type SourceBlock,
  type SourceItem,
  type SourceTable,
  widthOf,
} from './model.ts';

const babel: Readonly<Record<string, string>> = { en: 'english', de: 'ngerman', fr: 'french' };

/** toLatex writes a source for pdfLaTeX, in a European language and without cells over several rows, in the type of TeX. */
export function toLatex({ blocks, language, layout }: Source): string {
  const front = blocks.findIndex((block, at) => at > 0 && !(block.kind === 'text' && block.front === true));
  const head = blocks.slice(0, front).map(frontMatter).join('\n\n');
  const body = blocks.slice(front).map(written).join('\n\n');
  const { columns, size = 10 } = layout;
  const top =
    columns === 2
      ? `\\twocolumn[\\begin{center}${head}\\end{center}\\vspace{1em}]`
      : `\\begin{center}${head}\\end{center}`;
  return `\\documentclass[a4paper,${size}pt]{article}
\\usepackage[utf8]{inputenc}\\usepackage[T1]{fontenc}\\usepackage{lmodern}\\usepackage[${babel[language] ?? 'english'}]{babel}
\\usepackage{amsmath,booktabs,array,listings}\\usepackage[a4paper,margin=2cm]{geometry}
\\sloppy\\setcounter{secnumdepth}{0}\\lstset{basicstyle=\\ttfamily\\small,columns=fullflexible,keepspaces=true,breaklines=true}
${runningHead(layout)}
\\begin{document}
${top}
${body}
\\end{document}
`;
}

function runningHead({ header }: Layout): string {
  return header === undefined ? '' : `\\pagestyle{myheadings}\\markright{${escaped(header)}}`;
}

function frontMatter(block: SourceBlock): string {
  if (block.kind === 'title') return `{\\LARGE ${escaped(block.text)}\\par}\\vspace{0.6em}`;
  return block.kind === 'text' ? `${escaped(block.text)}\\par` : written(block);
}

function written(block: SourceBlock): string {
  switch (block.kind) {
    case 'title':
      return `\\${['section', 'section', 'subsection', 'subsubsection'][block.level - 1]}{${escaped(block.text)}}`;
    case 'text':
      return `${escaped(block.text).replaceAll('\n', '\\\\{}')}${block.note === undefined ? '' : `\\footnote{${escaped(block.note)}}`}`;
    case 'quote':
      return `\\begin{quote}${escaped(block.text)}\\end{quote}`;
    case 'contents':
      return block.entries
        .map(({ depth, text, page }) => `\\noindent\\hspace*{${depth - 1}em}${escaped(text)}\\dotfill ${page}`)
        .join('\n\n');
    case 'references':
      return block.entries.map((text) => `\\noindent\\hangindent=1.2em ${escaped(text)}`).join('\n\n');
    case 'box':
      return `\\noindent\\fbox{\\parbox{0.95\\linewidth}{${escaped(block.text)}}}`;
    case 'cards':
      return block.texts.map((text) => written({ kind: 'box', text })).join('\n\n');
    case 'list':
      return list(block.items, block.ordered);
    case 'code':
      return `\\begin{lstlisting}\n${block.text}\n\\end{lstlisting}`;
    case 'formula':
      return `\\begin{equation}${block.number === undefined ? '' : `\\tag{${block.number}}`}\n${block.latex}\n\\end{equation}`;
    case 'figure':
      return `\\begin{center}\\setlength{\\unitlength}{1mm}\\begin{picture}(50,20)\\put(0,0){\\line(1,0){50}}\\put(0,0){\\line(0,1){20}}\\put(0,2){\\line(5,1){48}}\\put(10,0){\\rule{4mm}{10mm}}\\put(30,0){\\rule{4mm}{14mm}}\\end{picture}\n\n${escaped(block.caption)}\\end{center}`;
    case 'pageBreak':
      return '\\newpage';
    case 'table':
      return table(block);
  }
}

function list(items: readonly SourceItem[], ordered: boolean): string {
  const name = ordered ? 'enumerate' : 'itemize';
  const inner = items.map(
    ({ text, items: below, ordered: belowOrdered = false }) =>
      `\\item ${escaped(text)}${below === undefined ? '' : `\n${list(below, belowOrdered)}`}`,
  );
  return `\\begin{${name}}\n${inner.join('\n')}\n\\end{${name}}`;
}

/** Columns of words are as wide as their share; names and numbers as wide as they are. */
function table(source: SourceTable): string {
  const { style, head, rows, caption, numbersFrom } = source;
  const width = widthOf(source);
  const bar = style === 'ruled' ? '|' : '';
  const kinds = Array.from({ length: width }, (_, at) =>
    numbersFrom === undefined
      ? at === 0
        ? 'p{0.22\\linewidth}'
        : `p{${(0.66 / (width - 1)).toFixed(2)}\\linewidth}`
      : at >= numbersFrom
        ? 'r'
        : 'l',
  );
  const [top, middle, bottom, between] =
    style === 'booktabs'
      ? ['\\toprule', '\\midrule', '\\bottomrule', '']
      : style === 'ruled'
        ? ['\\hline', '\\hline', '', '\\hline']
        : style === 'partly'
          ? ['', '\\hline', '\\hline', '']
          : ['', '', '', ''];
  const lines = rows.map(
    (row, at) =>
      `${rowOf(row, style === 'booktabs' && at < head)} ${at === head - 1 ? middle : at >= head ? between : ''}`,
  );
  const size = width > 5 ? '\\footnotesize' : '\\small';
  const top0 = caption === undefined ? '' : `\\noindent ${escaped(caption)}\n\n`;
  return `${top0}\\begin{center}${size}\\begin{tabular}{${bar}${kinds.join(bar)}${bar}}${top}\n${lines.join('\n')}\n${bottom}\\end{tabular}\\end{center}`;
}

function rowOf(row: SourceTable['rows'][number], groupRules: boolean): string {
  let column = 1;
  const rules: string[] = [];
  const cells = row.map((cell) => {
    const { text, columns, indent } = cellOf(cell);
    if (columns > 1 && groupRules) rules.push(`\\cmidrule(lr){${column}-${column + columns - 1}}`);
    column += columns;
    const shown = `${indent > 0 ? `\\hspace{${indent}em}` : ''}${escaped(text)}`;
    return columns > 1 ? `\\multicolumn{${columns}}{c}{${shown}}` : shown;
  });
  return `${cells.join(' & ')} \\\\ ${rules.join('')}`;
}

function escaped(text: string): string {
  return text.replace(/[\\{}#$%&_^~]/g, (mark) =>
    mark === '\\' ? '\\textbackslash{}' : mark === '~' || mark === '^' ? `\\${mark}{}` : `\\${mark}`,
  );
}
