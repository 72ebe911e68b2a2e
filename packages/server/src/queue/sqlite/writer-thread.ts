import { openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { AppError } from '#errors';
import { createClock } from './clock.ts';
import { commands, durableCommands } from './commands.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Command, FromWriter, Reply, ToWriter, WriterData } from './messages.ts';
import { migrate } from './schema.ts';

/** A group holds at most this many commands, so that the first need not wait for all of a flood. */
const groupLimit = 256;

/** Primary result codes of SQLite (sqlite.org/rescode.html): full; and with it those that concern the whole file: busy, locked, I/O, corrupt, not a database. */
const sqliteFull = 13;
const fatalCodes = new Set([5, 6, 10, 11, sqliteFull, 26]);

const port = parentPort;
if (port === null) throw new Error('the writer runs as a thread');
const { path, times, policy } = workerData as WriterData;
const say = (message: FromWriter) => port.postMessage(message);

const writer = open();
if (writer !== undefined) {
  say({ type: 'ready' });
  port.on('message', (message: ToWriter) => serve(message, writer));
}

interface Writer {
  readonly ledger: Ledger;
  /** Touched when other processes should look. */
  readonly wakeFile: number;
}

function open(): Writer | undefined {
  try {
    const db = new DatabaseSync(path, { timeout: 10_000 });
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 2000;',
    );
    migrate(db, path);
    return {
      ledger: createLedger({ db, clock: createClock(times.lease), times, policy }),
      wakeFile: openSync(`${path}.wake`, 'w'),
    };
  } catch (cause) {
    const error = cause instanceof AppError ? cause : storeError(cause);
    say({ type: 'refused', error: { code: error.code, params: error.params } });
    return undefined;
  }
}

/** serve takes what came and all that came meanwhile, and makes it durable together. */
function serve(first: ToWriter, { ledger, wakeFile }: Writer): void {
  let closing = false;
  let waiting: Command[] = [];
  const take = (message: ToWriter) => {
    if (message === 'close') closing = true;
    else waiting = waiting.concat(message);
  };
  take(first);
  while (waiting.length > 0) {
    for (let more = receiveMessageOnPort(port as never); more !== undefined; more = receiveMessageOnPort(port as never))
      take(more.message as ToWriter);
    const group = waiting.slice(0, groupLimit);
    waiting = waiting.slice(groupLimit);
    const replies = runGroup(ledger, group);
    const { wake } = ledger;
    ledger.wake = false;
    if (wake) writeSync(wakeFile, '.', 0);
    say({ type: 'group', replies, wake });
  }
  if (!closing) return;
  ledger.db.close();
  port?.close();
}

function runGroup(ledger: Ledger, group: readonly Command[]): readonly Reply[] {
  const { db } = ledger;
  try {
    // Outside a transaction the mode can change: FULL syncs the log at each commit, NORMAL leaves it to the next that does.
    db.exec(`PRAGMA synchronous = ${group.some(({ name }) => durableCommands.has(name)) ? 'FULL' : 'NORMAL'}`);
    ledger.prepare('BEGIN IMMEDIATE').run();
    const replies = group.map((command) => runOne(ledger, command));
    ledger.prepare('COMMIT').run();
    return replies;
  } catch (cause) {
    ledger.wake = false;
    if (db.isTransaction) db.exec('ROLLBACK');
    return group.map(({ call }) => ({ call, error: describe(storeError(cause)) }));
  }
}

function runOne(ledger: Ledger, { call, name, input }: Command): Reply {
  const { db } = ledger;
  ledger.now = ledger.clock.now();
  ledger.prepare('SAVEPOINT command').run();
  try {
    const value = (commands[name] as (ledger: Ledger, input: unknown) => unknown)(ledger, input);
    ledger.prepare('RELEASE command').run();
    return { call, value };
  } catch (cause) {
    // A full disk or a broken file concerns the whole group.
    if (!db.isTransaction || isFatal(cause)) throw cause;
    db.exec('ROLLBACK TO command');
    db.exec('RELEASE command');
    return { call, error: describe(storeError(cause)) };
  }
}

function codeOf(cause: unknown): number | undefined {
  const code = (cause as { errcode?: number }).errcode;
  // Extended codes carry the primary one in their low byte.
  return code === undefined ? undefined : code & 0xff;
}

function isFatal(cause: unknown): boolean {
  return fatalCodes.has(codeOf(cause) ?? -1);
}

function storeError(cause: unknown): AppError {
  if (codeOf(cause) === sqliteFull) return new AppError('disk_full', { retryable: true, cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('store_unavailable', { params: { reason }, retryable: true, cause });
}

function describe(error: AppError) {
  const { code, params, retryable } = error;
  return {
    code,
    params,
    retryable,
    detail: error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : error.message,
  };
}
