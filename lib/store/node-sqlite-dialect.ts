import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type SqliteDatabase, SqliteDialect } from 'kysely';

/** How many prepared statements a connection keeps; our queries are a few dozen fixed texts. */
const keptStatements = 200;

/**
 * Kysely's SQLite dialect over node:sqlite. Kysely expects better-sqlite3, which takes parameters as one array and says whether a
 * statement yields rows; node:sqlite takes them spread (an array is read as named parameters: "Unknown named parameter '0'") and
 * tells by its columns.
 */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  const prepared = new Map<string, StatementSync>();
  const adapter: SqliteDatabase = {
    close: () => database.close(),
    prepare(sql) {
      const statement = prepared.get(sql) ?? database.prepare(sql);
      if (prepared.size >= keptStatements) prepared.clear();
      prepared.set(sql, statement);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
      };
    },
  };
  return new SqliteDialect({ database: adapter });
}
