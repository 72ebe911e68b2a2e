import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '#errors';
import type { EngineLimits } from '../../engine.ts';
import { withoutInclusions } from './inclusions.ts';
import { profileSettings } from './profile.ts';

/** What a conversion may take of a service whose settings say nothing else: less than PAGE_TIME_LIMIT, after which the engine itself is stopped. */
const defaultLimits = { time: 100_000, memory: 2_000_000_000 };

const places = [
  '/usr/bin/soffice',
  '/usr/bin/libreoffice',
  '/usr/local/bin/soffice',
  '/opt/libreoffice*/program/soffice',
  '/snap/bin/libreoffice',
  '/Applications/LibreOffice.app/Contents/MacOS/soffice',
  'C:/Program Files/LibreOffice/program/soffice.exe',
];

/** findLibreOffice gives the path of the program; undefined where it is not installed. */
export function findLibreOffice(): string | undefined {
  const found = places.flatMap((place) =>
    place.includes('*') ? globSync(place) : existsSync(place) ? [place] : [],
  )[0];
  if (found === undefined) return undefined;
  // The program itself, not the script that starts it: then the process that we started is the one to end.
  const program = join(dirname(realpathSync(found)), 'soffice.bin');
  return existsSync(program) ? program : found;
}

/** Conversion asks for a file in another format. */
export interface Conversion {
  readonly program: string;
  readonly data: Buffer;
  /** Extensions, without the dot. */
  readonly from: string;
  readonly to: 'docx' | 'odp' | 'xlsx';
  readonly signal: AbortSignal;
  /** Default 100 s and 2 GB. */
  readonly limits: EngineLimits['libreOffice'];
}

/**
 * convertWithLibreOffice calls `use` with the path of the converted file, which is gone afterwards. The program gets a profile of its own, runs no
 * macros, has no network where the system can take it away, and is ended on time. Throws `engine_failed` when nothing comes out.
 */
export async function convertWithLibreOffice<Result>(
  { program, data, from, to, signal, limits = defaultLimits }: Conversion,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-office-'));
  try {
    const [source, target, profile] = [join(folder, `in.${from}`), join(folder, 'out'), join(folder, 'profile')];
    await mkdir(join(profile, 'user'), { recursive: true });
    await mkdir(target);
    await writeFile(join(profile, 'user', 'registrymodifications.xcu'), profileSettings());
    await writeFile(source, withoutInclusions(data));
    const options = [
      '--headless',
      '--invisible',
      '--norestore',
      '--nodefault',
      '--nolockcheck',
      '--nofirststartwizard',
    ];
    const place = `-env:UserInstallation=${pathToFileURL(profile)}`;
    const command = [
      ...confinement(limits.memory),
      program,
      place,
      ...options,
      '--convert-to',
      to,
      '--outdir',
      target,
      source,
    ];
    await run(command, { folder, signal, time: limits.time });
    const [made] = await readdir(target);
    if (made === undefined) throw failed('LibreOffice could not open it');
    return await use(join(target, made));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function failed(reason: string): AppError {
  return new AppError('engine_failed', { params: { reason } });
}

const known = new Map<number, readonly string[]>();

/** confinement gives the commands before the program that take network and memory away from it, as far as this system has them. */
function confinement(memory: number): readonly string[] {
  const found = known.get(memory);
  if (found !== undefined) return found;
  const works = (command: readonly string[]) =>
    spawnSync(command[0] ?? '', [...command.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
  const network = ['unshare', '--map-root-user', '--net'];
  const room = ['prlimit', `--data=${memory}`, '--core=0'];
  const confined = process.platform === 'linux' ? [network, room].filter(works).flat() : [];
  known.set(memory, confined);
  return confined;
}

interface RunPlace {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Longest time, ms. */
  readonly time: number;
}

/** A new profile may make the program ask for a second start by its exit code. */
async function run(command: readonly string[], place: RunPlace): Promise<void> {
  const wantsRestart = new Set([79, 81]);
  const deadline = AbortSignal.any([place.signal, AbortSignal.timeout(place.time)]);
  for (let start = 0; start < 3; start += 1) {
    const code = await exitOf(command, { ...place, signal: deadline });
    place.signal.throwIfAborted();
    if (deadline.aborted) throw failed(`LibreOffice took longer than ${place.time / 1_000} s (LIBREOFFICE_TIME_LIMIT)`);
    if (code === null || !wantsRestart.has(code)) return;
  }
}

function exitOf([program = '', ...args]: readonly string[], { folder, signal }: RunPlace): Promise<number | null> {
  return new Promise((resolve, reject) => {
    // Nothing of this process's environment, and its process group: who ends that ends this too.
    const env = {
      HOME: folder,
      TMPDIR: folder,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      SAL_USE_VCLPLUGIN: 'svp',
    };
    const child: ChildProcess = spawn(program, args, { cwd: folder, env, stdio: 'ignore' });
    const kill = () => child.kill('SIGKILL');
    signal.addEventListener('abort', kill, { once: true });
    child.once('error', (error) => reject(failed(error.message)));
    child.once('exit', (code) => {
      signal.removeEventListener('abort', kill);
      resolve(code);
    });
    if (signal.aborted) kill();
  });
}
