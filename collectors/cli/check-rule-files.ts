import { basename, dirname } from 'node:path';
import { knownSeries, loadShippedRules } from '#collectors/shipped-rules.ts';
import type { RuleProblem } from '#lib/alerting/parse-rules.ts';
import type { LoadedConfig } from '#lib/config/load-config.ts';
import { joinRules } from '#lib/config/load-rules.ts';
import { readRuleFiles } from '#lib/config/read-rule-files.ts';

export type CheckedRules =
  | { readonly ok: true; readonly rules: number; readonly files: number }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Checks the files of alert rules as they are now, together with the shipped rules, as the collectors do. */
export function checkRuleFiles({ config, source, lineOf }: LoadedConfig, cwd: string): CheckedRules {
  const { alerting } = config;
  const files = readRuleFiles(alerting.ruleFiles, source === undefined ? cwd : dirname(source));
  const configFile = basename(source ?? 'hvitals.yaml');
  const shipped = loadShippedRules();
  const result = joinRules({ ...files, shipped, known: knownSeries, alerting, configFile, lineOf });
  return result.ok ? { ok: true, rules: result.rules.length, files: files.texts.length } : result;
}
