import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '#errors';

/** One step a version; a released step never changes. */
const migrations: readonly string[] = [
  `
  CREATE TABLE job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    owner TEXT NOT NULL,
    root_id TEXT NOT NULL,
    parent_id TEXT,
    idx INTEGER NOT NULL,
    idempotency_key TEXT,
    queue TEXT NOT NULL,
    source TEXT NOT NULL,
    engine TEXT NOT NULL,
    engine_fingerprint TEXT NOT NULL,
    backend TEXT NOT NULL,
    file TEXT,
    file_hash TEXT,
    range TEXT,
    options TEXT NOT NULL,
    options_version INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    labels TEXT NOT NULL,
    retry_of TEXT,
    waiting_limit INTEGER,
    created_at INTEGER NOT NULL,
    available_at INTEGER NOT NULL,
    delayed INTEGER NOT NULL DEFAULT 0,
    alone INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER,
    finished_at INTEGER,
    claims INTEGER NOT NULL DEFAULT 0,
    worker_id TEXT,
    lease_until INTEGER,
    ran_before INTEGER NOT NULL DEFAULT 0,
    run_since INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    slot_deaths TEXT NOT NULL DEFAULT '{}',
    lost_leases INTEGER NOT NULL DEFAULT 0,
    failed_pages TEXT NOT NULL DEFAULT '[]',
    pages_done INTEGER NOT NULL DEFAULT 0,
    pages_total INTEGER,
    children_total INTEGER NOT NULL DEFAULT 0,
    children_open INTEGER NOT NULL DEFAULT 0,
    children_completed INTEGER NOT NULL DEFAULT 0,
    children_partial INTEGER NOT NULL DEFAULT 0,
    children_failed INTEGER NOT NULL DEFAULT 0,
    children_cancelled INTEGER NOT NULL DEFAULT 0,
    waiting_until INTEGER,
    result TEXT,
    outcome TEXT,
    error TEXT,
    expired_at INTEGER,
    projected INTEGER NOT NULL DEFAULT 0,
    attempts TEXT NOT NULL DEFAULT '[]'
  ) STRICT;
  CREATE INDEX job_ready ON job (queue, engine, alone, rank) WHERE state = 'pending' AND delayed = 0;
  CREATE INDEX job_delayed ON job (available_at) WHERE state = 'pending' AND delayed = 1;
  CREATE INDEX job_leased ON job (lease_until) WHERE state = 'running';
  CREATE INDEX job_waiting ON job (waiting_until) WHERE state = 'waiting' AND waiting_until IS NOT NULL;
  CREATE INDEX job_parent ON job (parent_id, idx) WHERE parent_id IS NOT NULL;
  CREATE INDEX job_root ON job (root_id) WHERE parent_id IS NOT NULL;
  CREATE UNIQUE INDEX job_idempotency ON job (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX job_list ON job (owner, kind, seq);
  CREATE INDEX job_list_state ON job (owner, kind, state, seq);
  CREATE INDEX job_unprojected ON job (finished_at) WHERE state = 'completed' AND projected = 0 AND kind = 'document';
  CREATE INDEX job_expirable ON job (finished_at) WHERE finished_at IS NOT NULL AND expired_at IS NULL AND parent_id IS NULL;
  CREATE INDEX job_expired ON job (expired_at) WHERE expired_at IS NOT NULL AND parent_id IS NULL;

  CREATE TABLE counter (
    owner TEXT NOT NULL,
    bucket TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (owner, bucket)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER job_counted AFTER INSERT ON job WHEN new.kind = 'document' BEGIN
    INSERT INTO counter VALUES (new.owner, iif(new.delayed, 'delayed', new.state), 1)
      ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER job_recounted AFTER UPDATE OF state, delayed ON job
    WHEN new.kind = 'document' AND (new.state <> old.state OR new.delayed <> old.delayed) BEGIN
    UPDATE counter SET n = n - 1 WHERE owner = old.owner AND bucket = iif(old.delayed, 'delayed', old.state);
    INSERT INTO counter VALUES (new.owner, iif(new.delayed, 'delayed', new.state), 1)
      ON CONFLICT DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER job_uncounted AFTER DELETE ON job WHEN old.kind = 'document' BEGIN
    UPDATE counter SET n = n - 1 WHERE owner = old.owner AND bucket = iif(old.delayed, 'delayed', old.state);
  END;

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_job ON event (job_id, seq);

  CREATE VIRTUAL TABLE job_name USING fts5(
    words, content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
  );

  CREATE TABLE worker (
    id TEXT PRIMARY KEY,
    info TEXT NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE flag (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO flag VALUES ('paused', 0), ('ping', 0);
  `,
  `
  ALTER TABLE job ADD COLUMN chunks_running INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE job ADD COLUMN chunk_since INTEGER;
  ALTER TABLE worker ADD COLUMN draining INTEGER NOT NULL DEFAULT 0;
  `,
];

/** schemaVersion is the newest version of the queue's tables that this program knows. */
export const schemaVersion = migrations.length;

/** migrate brings a database up to date under an exclusive lock. Throws `schema_too_new` for one that a newer program wrote. */
export function migrate(db: DatabaseSync, path: string): void {
  refuseNewer(db, path);
  if (versionOf(db) === schemaVersion) return;
  db.exec('BEGIN EXCLUSIVE');
  try {
    // Another process may have been quicker.
    for (const step of migrations.slice(versionOf(db))) db.exec(step);
    db.exec(`PRAGMA user_version = ${schemaVersion}`);
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function refuseNewer(db: DatabaseSync, path: string): void {
  const found = versionOf(db);
  if (found > schemaVersion)
    throw new AppError('schema_too_new', { params: { file: path, found, known: schemaVersion } });
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version);
}
