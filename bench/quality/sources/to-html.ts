import {
  type ContentsEntry,
  cellOf,
  isRightToLeft,
  type Layout,
  type Source,
  type SourceBlock,
  type SourceItem,
  type SourceTable,
} from './model.ts';
import { escapedHtml } from './to-markdown.ts';

const tableCss = `table{border-collapse:collapse;margin:8px 0;width:100%;break-inside:auto}th,td{padding:2px 6px;vertical-align:top;text-align:start}tr{break-inside:avoid}caption{text-align:start;padding:2px 0}
td.n,th.n{text-align:end;white-space:nowrap}thead th{vertical-align:bottom}.g{border-bottom:1px solid #000!important;text-align:center!important}.lead{display:flex;overflow:hidden}.lead:after{content:'............................................................................';flex:1 1 0;overflow:hidden;white-space:nowrap}.ruled th,.ruled td{border:1px solid #444}.booktabs{border-top:2px solid #000;border-bottom:2px solid #000}.booktabs thead{border-bottom:1px solid #000}
.zebra th{background:#335;color:#fff}.zebra tbody tr:nth-child(odd){background:#e8ecf4}.borderless th{font-weight:bold}.partly thead,.partly tbody tr:nth-child(3n){border-bottom:1px solid #999}`;

/** toHtml writes a source as a page for a browser to print. */
export function toHtml({ blocks, language, layout }: Source): string {
  const direction = isRightToLeft(language) ? 'rtl' : 'ltr';
  const front = blocks.findIndex(({ kind }, at) => at > 0 && kind !== 'title' && !isFront(blocks[at]));
  const spanning = layout.columns > 1 ? Math.max(1, front) : 0;
  const head = blocks
    .slice(0, spanning)
    .map((block) => written(block))
    .join('\n');
  const body = blocks
    .slice(spanning)
    .map((block) => written(block))
    .join('\n');
  const mark = layout.watermark === undefined ? '' : `<div class="mark">${escapedHtml(layout.watermark)}</div>`;
  return `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><title></title><style>${css(layout)}</style></head>
<body>${mark}${head}<div class="columns">${body}</div></body></html>`;
}

function isFront(block: SourceBlock | undefined): boolean {
  return block?.kind === 'text' && block.front === true;
}

function css({ columns, landscape, size = 10, font = 'sans', justified, indented, vertical }: Layout): string {
  const family =
    font === 'serif'
      ? '"Liberation Serif","Noto Serif CJK SC",serif'
      : '"Liberation Sans","Noto Sans CJK SC",sans-serif';
  const paragraphs = indented ? 'p{margin:0;text-indent:1.2em}' : 'p{margin:0 0 .7em}';
  return `@page{size:A4${landscape ? ' landscape' : ''}}body{font:${size}pt/1.3 ${family};margin:0;${vertical ? 'writing-mode:vertical-rl;' : ''}${justified ? 'text-align:justify;hyphens:auto' : ''}}
.columns{column-count:${columns};column-gap:22px;column-fill:auto}${paragraphs}.front{text-align:center;text-indent:0;margin:0 0 .7em}h1{font-size:1.9em;margin:.3em 0 .5em}h2{font-size:1.4em}h3{font-size:1.15em}h4{font-size:1em;font-style:italic}h2,h3,h4{margin:1em 0 .4em;break-after:avoid}
ul,ol{margin:.3em 0 .7em;padding-inline-start:1.8em}pre{font:.88em/1.25 "Liberation Mono",monospace;background:#f3f3f3;padding:6px;white-space:pre;overflow:hidden}.box{border:1px solid #888;background:#f7f5e8;padding:6px;margin:8px 0}.round{border-radius:8px}.beside{float:inline-end;width:34%;margin:0 0 8px 12px}.cards{display:flex;gap:12px;break-inside:avoid}.cards>div{flex:1}
blockquote{margin:.6em 2.5em}.entry{display:flex;text-indent:0;margin:0}.entry i{flex:1;overflow:hidden;white-space:nowrap;font-style:normal}.ref{padding-inline-start:1.6em;text-indent:-1.6em;margin:0 0 .3em;font-size:.9em}.mark{position:fixed;top:45%;left:20%;transform:rotate(-35deg);font-size:90px;color:#e4e4e4;z-index:-1}figure{margin:8px 0;break-inside:avoid}figure svg{display:block;margin:0 auto 4px}.break{break-before:page}${tableCss}`;
}

function written(block: SourceBlock): string {
  switch (block.kind) {
    case 'title':
      return `<h${block.level}>${escapedHtml(block.text)}</h${block.level}>`;
    case 'text':
      return `<p${block.front ? ' class="front"' : ''}>${lines(block.text)}</p>`;
    case 'quote':
      return `<blockquote>${escapedHtml(block.text)}</blockquote>`;
    case 'contents':
      return block.entries.map(entry).join('\n');
    case 'references':
      return block.entries.map((text) => `<p class="ref">${escapedHtml(text)}</p>`).join('\n');
    case 'box':
      return `<div class="box${block.round ? ' round' : ''}${block.beside ? ' beside' : ''}">${escapedHtml(block.text)}</div>`;
    case 'cards':
      return `<div class="cards">${block.texts.map((text) => `<div class="box round">${escapedHtml(text)}</div>`).join('')}</div>`;
    case 'list':
      return list(block.items, block.ordered);
    case 'code':
      return `<pre>${escapedHtml(block.text)}</pre>`;
    case 'formula':
      return block.mathml === undefined
        ? `<p>${escapedHtml(block.latex)}</p>`
        : `<math display="block" style="font-family:'Latin Modern Math';margin:8px 0">${block.mathml}</math>`;
    case 'figure':
      return `<figure>${drawing}<figcaption>${escapedHtml(block.caption)}</figcaption></figure>`;
    case 'pageBreak':
      return '<div class="break"></div>';
    case 'table':
      return table(block);
  }
}

function lines(text: string): string {
  return escapedHtml(text).replaceAll('\n', '<br>');
}

function entry({ depth, text, page }: ContentsEntry): string {
  const dots = '.'.repeat(200);
  return `<p class="entry" style="padding-inline-start:${(depth - 1) * 18}px">${escapedHtml(text)}<i>${dots}</i>${page}</p>`;
}

const drawing =
  '<svg width="180" height="90" viewBox="0 0 180 90"><path d="M10 5V80H175" fill="none" stroke="#000"/><path d="M12 70L50 40 90 52 130 20 170 30" fill="none" stroke="#c00" stroke-width="2"/><rect x="30" y="50" width="14" height="30" fill="#68a"/><rect x="70" y="58" width="14" height="22" fill="#68a"/><rect x="110" y="30" width="14" height="50" fill="#68a"/></svg>';

function list(items: readonly SourceItem[], ordered: boolean): string {
  const tag = ordered ? 'ol' : 'ul';
  const inner = items.map(
    ({ text, items: below, ordered: belowOrdered = false }) =>
      `<li>${escapedHtml(text)}${below === undefined ? '' : list(below, belowOrdered)}</li>`,
  );
  return `<${tag}>${inner.join('')}</${tag}>`;
}

function table({ style, head, rows, caption, numbersFrom, leaders = false, scale = 0.92 }: SourceTable): string {
  const taken = new Set<string>();
  const lines = rows.map((row, rowAt) => {
    let column = 0;
    const cells = row.map((cell) => {
      const { text, columns, rows: height, indent } = cellOf(cell);
      while (taken.has(`${rowAt} ${column}`)) column += 1;
      for (let down = 0; down < height; down += 1)
        for (let right = 0; right < columns; right += 1) taken.add(`${rowAt + down} ${column + right}`);
      const tag = rowAt < head ? 'th' : 'td';
      const number = numbersFrom !== undefined && column >= numbersFrom;
      const group = tag === 'th' && columns > 1 && (style === 'booktabs' || style === 'partly');
      const shown = escapedHtml(text);
      const led = leaders && tag === 'td' && column === 0 ? `<span class="lead">${shown}</span>` : shown;
      const look = `${group ? ' class="g"' : number ? ' class="n"' : ''}${indent > 0 ? ` style="padding-inline-start:${indent * 14 + 6}px"` : ''}`;
      column += columns;
      return `<${tag}${look} colspan="${columns}" rowspan="${height}">${led}</${tag}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const body = `<thead>${lines.slice(0, head).join('')}</thead><tbody>${lines.slice(head).join('')}</tbody>`;
  const top = caption === undefined ? '' : `<p>${escapedHtml(caption)}</p>`;
  return `${top}<table class="${style}" style="font-size:${scale}em">${body}</table>`;
}
