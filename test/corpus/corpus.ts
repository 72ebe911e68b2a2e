/**
 * The corpus: each folder holds a document and what must come of it, for every build of PDFium. `npm run corpus -- --pdfium embedpdf|hyzyla`
 * compares, with UPDATE_EXPECTED=1 it rewrites. Where builds differ, `expected.<build>.md` stands beside, its first line the reason.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { renderMarkdownPage } from '../../packages/document/src/index.ts';
import { draftsInMemory } from '../../packages/server/src/engines/engine.ts';
import { createPdfEngine } from '../../packages/server/src/engines/pdf/index.ts';
import type { PdfDraft } from '../../packages/server/src/engines/pdf/laid-out.ts';
import { loadHyzyla } from './hyzyla.ts';

const folder = dirname(fileURLToPath(import.meta.url));

/** Build is a build of PDFium that the engine runs on. */
export type Build = 'embedpdf' | 'hyzyla';

/** builds are all of them, the default one first. */
export const builds: readonly Build[] = ['embedpdf', 'hyzyla'];

/** caseNames gives the folders of the corpus. */
export function caseNames(): readonly string[] {
  return globSync('*/input.pdf', { cwd: folder })
    .map((path) => dirname(path))
    .sort();
}

/** Compared is one case on one build; `expected` is undefined when nobody has written it yet. */
export interface Compared {
  readonly actual: string;
  readonly expected: string | undefined;
}

/** compare reads a case's document with a build of PDFium. */
export async function compare(name: string, build: Build): Promise<Compared> {
  const actual = await markdownOf(join(folder, name, 'input.pdf'), build);
  const path = expectedPath(name, build);
  return { actual, expected: existsSync(path) ? withoutReason(readFileSync(path, 'utf8'), path) : undefined };
}

function expectedPath(name: string, build: Build): string {
  const own = join(folder, name, `expected.${build}.md`);
  return existsSync(own) ? own : join(folder, name, 'expected.md');
}

/** The first line of a build's own file says why it differs: `<!-- reason: ... -->`. */
function withoutReason(text: string, path: string): string {
  if (basename(path) === 'expected.md') return text;
  if (!/^<!-- reason: .+ -->\n/.test(text)) throw new Error(`${path} does not begin with its reason`);
  return text.slice(text.indexOf('\n') + 1);
}

async function markdownOf(path: string, build: Build): Promise<string> {
  const engine = build === 'hyzyla' ? createPdfEngine(loadHyzyla) : createPdfEngine();
  const run = {
    file: { path, format: 'pdf', bytes: 0, name: 'input.pdf' },
    options: {},
    limits: { maxPages: 100, maxPixels: 50_000_000, maxOutputBytes: 1_000_000_000 },
    signal: new AbortController().signal,
  };
  const survey = await engine.survey(run);
  const drafts: PdfDraft[] = [];
  const indexes = Array.from({ length: survey.pageCount }, (_, index) => index);
  for await (const read of engine.readPages(run, indexes)) {
    if ('error' in read) throw read.error;
    drafts.push(read);
  }
  // Pixels differ between builds, so pictures are told by their size alone.
  const sizes = new Map(
    drafts.flatMap(({ assets }) => assets.map(({ asset }) => [asset.name, `${asset.width}x${asset.height}`] as const)),
  );
  const parts: string[] = [];
  for await (const page of engine.assemble(run, draftsInMemory(drafts), survey))
    parts.push(renderMarkdownPage(page, { imageLink: (name) => sizes.get(name) ?? '' }));
  const warnings = drafts.flatMap((draft) =>
    draft.warnings.map(({ code, pageNumber }) => `${code} ${pageNumber ?? ''}`),
  );
  return `${parts.join('\n\n---\n\n').trim()}\n${warnings.map((warning) => `\n<!-- ${warning} -->`).join('')}`;
}

/** update writes what came out as what is expected: of the default build for all, of another only where it differs. */
export function update(name: string, build: Build, actual: string): void {
  const path = expectedPath(name, build);
  if (basename(path) === 'expected.md') writeFileSync(path, actual);
  else writeFileSync(path, `${readFileSync(path, 'utf8').split('\n', 1)[0]}\n${actual}`);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { pdfium: { type: 'string', default: 'embedpdf' } } });
  const build = builds.find((one) => one === values.pdfium);
  if (build === undefined) throw new Error(`--pdfium is one of ${builds.join(', ')}`);
  let failed = 0;
  for (const name of caseNames()) {
    const { actual, expected } = await compare(name, build);
    const same = actual === expected;
    if (!same && process.env.UPDATE_EXPECTED === '1') update(name, build, actual);
    else if (!same) failed += 1;
    process.stdout.write(`${same ? 'same' : process.env.UPDATE_EXPECTED === '1' ? 'written' : 'DIFFERS'}  ${name}\n`);
  }
  process.stdout.write(`${caseNames().length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
