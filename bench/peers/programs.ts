import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Program is one of those compared. Rivals are installed as separate programs, only to be measured. */
export interface Program {
  readonly name: string;
  /** install makes it ready; throws when it cannot be had. */
  install(): void;
  /** What reads pairs of paths and reports (see `runners/`). */
  readonly command: readonly [string, ...string[]];
}

/** peersFolder holds everything that is installed and made; it may be deleted. */
export const peersFolder = join(import.meta.dirname, '..', '..', '.tmp', 'peers');

const runners = join(import.meta.dirname, 'runners');
const environment = join(peersFolder, 'venv');
const python = join(environment, 'bin', 'python');

const liteparseVersion = '2.14.7';

function pythonProgram(name: string, requirement: string): Program {
  return {
    name: requirement.replace(/\[.*?\]/, '').replace('==', ' '),
    install() {
      mkdirSync(peersFolder, { recursive: true });
      if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', environment], { timeout: 120_000 });
      const marker = join(environment, `${name}.ready`);
      if (existsSync(marker)) return;
      execFileSync(python, ['-m', 'pip', 'install', '--quiet', requirement], { timeout: 600_000 });
      writeFileSync(marker, requirement);
    },
    command: [python, join(runners, 'python.py'), name],
  };
}

/** programs gives Docmill and its rivals. */
export function programs(): readonly Program[] {
  return [
    { name: 'docmill', install: () => undefined, command: [process.execPath, join(runners, 'docmill.ts')] },
    {
      name: `liteparse ${liteparseVersion}`,
      install() {
        if (existsSync(join(peersFolder, 'node_modules', '@llamaindex', 'liteparse'))) return;
        mkdirSync(peersFolder, { recursive: true });
        const wanted = `@llamaindex/liteparse@${liteparseVersion}`;
        execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', peersFolder, wanted], {
          timeout: 300_000,
        });
      },
      command: [
        process.execPath,
        join(runners, 'liteparse.mjs'),
        join(peersFolder, 'node_modules', '@llamaindex', 'liteparse', 'dist', 'lib.js'),
      ],
    },
    pythonProgram('pymupdf4llm', 'pymupdf4llm==1.28.2'),
    pythonProgram('markitdown', 'markitdown[pdf]==0.1.9'),
    pythonProgram('opendataloader', 'opendataloader-pdf==2.5.16'),
  ];
}
