import type { Generated } from 'kysely';

/**
 * Tables as Kysely sees them. Free text (reasons, what changed, values, addresses) is kept as JSON text: hosts and guests choose
 * it, and neither NUL nor a lone surrogate survives a plain text column of every engine. `vm_id` is '' where a row is of the host.
 * Times are UTC milliseconds.
 */
export interface StoreTables {
  meta: { key: string; value: number };
  target: { host: string; transport: string; address: string | null; labels: string; revision: number };
  scrape: {
    host: string;
    collector: string;
    outcome: string;
    reason: string | null;
    finished_at: number;
    duration_ms: number;
    last_reading_at: number | null;
    failures: number;
    next_run_at: number;
    interval_seconds: number;
    frame_bytes: number;
    revision: number;
  };
  reading: { host: string; collector: string; vm_id: string; reading: string; changed_at: number; revision: number };
  change: {
    id: Generated<number>;
    at: number;
    host: string;
    collector: string;
    vm_id: string;
    what: string;
    from_value: string | null;
    to_value: string | null;
  };
  event: {
    id: Generated<number>;
    host: string;
    collector: string;
    key: string;
    vm_id: string;
    kind: string;
    severity: string;
    at: number;
    seen_at: number;
    detail: string;
    revision: number;
  };
  collector_state: { host: string; collector: string; state: string };
  series: { id: Generated<number>; key: string };
  subject: { id: Generated<number>; name: string };
  chunk: { level: number; start: number; subject: number; bytes: Uint8Array };
  finding: { vm_id: string; code: string; severity: string; host: string; since: number; finding: string; revision: number };
  host_finding: { host: string; code: string; severity: string; since: number; finding: string; revision: number };
  /** Of a finding: `collector` holds its code, `host` is ''; of one about a host, `host` is that host and `vm_id` is ''. */
  tombstone: {
    kind: 'target' | 'reading' | 'finding' | 'host_finding';
    host: string;
    collector: string;
    vm_id: string;
    revision: number;
    at: number;
  };
}

/** The migrations in order; a file's version is how many of them it has seen. Never change one that was released: add one. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta (key, value) VALUES ('version', 0), ('revision', 0), ('forgotten_revision', 0), ('clean', 1);

  CREATE TABLE target (
    host TEXT PRIMARY KEY, transport TEXT NOT NULL, address TEXT, labels TEXT NOT NULL, revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX target_revision ON target (revision);

  CREATE TABLE scrape (
    host TEXT NOT NULL, collector TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, finished_at REAL NOT NULL,
    duration_ms REAL NOT NULL, last_reading_at REAL, failures INTEGER NOT NULL, next_run_at REAL NOT NULL,
    interval_seconds REAL NOT NULL, frame_bytes INTEGER NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (host, collector)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX scrape_revision ON scrape (revision);

  CREATE TABLE reading (
    host TEXT NOT NULL, collector TEXT NOT NULL, vm_id TEXT NOT NULL, reading TEXT NOT NULL, changed_at REAL NOT NULL,
    revision INTEGER NOT NULL, PRIMARY KEY (host, collector, vm_id)
  ) STRICT;
  CREATE INDEX reading_revision ON reading (revision);
  CREATE INDEX reading_vm ON reading (vm_id);

  CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, host TEXT NOT NULL, collector TEXT NOT NULL, vm_id TEXT NOT NULL,
    what TEXT NOT NULL, from_value TEXT, to_value TEXT
  ) STRICT;
  CREATE INDEX change_vm ON change (vm_id, id);
  CREATE INDEX change_host ON change (host, id);
  CREATE INDEX change_at ON change (at);

  CREATE TABLE collector_state (
    host TEXT NOT NULL, collector TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (host, collector)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tombstone (
    kind TEXT NOT NULL, host TEXT NOT NULL, collector TEXT NOT NULL, vm_id TEXT NOT NULL, revision INTEGER NOT NULL,
    at REAL NOT NULL, PRIMARY KEY (kind, host, collector, vm_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tombstone_revision ON tombstone (revision);
  CREATE INDEX tombstone_at ON tombstone (at);
  `,
  `
  CREATE TABLE series (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE chunk (
    subject TEXT NOT NULL, level TEXT NOT NULL, start REAL NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (subject, level, start)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX chunk_level_start ON chunk (level, start);
  `,
  `
  CREATE TABLE finding (
    vm_id TEXT NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, host TEXT NOT NULL, since REAL NOT NULL,
    finding TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (vm_id, code)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_revision ON finding (revision);
  `,
  `
  DROP TABLE chunk;
  CREATE TABLE subject (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

  -- By level and time first: a minute of all subjects is written to a few pages side by side, and what is too old goes in one piece.
  CREATE TABLE chunk (
    level INTEGER NOT NULL, start INTEGER NOT NULL, subject INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (level, start, subject)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE host_finding (
    host TEXT NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, since REAL NOT NULL, finding TEXT NOT NULL,
    revision INTEGER NOT NULL, PRIMARY KEY (host, code)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX host_finding_revision ON host_finding (revision);
  `,
  `
  CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, collector TEXT NOT NULL, key TEXT NOT NULL, vm_id TEXT NOT NULL,
    kind TEXT NOT NULL, severity TEXT NOT NULL, at REAL NOT NULL, seen_at REAL NOT NULL, detail TEXT NOT NULL,
    revision INTEGER NOT NULL, UNIQUE (host, collector, key)
  ) STRICT;
  CREATE INDEX event_at ON event (at, id);
  CREATE INDEX event_vm ON event (vm_id, at);
  CREATE INDEX event_host ON event (host, at);
  CREATE INDEX event_seen ON event (seen_at);
  CREATE INDEX event_revision ON event (revision);
  `,
];
