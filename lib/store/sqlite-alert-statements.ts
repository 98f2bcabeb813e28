import type { DatabaseSync } from 'node:sqlite';

/** Prepares the statements of the alerts' write side once. */
export function prepareAlertStatements(database: DatabaseSync) {
  const p = (sql: string) => database.prepare(sql);
  return {
    moveRevision: p(`UPDATE meta SET value = value + 1 WHERE key = 'revision'`),
    markAlerts: p(`INSERT OR REPLACE INTO meta (key, value) SELECT 'alerts_revision', value FROM meta WHERE key = 'revision'`),
    noteEvaluation: p(`INSERT OR REPLACE INTO meta (key, value) VALUES ('alerts_evaluated_at', ?)`),
    upsertAlert: p(
      `INSERT OR REPLACE INTO alert (fingerprint, rule, status, severity, labels, summary, description, value, active_at, firing_at,
       kept_since, placed, held, told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    readAlert: p('SELECT rule, severity, labels FROM alert WHERE fingerprint = ?'),
    deleteAlert: p('DELETE FROM alert WHERE fingerprint = ?'),
    insertEvent: p(
      'INSERT INTO alert_event (at, fingerprint, rule, severity, kind, labels, detail) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    // A value that the table refuses must fail the transaction, so only the key may conflict.
    insertNotification: p(
      `INSERT INTO outbox (receiver, key, payload, created_at, attempts, next_attempt_at) VALUES (?, ?, ?, ?, 0, ?)
       ON CONFLICT (receiver, key) DO NOTHING`,
    ),
    noteDelivered: p('UPDATE outbox SET attempts = attempts + 1, delivered_at = ?, error = NULL WHERE id = ?'),
    noteFailed: p('UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ?, error = ? WHERE id = ?'),
    putSilence: p(
      `INSERT INTO silence (id, matchers, starts_at, ends_at, created_by, comment, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET matchers = excluded.matchers, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
       created_by = excluded.created_by, comment = excluded.comment`,
    ),
    putAck: p('INSERT OR REPLACE INTO ack (fingerprint, by, note, at) VALUES (?, ?, ?, ?)'),
    deleteAck: p('DELETE FROM ack WHERE fingerprint = ?'),
    putMaintenance: p(
      `INSERT OR REPLACE INTO maintenance (id, name, schedule, matchers, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
    ),
    deleteMaintenance: p('DELETE FROM maintenance WHERE id = ?'),
    deleteOldEvents: p('DELETE FROM alert_event WHERE at < ?'),
    deleteOldSilences: p('DELETE FROM silence WHERE ends_at < ?'),
    deleteOldNotifications: p('DELETE FROM outbox WHERE delivered_at < ?'),
  };
}
