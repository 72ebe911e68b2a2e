import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { pythonWith } from './python-environment.ts';
import type { Maker, Source } from './sources/model.ts';
import { toFlatOdt } from './sources/to-flat-odt.ts';
import { toHtml } from './sources/to-html.ts';
import { toLatex } from './sources/to-latex.ts';
import { escapedHtml } from './sources/to-markdown.ts';
import { toTypst } from './sources/to-typst.ts';

const run = promisify(execFile);

/** A PDF is made once for each text of its source; the folder may be deleted. */
const folder = join(import.meta.dirname, '..', '..', '.tmp', 'quality');
const typstVersion = '0.15.2';

const writers = {
  chromium: { extension: 'html', write: toHtml },
  typst: { extension: 'typ', write: toTypst },
  libreoffice: { extension: 'fodt', write: toFlatOdt },
  latex: { extension: 'tex', write: toLatex },
} as const;

/** Rendered is a source with its PDF. */
export interface Rendered {
  readonly source: Source;
  readonly pdf: string;
}

interface Job {
  readonly source: Source;
  readonly input: string;
  readonly pdf: string;
}

/**
 * renderSources makes the PDFs that are not there yet, with Chromium, LibreOffice and pdfLaTeX of the system and Typst from the Python registry. A program
 * that is missing costs its documents only; `onMissing` is told.
 */
export async function renderSources(
  sources: readonly Source[],
  onMissing: (maker: Maker, reason: string) => void,
): Promise<readonly Rendered[]> {
  mkdirSync(folder, { recursive: true });
  const jobs = sources.map(jobOf);
  const todo = Map.groupBy(
    jobs.filter(({ pdf }) => !existsSync(pdf)),
    ({ source }) => source.maker,
  );
  for (const [maker, open] of todo) {
    try {
      await printers[maker](open);
    } catch (error) {
      onMissing(maker, error instanceof Error ? error.message : String(error));
    }
  }
  return jobs.filter(({ pdf }) => existsSync(pdf));
}

function jobOf(source: Source): Job {
  const { extension, write } = writers[source.maker];
  const text = write(source);
  const hash = createHash('sha256')
    .update(text)
    .update(source.layout.header ?? '')
    .update(source.layout.tagged === true ? 'tagged' : '')
    .digest('hex')
    .slice(0, 12);
  const stem = join(folder, `${source.name.replace(/[^a-z0-9-]+/gi, '_')}-${hash}`);
  const input = `${stem}.${extension}`;
  if (!existsSync(input)) writeFileSync(input, text);
  return { source, input, pdf: `${stem}.pdf` };
}

const printers: Readonly<Record<Maker, (jobs: readonly Job[]) => Promise<void>>> = {
  async chromium(jobs) {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      for (const { source, input, pdf } of jobs) {
        await page.goto(`file://${input}`);
        await page.pdf({ path: pdf, preferCSSPageSize: true, tagged: isTagged(source), ...furniture(source) });
      }
    } finally {
      await browser.close();
    }
  },
  async typst(jobs) {
    const python = await pythonWith(join(folder, 'typst'), [`typst==${typstVersion}`]);
    const script =
      'import sys, typst\nfor i in range(1, len(sys.argv), 2): typst.compile(sys.argv[i], output=sys.argv[i + 1])';
    await run(python, ['-c', script, ...jobs.flatMap(({ input, pdf }) => [input, pdf])], { timeout: 300_000 });
  },
  async libreoffice(jobs) {
    const profile = `-env:UserInstallation=file://${join(folder, 'libreoffice')}`;
    for (const [tagged, own] of Map.groupBy(jobs, ({ source }) => isTagged(source))) {
      const filter = `pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"${tagged}"}}`;
      const inputs = own.map(({ input }) => input);
      await run('soffice', [profile, '--headless', '--convert-to', filter, '--outdir', folder, ...inputs], {
        timeout: 300_000,
      });
    }
  },
  async latex(jobs) {
    const options = ['-interaction=nonstopmode', '-no-shell-escape', `-output-directory=${folder}`];
    for (const { input } of jobs)
      await run('pdflatex', [...options, input], { timeout: 60_000, cwd: folder }).catch(unlessMade(input));
  },
};

function isTagged({ layout: { tagged } }: Source): boolean {
  return tagged === true;
}

/** TeX complains and goes on; only a missing page counts. */
function unlessMade(input: string): (error: unknown) => void {
  return (error) => {
    if (!existsSync(input.replace(/\.tex$/, '.pdf'))) throw error;
  };
}

function furniture({ layout: { header } }: Source): object {
  const margin = { top: '20mm', bottom: '20mm', left: '18mm', right: '18mm' };
  const line = (text: string) => `<div style="font-size:8px;width:100%;text-align:center">${text}</div>`;
  return {
    margin,
    displayHeaderFooter: true,
    headerTemplate: line(header === undefined ? '' : escapedHtml(header)),
    footerTemplate: line('<span class="pageNumber"></span>'),
  };
}
