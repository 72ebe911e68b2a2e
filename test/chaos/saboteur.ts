import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './documents.ts';
import type { Fleet } from './fleet.ts';
import type { Store } from './store.ts';

const deeds = [
  'kill api',
  'kill worker',
  'stop worker',
  'kill slot',
  'fill disk',
  'slow disk',
  'kill store',
  'stop store',
] as const;

/** How often each deed is drawn; those of the store only where it is a process. */
const shares: Readonly<Record<(typeof deeds)[number], number>> = {
  'kill api': 15,
  'kill worker': 38,
  'stop worker': 10,
  'kill slot': 25,
  'fill disk': 6,
  'slow disk': 6,
  'kill store': 10,
  'stop store': 8,
};

/** Deed is one thing that the saboteur did, with its times, ms since the epoch. */
export interface Deed {
  readonly what: (typeof deeds)[number];
  readonly at: number;
  /** When what it did was over. */
  until: number;
}

/** SaboteurOptions: between two deeds lie `rest` ms on average; deeds end when `signal` does. */
export interface SaboteurOptions {
  readonly fleet: Fleet;
  readonly store: Store | undefined;
  readonly folder: string;
  readonly random: Random;
  readonly rest: number;
  /** Bytes that may be written before the disk floor is reached and uploads are refused. */
  readonly roomBytes: number;
  readonly signal: AbortSignal;
}

/** A document's slot is killed at most once, and its worker at most so often: more would rightly put it aside. */
const mostWorkerKills = 3;

/** sabotage kills, stops and fills at random until it is told to end; gives what it did. */
export async function sabotage(options: SaboteurOptions): Promise<readonly Deed[]> {
  const { random, rest, signal, store } = options;
  const done: Deed[] = [];
  const ending: Promise<void>[] = [];
  const victims: Victims = { hurt: new Map(), slotKilled: new Set() };
  const possible = deeds.filter((what) => store !== undefined || !what.endsWith('store'));
  while (!signal.aborted) {
    await delay(rest * (0.5 + random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const what = draw(possible, random);
    const work = await begin(what, options, victims);
    if (work === undefined) continue;
    const deed: Deed = { what, at: Date.now(), until: Date.now() };
    done.push(deed);
    const over = work.over.then(() => {
      deed.until = Date.now();
    });
    ending.push(over);
    // With its store gone nothing else is worth breaking.
    if (what.endsWith('store')) await over;
  }
  await Promise.all(ending);
  return done;
}

interface Victims {
  /** How often the worker of a document was killed or stopped. */
  readonly hurt: Map<string, number>;
  readonly slotKilled: Set<string>;
}

function draw(possible: readonly Deed['what'][], random: Random): Deed['what'] {
  let left = random() * possible.reduce((sum, what) => sum + shares[what], 0);
  for (const what of possible) {
    left -= shares[what];
    if (left < 0) return what;
  }
  return 'kill worker';
}

/** begin does a deed; gives when what it did is over, or nothing where it could not be done. */
async function begin(
  what: Deed['what'],
  options: SaboteurOptions,
  victims: Victims,
): Promise<{ readonly over: Promise<void> } | undefined> {
  const { fleet, store, random } = options;
  switch (what) {
    case 'kill api':
      return { over: fleet.kill('api', random() * 2_000) };
    case 'kill worker':
    case 'stop worker': {
      const pid = await workerToHurt(options, victims);
      if (pid === undefined) return undefined;
      // Longer than a lease: when it goes on, its jobs are somebody else's.
      return {
        over: what === 'kill worker' ? fleet.kill(pid, random() * 1_500) : stopFor(pid, 11_000 + random() * 3_000),
      };
    }
    case 'kill slot':
      return killSlot(options, victims.slotKilled) ? { over: Promise.resolve() } : undefined;
    case 'fill disk':
      return { over: fillDisk(options) };
    case 'slow disk':
      return { over: slowDisk(options) };
    case 'kill store':
      return store && { over: store.kill(random() * 2_000) };
    case 'stop store':
      return store && { over: store.stop(1_000 + random() * 4_000) };
  }
}

async function workerToHurt({ fleet, random }: SaboteurOptions, { hurt }: Victims): Promise<number | undefined> {
  const pids = fleet.workers();
  const pid = pids[Math.floor(random() * pids.length)];
  const running = await runningNames(fleet.url);
  if (running === undefined || running.some((name) => (hurt.get(name) ?? 0) >= mostWorkerKills)) return undefined;
  for (const name of running) hurt.set(name, (hurt.get(name) ?? 0) + 1);
  return pid;
}

async function runningNames(url: string): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(`${url}/api/v1/queue/tasks?status=processing`, { signal: AbortSignal.timeout(3_000) });
    const { tasks } = (await response.json()) as { tasks: { file_name: string }[] };
    return tasks.map((task) => task.file_name);
  } catch {
    return undefined;
  }
}

/** killSlot ends the process that opened some document last, if that document's slot was never killed. */
function killSlot({ folder, random }: SaboteurOptions, killed: Set<string>): boolean {
  const lines = readFileSync(join(folder, 'sightings'), 'utf8').trim().split('\n').slice(-6);
  const [pid, label] = (lines[Math.floor(random() * lines.length)] ?? '').split(' ');
  // The process may have gone on to another document: only that of the newest line of a process counts.
  const newest = lines.findLast((line) => line.startsWith(`${pid} `))?.split(' ')[1];
  if (pid === undefined || label === undefined || newest !== label || killed.has(label)) return false;
  killed.add(label);
  return signalTo(Number(pid), 'SIGKILL');
}

async function stopFor(pid: number, time: number): Promise<void> {
  if (!signalTo(pid, 'SIGSTOP')) return;
  await delay(time);
  signalTo(pid, 'SIGCONT');
}

function signalTo(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return pid > 1 && process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** fillDisk takes so much room that the floor is reached: submits are refused with 507 until it is given back. */
async function fillDisk({ folder, roomBytes, random }: SaboteurOptions): Promise<void> {
  const ballast = join(folder, 'ballast');
  execFileSync('fallocate', ['-l', String(roomBytes + 50_000_000), ballast]);
  await delay(1_000 + random() * 2_000);
  rmSync(ballast, { force: true });
}

/** slowDisk lets everything that reaches for the disk wait, for some seconds. */
async function slowDisk({ folder, random }: SaboteurOptions): Promise<void> {
  const flag = join(folder, 'slow');
  writeFileSync(flag, '');
  await delay(2_000 + random() * 5_000);
  rmSync(flag, { force: true });
}
