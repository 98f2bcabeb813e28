import type { KnownSeries } from '#lib/alerting/parse-rules.ts';
import type { PlacedRule } from '#lib/alerting/rule.ts';
import { parseShippedRules } from '#lib/config/load-rules.ts';
import { daemonGauges } from '#lib/metrics/daemon-gauges.ts';
import { exposedDefinitions } from './runtime/publish-readings.ts';

/** Metrics that a rule may name, with their labels. */
export const knownSeries: KnownSeries = new Map(
  [...exposedDefinitions, ...Object.values(daemonGauges)].map(({ name, labels }) => [name, labels]),
);

/** The rules that come with hvitals. @throws Error where they have a mistake, which is a fault in hvitals */
export function loadShippedRules(): readonly PlacedRule[] {
  const result = parseShippedRules(knownSeries);
  if (result.ok) return result.rules;
  throw new Error(result.problems.map(({ line, path, message }) => `shipped-rules.yaml:${line} ${path}: ${message}`).join('\n'));
}
