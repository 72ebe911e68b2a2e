import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Document, renderMarkdown, validateDocument } from '@docmill/document';
import { createBuiltInEngines } from '../../packages/server/src/engines/built-in.ts';
import type { EngineOptions } from '../../packages/server/src/engines/engine.ts';
import { createMemberConverter } from '../../packages/server/src/engines/members/convert-member.ts';

const root = resolve(import.meta.dirname, '../..');
const convert = createMemberConverter(createBuiltInEngines);

/** MadeFiles makes files with other programs, in a folder that goes with the test file; `npm run test:setup` brings the programs. */
export interface MadeFiles {
  readonly folder: string;
  /** Runs a script of `test/fixtures/office`; `@name` stands for a file of the folder. */
  readonly python: (script: string, ...args: readonly string[]) => void;
  /** Has pandoc write `test/fixtures/office/features.md` as a file of the folder. */
  readonly pandoc: (target: string, ...options: readonly string[]) => void;
  /** Has LibreOffice save files of the folder in another format. */
  readonly saveAs: (format: string, ...sources: readonly string[]) => void;
  /** Reads a file of the folder as the service would: type by content, then its engine. `name` is what it says it is. */
  readonly read: (file: string, options?: EngineOptions, name?: string) => Promise<Read>;
}

/** Read is a document and its Markdown, the names of its pictures cut short. */
export interface Read {
  readonly document: Document;
  readonly markdown: string;
}

/** madeFiles prepares the folder and sees to its end. */
export function madeFiles(): MadeFiles {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-made-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const start = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { cwd: join(root, 'test/fixtures/office'), timeout: 120_000, stdio: 'pipe' });
  const place = (arg: string) => (arg.startsWith('@') ? join(folder, arg.slice(1)) : arg);
  const environment = join(root, '.tmp/office-python/bin/python');
  const startPandoc =
    'import pypandoc, subprocess, sys; subprocess.run([pypandoc.get_pandoc_path(), *sys.argv[1:]], check=True)';
  return {
    folder,
    python: (script, ...args) => start(environment, [script, ...args.map(place)]),
    pandoc: (target, ...options) =>
      start(environment, [
        '-c',
        startPandoc,
        'features.md',
        '-s',
        '--resource-path',
        folder,
        '-o',
        join(folder, target),
        ...options,
      ]),
    saveAs: (format, ...sources) => {
      const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile'))}`;
      const paths = sources.map((name) => join(folder, name));
      start('soffice', [profile, '--headless', '--convert-to', format, '--outdir', folder, ...paths]);
    },
    read: (file, options = {}, name = file) => readFile(join(folder, file), options, name),
  };
}

async function readFile(path: string, options: EngineOptions, name: string): Promise<Read> {
  const run = {
    file: { path, format: 'zip', bytes: 0, name },
    options,
    limits: { maxPages: 100, maxPixels: 1_000_000, maxOutputBytes: 20_000_000 },
    signal: AbortSignal.timeout(60_000),
    workFolder: join(path, '..'),
  } as const;
  const { document } = await convert(run, { name, path });
  const checked = validateDocument(document);
  assert.deepEqual(checked.ok ? [] : checked.issues, []);
  const markdown = (await Array.fromAsync(renderMarkdown(document.pages))).join('');
  return { document, markdown: markdown.replace(/images\/[0-9a-f]{64}/g, 'images/x').trim() };
}
