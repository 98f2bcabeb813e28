import type { DatabaseSync } from 'node:sqlite';

/** The statements of `prepareAlertStatements`. */
export type AlertStatements = ReturnType<typeof prepareAlertStatements>;

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
    startBatch: p('UPDATE outbox SET batch = ? WHERE id = ? AND batch IS NULL'),
    noteDelivered: p('UPDATE outbox SET attempts = attempts + 1, delivered_at = ?, error = NULL WHERE id = ?'),
    noteFailed: p('UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ?, error = ? WHERE id = ?'),
    noteRefused: p('UPDATE outbox SET attempts = attempts + 1, refused_at = ?, error = ? WHERE id = ?'),
    listReceiverNames: p('SELECT name FROM receiver'),
    putReceiver: p(
      'INSERT INTO receiver (name, kind, failing) VALUES (?, ?, 0) ON CONFLICT (name) DO UPDATE SET kind = excluded.kind',
    ),
    deleteReceiver: p('DELETE FROM receiver WHERE name = ?'),
    deleteNotificationsOfNobody: p('DELETE FROM outbox WHERE receiver NOT IN (SELECT name FROM receiver)'),
    noteSuccess: p('UPDATE receiver SET last_success_at = ?, failing = 0 WHERE name = ?'),
    noteError: p('UPDATE receiver SET last_error_at = ?, last_error = ?, failing = 1 WHERE name = ?'),
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
    deleteRules: p('DELETE FROM rule'),
    insertRule: p(
      'INSERT INTO rule (position, name, file, line, source, severity, definition, series, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    putRuleLoad: p(
      `INSERT OR REPLACE INTO rule_load (id, loaded_at, tried_at, ok, is_fallback, every_seconds, problems)
       VALUES (1, ?, ?, ?, ?, ?, ?)`,
    ),
    deleteOldEvents: p('DELETE FROM alert_event WHERE at < ?'),
    deleteOldSilences: p('DELETE FROM silence WHERE ends_at < ?'),
    deleteOldNotifications: p('DELETE FROM outbox WHERE delivered_at < ?1 OR refused_at < ?1'),
  };
}
