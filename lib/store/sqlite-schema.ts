// Longer than 250 lines: one list of tables and one of migrations, which only grow.
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
  /** Alerts that are pending or firing. */
  alert: {
    fingerprint: string;
    rule: string;
    status: string;
    severity: string;
    labels: string;
    summary: string;
    description: string;
    value: number | null;
    active_at: number;
    firing_at: number | null;
    kept_since: number | null;
    placed: string;
    held: string | null;
    told: string;
  };
  /** What happened to alerts, and what people did about them. */
  alert_event: {
    id: Generated<number>;
    at: number;
    fingerprint: string;
    rule: string;
    severity: string;
    kind: string;
    labels: string;
    detail: string;
  };
  /** Notifications on their way. `key` is the same for ever, so that a receiver can tell a second delivery. */
  outbox: {
    id: Generated<number>;
    receiver: string;
    key: string;
    payload: string;
    created_at: number;
    attempts: number;
    next_attempt_at: number;
    delivered_at: number | null;
    error: string | null;
    batch: string | null;
    refused_at: number | null;
  };
  /** Who is told of alerts, and how it went. `failing` is 0 or 1. */
  receiver: {
    name: string;
    kind: string;
    last_success_at: number | null;
    last_error: string | null;
    last_error_at: number | null;
    failing: number;
  };
  silence: {
    id: string;
    matchers: string;
    starts_at: number;
    ends_at: number;
    created_by: string;
    comment: string;
    created_at: number;
  };
  ack: { fingerprint: string; by: string; note: string; at: number };
  maintenance: { id: string; name: string; schedule: string; matchers: string; created_by: string; created_at: number };
  /** Alert rules that are in force. */
  rule: {
    position: number;
    name: string;
    file: string;
    line: number;
    source: string;
    severity: string;
    definition: string;
    series: number | null;
    error: string | null;
  };
  /** One row: how the last try to load the files of rules ended. */
  rule_load: {
    id: number;
    loaded_at: number;
    tried_at: number;
    ok: number;
    is_fallback: number;
    every_seconds: number;
    problems: string;
  };
  /** `name_key` is what two names that people take for the same have in common; `identity` names the user elsewhere. */
  user: {
    id: string;
    name: string;
    name_key: string;
    role: string;
    disabled: number;
    password: string | null;
    identity: string | null;
    created_at: number;
    logged_in_at: number | null;
  };
  /** Digests stand for secrets, which are nowhere in the store. */
  session: { digest: string; user_id: string; created_at: number; seen_at: number; address: string; user_agent: string };
  token: {
    id: string;
    digest: string;
    shown: string;
    name: string;
    role: string;
    created_by: string;
    created_at: number;
    expires_at: number | null;
    used_at: number | null;
  };
  wall_link: Omit<StoreTables['token'], 'role'>;
  audit: {
    id: Generated<number>;
    at: number;
    actor_kind: string;
    actor_id: string;
    actor_name: string;
    address: string;
    action: string;
    target: string;
    outcome: string;
    reason: string;
    detail: string;
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
  `
  CREATE TABLE alert (
    fingerprint TEXT PRIMARY KEY, rule TEXT NOT NULL, status TEXT NOT NULL, severity TEXT NOT NULL, labels TEXT NOT NULL,
    summary TEXT NOT NULL, description TEXT NOT NULL, value REAL, active_at REAL NOT NULL, firing_at REAL, kept_since REAL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE alert_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, fingerprint TEXT NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL,
    kind TEXT NOT NULL, labels TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_event_at ON alert_event (at, id);
  CREATE INDEX alert_event_fingerprint ON alert_event (fingerprint, at);

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, receiver TEXT NOT NULL, key TEXT NOT NULL, payload TEXT NOT NULL,
    created_at REAL NOT NULL, attempts INTEGER NOT NULL, next_attempt_at REAL NOT NULL, delivered_at REAL, error TEXT,
    UNIQUE (receiver, key)
  ) STRICT;
  CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE delivered_at IS NULL;

  CREATE TABLE silence (
    id TEXT PRIMARY KEY, matchers TEXT NOT NULL, starts_at REAL NOT NULL, ends_at REAL NOT NULL, created_by TEXT NOT NULL,
    comment TEXT NOT NULL, created_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ack (fingerprint TEXT PRIMARY KEY, by TEXT NOT NULL, note TEXT NOT NULL, at REAL NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE maintenance (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, schedule TEXT NOT NULL, matchers TEXT NOT NULL, created_by TEXT NOT NULL,
    created_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE alert ADD COLUMN placed TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE alert ADD COLUMN held TEXT;
  ALTER TABLE alert ADD COLUMN told TEXT NOT NULL DEFAULT '[]';

  CREATE TABLE rule (
    position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, file TEXT NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL,
    severity TEXT NOT NULL, definition TEXT NOT NULL, series INTEGER, error TEXT
  ) STRICT;

  CREATE TABLE rule_load (
    id INTEGER PRIMARY KEY CHECK (id = 1), loaded_at REAL NOT NULL, tried_at REAL NOT NULL, ok INTEGER NOT NULL,
    is_fallback INTEGER NOT NULL, every_seconds REAL NOT NULL, problems TEXT NOT NULL
  ) STRICT;

  ALTER TABLE outbox ADD COLUMN batch TEXT;
  ALTER TABLE outbox ADD COLUMN refused_at REAL;
  DROP INDEX outbox_due;
  CREATE INDEX outbox_waiting ON outbox (receiver, id) WHERE delivered_at IS NULL;

  CREATE TABLE receiver (
    name TEXT PRIMARY KEY, kind TEXT NOT NULL, last_success_at REAL, last_error TEXT, last_error_at REAL, failing INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE user (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, role TEXT NOT NULL, disabled INTEGER NOT NULL,
    password TEXT, identity TEXT UNIQUE, created_at REAL NOT NULL, logged_in_at REAL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    digest TEXT PRIMARY KEY, user_id TEXT NOT NULL, created_at REAL NOT NULL, seen_at REAL NOT NULL, address TEXT NOT NULL,
    user_agent TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX session_user ON session (user_id);

  CREATE TABLE token (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, shown TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    created_by TEXT NOT NULL, created_at REAL NOT NULL, expires_at REAL, used_at REAL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE wall_link (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, shown TEXT NOT NULL, name TEXT NOT NULL, created_by TEXT NOT NULL,
    created_at REAL NOT NULL, expires_at REAL, used_at REAL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, actor_kind TEXT NOT NULL, actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL, address TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL, outcome TEXT NOT NULL,
    reason TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_at ON audit (at, id);
  CREATE INDEX audit_actor ON audit (actor_name, at);
  CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END;
  `,
];
