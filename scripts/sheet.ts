/** Contact sheets: each page's picture with the boxes of its blocks, beside what the pdf engine made of it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Block, isFurniture, type Page, renderMarkdownPage, textOf, type Warning } from '@docmill/document';
import { draftsInMemory, type EngineRun } from '../packages/server/src/engines/engine.ts';
import { createPdfEngine } from '../packages/server/src/engines/pdf/index.ts';
import type { PdfDraft } from '../packages/server/src/engines/pdf/laid-out.ts';
import { openPdf } from '../packages/server/src/engines/pdf/pdf-file.ts';
import { loadPdfium } from '../packages/server/src/engines/pdf/pdfium.ts';
import { drawPage } from '../packages/server/src/engines/pdf/pictures.ts';

const usage = 'npm run sheet -- FILE... [--out DIR] [--pages 1-5] [--dpi 100]';

const colours: Readonly<Partial<Record<Block['type'], string>>> = {
  title: '#d62728',
  text: '#1f77b4',
  list: '#2ca02c',
  table: '#9467bd',
  image: '#ff7f0e',
  caption: '#bc7a00',
  equation: '#e377c2',
  code: '#17becf',
};
const furnitureColour = '#888';

interface Sheet {
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
  readonly assets: ReadonlyMap<string, string>;
  readonly failed: ReadonlyMap<number, string>;
}

/** rangeOf reads `3` or `1-5` as page indexes; everything without it. */
function rangeOf(text: string | undefined, pageCount: number): readonly number[] {
  const [first = 1, last = first] = (text ?? `1-${pageCount}`).split('-').map(Number);
  return Array.from({ length: pageCount }, (_, index) => index).filter((index) => index >= first - 1 && index < last);
}

async function parse(run: EngineRun, pages: string | undefined): Promise<Sheet> {
  const engine = createPdfEngine();
  const survey = await engine.survey(run);
  const drafts: PdfDraft[] = [];
  const failed = new Map<number, string>();
  for await (const read of engine.readPages(run, rangeOf(pages, survey.pageCount))) {
    if ('error' in read) failed.set(read.pageIndex, String(read.error));
    else drafts.push(read);
  }
  const assets = drafts.flatMap((draft) => draft.assets);
  return {
    pages: await Array.fromAsync(engine.assemble(run, draftsInMemory(drafts), survey)),
    warnings: drafts.flatMap((draft) => draft.warnings),
    assets: new Map(assets.map(({ asset, data }) => [asset.name, dataUrl(asset.mediaType, data)])),
    failed,
  };
}

function dataUrl(mediaType: string, data: Uint8Array): string {
  return `data:${mediaType};base64,${Buffer.from(data).toString('base64')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function colourOf(block: Block): string {
  return isFurniture(block) ? furnitureColour : (colours[block.type] ?? '#555');
}

/** labelOf names a block: its place in reading order and its type. */
function labelOf(block: Block, at: number): string {
  return `${at + 1} ${block.type}${block.type === 'title' ? block.level : ''}`;
}

/** boxesOf draws the places of a page's blocks, also those of parts that continue a block of the page before. */
function boxesOf(page: Page, pages: readonly Page[]): string {
  const captions = page.blocks.flatMap((block) => ('captions' in block ? (block.captions ?? []) : []));
  const own = [...page.blocks, ...captions].flatMap((block, at) =>
    (block.regions ?? [{ pageIndex: page.index, bbox: block.bbox }]).map((region) => ({ block, region, at })),
  );
  const earlier = pages
    .filter(({ index }) => index !== page.index)
    .flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.regions ?? []).map((region) => ({ block, region, at: -1 }))),
    );
  return [...own, ...earlier]
    .filter(({ region }) => region.pageIndex === page.index && region.bbox !== undefined)
    .map(({ block, region, at }) => {
      const [x0, y0, x1, y1] = region.bbox ?? [0, 0, 0, 0];
      const colour = colourOf(block);
      const label = at < 0 ? 'goes on' : labelOf(block, at);
      return `<rect x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}" fill="${colour}" fill-opacity=".08" stroke="${colour}" stroke-width=".8"/>
<text x="${x0}" y="${y0 - 1}" font-size="6" font-family="sans-serif" fill="${colour}">${label}</text>`;
    })
    .join('\n');
}

function outputOf(page: Page, assets: ReadonlyMap<string, string>): string {
  return page.blocks
    .map((block, at) => {
      const picture = block.type === 'image' && block.asset !== undefined ? assets.get(block.asset) : undefined;
      const image = picture === undefined ? '' : `<img class="asset" src="${picture}">`;
      const text = isFurniture(block) ? textOf(block.content) : renderMarkdownPage({ ...page, blocks: [block] });
      const joined = (block.regions?.length ?? 0) > 1 ? ' (joined)' : '';
      return `<div class="block" style="border-color:${colourOf(block)}"><b style="color:${colourOf(block)}">${labelOf(block, at)}${joined}</b>${image}<pre>${escaped(text.trim())}</pre></div>`;
    })
    .join('\n');
}

const style = `body{font:13px sans-serif;margin:8px;width:1800px}section{display:flex;gap:12px;border-top:2px solid #000;padding:6px 0;break-inside:avoid}
.page{position:relative;flex:0 0 880px;align-self:flex-start;border:1px solid #ccc}.page img,.page svg{width:100%;display:block}.page svg{position:absolute;inset:0;overflow:visible}
.block{border-left:4px solid;padding:0 0 0 6px;margin:0 0 3px}.out{flex:1;min-width:0}pre{margin:0;white-space:pre-wrap;font:12px/1.25 monospace}.asset{max-width:260px;max-height:160px;display:block}.bad{color:#c00}`;

interface SheetInput {
  readonly path: string;
  readonly pages: string | undefined;
  readonly dpi: number;
}

/** makeSheet gives the contact sheet of one PDF as a single HTML file. */
async function makeSheet({ path, pages, dpi }: SheetInput): Promise<string> {
  const limits = { maxPages: 100_000, maxPixels: 50_000_000, maxOutputBytes: 1e9 };
  const file = { path, format: 'pdf', bytes: 0, name: basename(path) };
  const sheet = await parse({ file, options: {}, limits, signal: new AbortController().signal }, pages);
  const api = await loadPdfium();
  const pdf = openPdf(api, path);
  try {
    const sections = sheet.pages.map((page) => {
      const png = drawPage(pdf, page.index, { dpi, maxPixels: limits.maxPixels });
      const svg = `<svg viewBox="0 0 ${page.width} ${page.height}">${boxesOf(page, sheet.pages)}</svg>`;
      const said = sheet.warnings.filter(({ pageNumber }) => pageNumber === page.index + 1);
      const warnings = said.map((warning) => `<p class="bad">${escaped(JSON.stringify(warning))}</p>`).join('');
      return `<section><div class="page"><img src="${dataUrl('image/png', png)}">${svg}</div><div class="out"><b>page ${page.index + 1}</b>${warnings}${outputOf(page, sheet.assets)}</div></section>`;
    });
    const failed = [...sheet.failed].map(
      ([index, reason]) => `<p class="bad">page ${index + 1}: ${escaped(reason)}</p>`,
    );
    return `<!doctype html><meta charset="utf-8"><title>${escaped(file.name)}</title><style>${style}</style><h1>${escaped(file.name)}</h1>${failed.join('')}${sections.join('\n')}`;
  } finally {
    pdf.close();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', short: 'o', default: '.tmp/sheets' },
    pages: { type: 'string' },
    dpi: { type: 'string', default: '100' },
  },
});
if (positionals.length === 0) {
  console.error(usage);
  process.exit(2);
}
await mkdir(values.out, { recursive: true });
for (const path of positionals) {
  const target = join(values.out, `${basename(path).replace(/\.pdf$/i, '')}-sheet.html`);
  try {
    await writeFile(target, await makeSheet({ path, pages: values.pages, dpi: Number(values.dpi) }));
    console.log(target);
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
