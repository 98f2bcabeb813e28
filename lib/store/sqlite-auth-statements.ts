import type { DatabaseSync } from 'node:sqlite';

/** Prepares the statements of log-in's write side once. */
export function prepareAuthStatements(database: DatabaseSync) {
  const p = (sql: string) => database.prepare(sql);
  return {
    moveRevision: p(`UPDATE meta SET value = value + 1 WHERE key = 'revision'`),
    insertUser: p(
      `INSERT INTO user (id, name, name_key, role, disabled, password, identity, created_at, logged_in_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    readTaken: p('SELECT 1 FROM user WHERE name_key = ? OR identity = ?'),
    readUser: p('SELECT name, role, disabled, password FROM user WHERE id = ?'),
    countOtherAdmins: p(`SELECT count(*) AS count FROM user WHERE role = 'admin' AND disabled = 0 AND id <> ?`),
    setPassword: p('UPDATE user SET password = ? WHERE id = ?'),
    renewPassword: p('UPDATE user SET password = ? WHERE id = ? AND password = ?'),
    setRole: p('UPDATE user SET role = ? WHERE id = ?'),
    setDisabled: p('UPDATE user SET disabled = ? WHERE id = ?'),
    noteLogIn: p('UPDATE user SET logged_in_at = ? WHERE id = ?'),
    deleteUser: p('DELETE FROM user WHERE id = ?'),
    insertSession: p('INSERT INTO session (digest, user_id, created_at, seen_at, address, user_agent) VALUES (?, ?, ?, ?, ?, ?)'),
    touchSession: p('UPDATE session SET seen_at = ? WHERE digest = ?'),
    readSessionUser: p('SELECT user.name AS name FROM session JOIN user ON user.id = session.user_id WHERE digest = ?'),
    readSessionOf: p('SELECT 1 FROM session WHERE digest = ? AND user_id = ?'),
    deleteSession: p('DELETE FROM session WHERE digest = ?'),
    deleteSessionsOf: p('DELETE FROM session WHERE user_id = ? AND digest IS NOT ?'),
    insertToken: p(
      `INSERT INTO token (id, digest, shown, name, created_by, created_at, expires_at, used_at, role)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    touchToken: p('UPDATE token SET used_at = ? WHERE id = ?'),
    deleteToken: p('DELETE FROM token WHERE id = ? RETURNING name'),
    insertWallLink: p(
      `INSERT INTO wall_link (id, digest, shown, name, created_by, created_at, expires_at, used_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    touchWallLink: p('UPDATE wall_link SET used_at = ? WHERE id = ?'),
    deleteWallLink: p('DELETE FROM wall_link WHERE id = ? RETURNING name'),
    insertAudit: p(
      `INSERT INTO audit (at, actor_kind, actor_id, actor_name, address, action, target, outcome, reason, detail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    deleteOldAudit: p('DELETE FROM audit WHERE at < ?'),
    deleteOldSessions: p('DELETE FROM session WHERE created_at < ? OR seen_at < ?'),
  };
}
