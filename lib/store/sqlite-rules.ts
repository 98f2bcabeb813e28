import type { Kysely, Selectable } from 'kysely';
import type { StoreTables } from './sqlite-schema.ts';
import type { StoredRule, StoredRuleLoad, StoredRules } from './stored-rule.ts';
import type { StoredTextParser } from './stored-text.ts';

/** The rules that are in force, and how they were loaded. */
export async function listRules(tables: Kysely<StoreTables>, parse: StoredTextParser): Promise<StoredRules> {
  const rows = await tables.selectFrom('rule').selectAll().orderBy('position').execute();
  const load = await tables.selectFrom('rule_load').selectAll().executeTakeFirst();
  const evaluated = await tables.selectFrom('meta').select('value').where('key', '=', 'alerts_evaluated_at').executeTakeFirst();
  return {
    rules: rows.map((row) => toRule(row, parse)),
    load: load === undefined ? undefined : toLoad(load, parse),
    evaluatedAt: evaluated?.value,
  };
}

function toRule(row: Selectable<StoreTables['rule']>, parse: StoredTextParser): StoredRule {
  const { name, line, source, severity, definition, series, error } = row;
  return {
    name,
    file: parse.text(row.file, 'rule.file'),
    line,
    source: source === 'shipped' ? source : 'user',
    severity,
    definition: parse.json(definition, 'rule.definition'),
    series: series ?? undefined,
    error: parse.optionalText(error, 'rule.error'),
  };
}

function toLoad(row: Selectable<StoreTables['rule_load']>, parse: StoredTextParser): StoredRuleLoad {
  return {
    loadedAt: row.loaded_at,
    triedAt: row.tried_at,
    ok: row.ok === 1,
    isFallback: row.is_fallback === 1,
    everySeconds: row.every_seconds,
    problems: parse.json(row.problems, 'rule_load.problems'),
  };
}
