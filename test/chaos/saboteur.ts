import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './documents.ts';
import type { Fleet } from './fleet.ts';

/** Deed is one thing that the saboteur did, with its time, ms since the epoch. */
export interface Deed {
  readonly at: number;
  readonly what: 'kill api' | 'kill worker' | 'kill slot' | 'stop worker' | 'fill disk';
}

/** SaboteurOptions: between two deeds lie `rest` ms on average; deeds end when `signal` does. */
export interface SaboteurOptions {
  readonly fleet: Fleet;
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
  const { fleet, random, rest, signal } = options;
  const deeds: Deed[] = [];
  const hurt = new Map<string, number>();
  const slotKilled = new Set<string>();
  const note = (what: Deed['what']) => deeds.push({ at: Date.now(), what });
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  while (!signal.aborted) {
    await delay(rest * (0.5 + random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const draw = random();
    if (draw < 0.15) {
      fleet.kill('api', random() * 2_000);
      note('kill api');
    } else if (draw < 0.55) {
      const pid = pick(fleet.workers());
      const running = await runningNames(fleet.url);
      if (pid === undefined || running === undefined) continue;
      if (running.some((name) => (hurt.get(name) ?? 0) >= mostWorkerKills)) continue;
      for (const name of running) hurt.set(name, (hurt.get(name) ?? 0) + 1);
      fleet.kill(pid, random() * 1_500);
      note('kill worker');
    } else if (draw < 0.8) {
      if (killSlot(options, slotKilled)) note('kill slot');
    } else if (draw < 0.92) {
      const pid = pick(fleet.workers());
      const running = await runningNames(fleet.url);
      if (pid === undefined || running === undefined) continue;
      if (running.some((name) => (hurt.get(name) ?? 0) >= mostWorkerKills)) continue;
      for (const name of running) hurt.set(name, (hurt.get(name) ?? 0) + 1);
      note('stop worker');
      // Longer than a lease: when it goes on, its jobs are somebody else's.
      void stopFor(pid, 11_000 + random() * 3_000);
    } else {
      note('fill disk');
      await fillDisk(options);
    }
  }
  return deeds;
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
  rmSync(ballast);
}
