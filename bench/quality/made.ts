import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { scoreSource } from './corpus.ts';
import type { OfficeScore } from './office.ts';
import { pythonWith } from './python-environment.ts';
import { officeSources } from './sources/documents.ts';
import type { Source } from './sources/model.ts';
import { toFlatOdt } from './sources/to-flat-odt.ts';
import { toHtml } from './sources/to-html.ts';
import { truthMarkdown } from './sources/to-markdown.ts';
import type { ToMarkdown } from './tables.ts';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '..', '..', '.tmp', 'quality', 'made');
const libraries = ['python-docx==1.2.0', 'openpyxl==3.1.5', 'python-pptx==1.0.2'];

/** Formats that LibreOffice writes of a text document. */
const written = ['odt', 'docx', 'rtf', 'doc'] as const;

interface Made {
  readonly source: Source;
  readonly path: string;
  readonly format: string;
}

/**
 * scoreMade scores office and web files that other programs make of the project's own sources: LibreOffice, python-docx, python-pptx, openpyxl.
 * What a program cannot make is told and left out.
 */
export async function scoreMade(toMarkdown: ToMarkdown, log: (line: string) => void): Promise<readonly OfficeScore[]> {
  mkdirSync(folder, { recursive: true });
  const scores: OfficeScore[] = [];
  for (const { source, path, format } of await makeAll(log)) {
    const markdown = await toMarkdown(path);
    const outcome = markdown === undefined ? 'failed' : markdown.trim() === '' ? 'empty' : 'parsed';
    const made = format === 'html' ? { ...source, maker: 'chromium' as const } : source;
    scores.push({ path, format, scores: scoreSource(made, truthMarkdown(source), markdown ?? ''), outcome });
  }
  return scores;
}

async function makeAll(log: (line: string) => void): Promise<readonly Made[]> {
  const made: Made[] = [];
  const sources = officeSources();
  for (const make of [writeHtml, writeWithLibreOffice, writeWithLibraries]) {
    try {
      made.push(...(await make(sources)));
    } catch (error) {
      log(error instanceof Error ? error.message : String(error));
    }
  }
  return made.filter(({ path }) => existsSync(path));
}

type Sources = ReturnType<typeof officeSources>;

async function writeHtml({ texts }: Sources): Promise<readonly Made[]> {
  return texts.map((source) => {
    const path = join(folder, `${source.name}.html`);
    writeFileSync(path, toHtml(source));
    return { source, path, format: 'html' };
  });
}

async function writeWithLibreOffice({ texts }: Sources): Promise<readonly Made[]> {
  const inputs = texts.map((source) => {
    const path = join(folder, `${source.name}.fodt`);
    writeFileSync(path, toFlatOdt(source));
    return path;
  });
  const profile = `-env:UserInstallation=file://${join(folder, 'libreoffice')}`;
  for (const format of written) {
    const args = [profile, '--headless', '--convert-to', format, '--outdir', folder, ...inputs];
    await run('soffice', args, { timeout: 300_000 });
  }
  return written.flatMap((format) =>
    texts.map((source) => ({
      source,
      path: join(folder, `${source.name}.${format}`),
      format: `${format}, LibreOffice`,
    })),
  );
}

async function writeWithLibraries({ texts, decks, books }: Sources): Promise<readonly Made[]> {
  const python = await pythonWith(join(folder, 'python'), libraries);
  // Beside what LibreOffice makes of the same source.
  const wishes = [
    ...texts.map((source) => ({ source, name: `${source.name}-library.docx`, format: 'docx, python-docx' })),
    ...decks.map((source) => ({ source, name: `${source.name}.pptx`, format: 'pptx, python-pptx' })),
    ...books.map((source) => ({ source, name: `${source.name}.xlsx`, format: 'xlsx, openpyxl' })),
  ].map(({ source, name, format }) => ({ source, path: join(folder, name), format }));
  const input = JSON.stringify(wishes.map(({ source, path }) => ({ path, blocks: source.blocks })));
  execFileSync(python, [join(import.meta.dirname, 'sources', 'office.py')], { input, timeout: 120_000 });
  return wishes;
}
