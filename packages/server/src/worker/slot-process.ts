import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppError } from '#errors';
import {
  type BeatNote,
  beatNotePath,
  entryUrl,
  fromSlotSchema,
  killGroup,
  openBeatNote,
  type RunFiles,
  residentBytes,
  type SlotRun,
  type SlotSetup,
  type ToSlot,
} from '#process';
import type { RunEnd, RunProgress } from './runner.ts';

/** How often progress, memory, silence and time are looked at, ms. */
const watchInterval = 100;
/** A child that does not come up in this time is given up, ms. */
const startLimit = 30_000;
const stderrKept = 4_000;
/**
 * Semi-spaces of 24 MB, since long files are swept on their way (`sweepHeap`): dense papers are read a fifth faster than with 4 MB, and
 * 3 % faster than with Node's own 16, for 10 MB of memory. Cleaning it up with helping threads costs a slot more than it gains, on a machine
 * whose cores all have slots. Without any helping thread (--single-threaded-gc) 1,000 pages take 95 MB more: marking comes too late.
 * What a page leaves behind dies with it: V8 takes a tenth of it to be long-lived, fills the old generation, and compiles again what the next
 * collection throws away: without its guess it collects less often, in a smaller heap. Less inlining (920 bytes of code in one function by
 * default) leaves the code as fast, and saves part of what compiling it takes.
 */
export const slotFlags = [
  '--max-semi-space-size=24',
  '--no-parallel-scavenge',
  '--no-allocation-site-pretenuring',
  '--max-inlined-bytecode-size-cumulative=300',
];
/**
 * The heap may fill this part of a slot's memory: nearer to the limit V8 collects more often, rather than to be killed with garbage. A page of
 * a million cells then takes 1.0 GB where it took 2.0.
 */
const heapPart = 0.65;
const heapIsFull = 'heap out of memory';

/** SlotLimits bound one run from outside. Times in ms, memory in bytes. */
export interface SlotLimits {
  readonly memory: number;
  /** Longest time without a sign of life: the limit of one page. */
  readonly silence: number;
  /** The run is asked to stop after this time ... */
  readonly softTime: number;
  /** ... and killed after this. */
  readonly hardTime: number;
}

/** SlotProcessDeps is what a slot process is made of. */
export interface SlotProcessDeps {
  readonly setup: SlotSetup;
  readonly limits: SlotLimits;
  readonly runFiles: RunFiles;
  /** Entry to start instead of the product's own, for tests with engines that misbehave. */
  readonly entry?: URL;
}

/** SlotProcess is one child process that parses files, one at a time. */
export interface SlotProcess {
  readonly alive: boolean;
  readonly runs: number;
  /** Resident memory in bytes, as last seen. */
  readonly memory: number;
  readonly pid: number;
  /** run parses one file; `ranBefore` is the part of the time limits that is used up already, ms. Never rejects. */
  run(run: SlotRun, options: { readonly ranBefore: number; onProgress(progress: RunProgress): void }): Promise<RunEnd>;
  /** kill ends the process at once; a run under way ends as `stopped`. */
  kill(): void;
}

interface ChildDeps extends SlotProcessDeps {
  readonly beats: BeatNote;
  readonly stderr: () => string;
}

type KillCode = 'engine_stalled' | 'memory_limit' | 'task_timeout' | 'stopped';

/** startSlot starts a child and waits until it can take work. Throws `engine_unavailable` when it does not come up. */
export async function startSlot(deps: SlotProcessDeps): Promise<SlotProcess> {
  const { workFolder } = deps.setup;
  emptyFolder(workFolder);
  const beats = openBeatNote(workFolder);
  const child = fork(fileURLToPath(deps.entry ?? entryUrl('slot')), [], {
    // Its own process group: a kill then takes LibreOffice and other helpers with it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [...slotFlags, `--max-old-space-size=${Math.ceil((heapPart * deps.limits.memory) / 2 ** 20)}`],
  });
  const stderr = keepTail(child);
  child.once('close', () => {
    beats.close();
    rmSync(beatNotePath(workFolder), { force: true });
  });
  try {
    await once(child, 'spawn');
    deps.runFiles.add(child.pid ?? 0);
    child.once('exit', () => deps.runFiles.remove(child.pid ?? 0));
    send(child, { type: 'setup', setup: deps.setup });
    await once(child, 'message', { signal: AbortSignal.any([exitSignal(child), AbortSignal.timeout(startLimit)]) });
  } catch (cause) {
    if (child.pid !== undefined) killGroup(child.pid);
    throw new AppError('engine_unavailable', { params: { engine: 'slot', reason: stderr() }, retryable: true, cause });
  }
  return createSlotProcess(child, { ...deps, beats, stderr });
}

function exitSignal(child: ChildProcess): AbortSignal {
  const gone = new AbortController();
  child.once('exit', () => gone.abort());
  return gone.signal;
}

function keepTail(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-stderrKept);
  });
  return () => tail.trim();
}

function send(child: ChildProcess, message: ToSlot): void {
  // A channel that is closed means that the child is gone; its exit tells the rest.
  if (child.connected) child.send(message, () => undefined);
}

function createSlotProcess(child: ChildProcess, deps: ChildDeps): SlotProcess {
  const pid = child.pid ?? 0;
  let alive = true;
  let runs = 0;
  let memory = 0;
  let endRun: ((code: KillCode) => void) | undefined;
  child.once('exit', () => {
    alive = false;
  });
  const watchMemory = () => {
    memory = residentBytes(pid) ?? memory;
    return memory;
  };
  return {
    get alive() {
      return alive;
    },
    get runs() {
      return runs;
    },
    get memory() {
      return watchMemory();
    },
    pid,
    async run(run, options) {
      runs += 1;
      emptyFolder(deps.setup.workFolder);
      const watch = watchRun(child, { ...deps, run, watchMemory, ...options });
      endRun = watch.kill;
      try {
        return await watch.ended;
      } finally {
        endRun = undefined;
      }
    },
    kill() {
      alive = false;
      if (endRun === undefined) killGroup(pid);
      else endRun('stopped');
    },
  };
}

function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

interface WatchInput extends ChildDeps {
  readonly run: SlotRun;
  readonly ranBefore: number;
  watchMemory(): number;
  onProgress(progress: RunProgress): void;
}

/** watchRun sends a run to the child and sees it to its end: a message, a death, or a kill that a limit or the worker ordered. */
function watchRun(child: ChildProcess, input: WatchInput): { ended: Promise<RunEnd>; kill(code: KillCode): void } {
  const { limits, beats } = input;
  const { promise, resolve } = Promise.withResolvers<RunEnd>();
  const began = performance.now() - input.ranBefore;
  let lastBeat = performance.now();
  let beatsSeen = 0;
  let killed: KillCode | undefined;
  let aborted = false;

  const kill = (code: KillCode) => {
    killed ??= code;
    killGroup(child.pid ?? 0);
  };
  const lookAtBeats = () => {
    const last = beats.last();
    if (last === undefined || last.count === beatsSeen) return;
    const { count, ...progress } = last;
    beatsSeen = count;
    lastBeat = performance.now();
    input.onProgress(progress);
  };
  const watch = setInterval(() => {
    lookAtBeats();
    const now = performance.now();
    if (now - began > limits.hardTime) kill('task_timeout');
    else if (now - lastBeat > limits.silence) kill('engine_stalled');
    else if (input.watchMemory() > limits.memory) kill('memory_limit');
    else if (now - began > limits.softTime && !aborted) {
      aborted = true;
      send(child, { type: 'abort', code: 'task_timeout' });
    }
  }, watchInterval);
  const finish = (end: RunEnd) => {
    clearInterval(watch);
    child.off('message', onMessage).off('exit', onExit);
    resolve(end);
  };
  const onExit = () => {
    if (input.stderr().includes(heapIsFull)) killed ??= 'memory_limit';
    const how = `ended by ${child.signalCode ?? `exit code ${child.exitCode}`}`;
    finish(deathOf(killed, { pageIndex: beats.last()?.page, detail: [how, input.stderr()].join('\n').trim() }));
  };
  const onMessage = (raw: unknown) => {
    if (killed !== undefined) return;
    const message = fromSlotSchema.parse(raw);
    if (message.type === 'failed') {
      const { type: _, detail, ...failure } = message;
      finish({ type: 'ended', end: { type: 'failure', ...failure }, detail });
    } else if (message.type !== 'ready') {
      finish(message);
    }
  };
  beats.clear();
  child.on('message', onMessage).on('exit', onExit);
  if (child.exitCode !== null || child.signalCode !== null) onExit();
  else send(child, { type: 'run', run: input.run });
  return { ended: promise, kill };
}

function deathOf(killed: KillCode | undefined, about: { pageIndex: number | undefined; detail: string }): RunEnd {
  const page = about.pageIndex === undefined ? {} : { pageIndex: about.pageIndex };
  if (killed === 'stopped') return { type: 'stopped' };
  if (killed === 'task_timeout') {
    const error = { code: 'task_timeout', params: {} } as const;
    return { type: 'ended', end: { type: 'failure', error, retryable: true, ...page } };
  }
  return {
    type: 'ended',
    end: { type: 'slot_death', code: killed ?? 'engine_crashed', ...page },
    detail: about.detail,
  };
}
