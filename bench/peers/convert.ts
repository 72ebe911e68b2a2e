import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Program } from './programs.ts';

/** Conversion of one file; `pages` when the program tells. */
export interface Conversion {
  readonly path: string;
  readonly cpu: number;
  readonly wall: number;
  readonly pages?: number;
  readonly error?: string;
}

/** A file that takes longer ends its program, which is started again for the files after it. */
const secondsPerFile = 60;

/** convertAll makes `folder/NAME.md` of each file with one program, one file after another. */
export async function convertAll(
  { command }: Program,
  paths: readonly string[],
  folder: string,
): Promise<readonly Conversion[]> {
  mkdirSync(folder, { recursive: true });
  const done: Conversion[] = [];
  while (done.length < paths.length) {
    const rest = paths.slice(done.length);
    done.push(...(await convertUntilStuck(command, rest, folder)));
    const stuck = paths[done.length];
    if (stuck !== undefined)
      done.push({ path: stuck, cpu: secondsPerFile, wall: secondsPerFile, error: 'died or was stuck' });
  }
  return done;
}

async function convertUntilStuck(
  [file, ...args]: Program['command'],
  paths: readonly string[],
  folder: string,
): Promise<readonly Conversion[]> {
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  const kill = () => {
    // The whole group: opendataloader starts Java.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  const watch = () => setTimeout(kill, secondsPerFile * 1_000);
  child.stdin.on('error', () => undefined);
  child.stdin.end(
    paths.map((path) => `${path}\t${join(folder, `${basename(path).replace(/\.pdf$/, '')}.md`)}\n`).join(''),
  );
  const done: Conversion[] = [];
  let timer = watch();
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(timer);
    timer = watch();
    done.push(JSON.parse(line));
  }
  clearTimeout(timer);
  return done;
}
