import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DraftSource, PageDraft } from '../packages/server/src/engines/engine.ts';
import { createPdfEngine } from '../packages/server/src/engines/pdf/index.ts';
import type { PdfPageContent } from '../packages/server/src/engines/pdf/page-content.ts';
import { column, makePdf } from '../test/fixtures/pdf-maker.ts';
import type { Figure } from './bench.ts';

const rounds = 5;

/** benchEngine measures pages a CPU-second of the pdf engine, over files named in DOCMILL_BENCH_PDFS or a made one of dense columns. */
export async function benchEngine(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  const made = join(folder, 'made.pdf');
  writeFileSync(made, densePdf());
  const files = process.env.DOCMILL_BENCH_PDFS?.split(':') ?? [made];
  try {
    await readAll(files);
    const rates: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const before = process.cpuUsage();
      const pages = await readAll(files);
      const { user, system } = process.cpuUsage(before);
      rates.push(pages / ((user + system) / 1e6));
    }
    return [{ name: 'pdf engine', value: Math.max(...rates), unit: 'pages/CPU-s', better: 'higher' }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function densePdf(): Uint8Array {
  const line = 'The stones of the mill were cut from the hill above the valley and';
  const lines = Array.from({ length: 60 }, () => line);
  const at = (x: number) => column({ lines, x, y: 780, size: 8, leading: 12 });
  return makePdf({ pages: Array.from({ length: 30 }, () => ({ words: [...at(50), ...at(310)] })) });
}

async function readAll(files: readonly string[]): Promise<number> {
  const engine = createPdfEngine();
  let pages = 0;
  for (const path of files) {
    const file = { path, format: 'pdf', bytes: 0, name: path };
    const limits = { maxPages: 1e6, maxPixels: 1e8, maxOutputBytes: 1e9 };
    const run = { file, options: {}, limits, signal: new AbortController().signal };
    const survey = await engine.survey(run);
    const drafts: PageDraft<PdfPageContent>[] = [];
    for await (const read of engine.readPages(
      run,
      Array.from({ length: survey.pageCount }, (_, index) => index),
    )) {
      if ('content' in read) drafts.push(read);
    }
    const source: DraftSource<PdfPageContent> = async function* () {
      for (const draft of drafts) yield { ...draft, assets: draft.assets.map(({ asset }) => asset) };
    };
    for await (const page of engine.assemble(run, source, survey)) pages += page.blocks.length >= 0 ? 1 : 0;
  }
  return pages;
}
