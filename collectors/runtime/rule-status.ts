import { matches } from '#lib/alerting/matcher.ts';
import { renderRuleEntry } from '#lib/alerting/render-rule-entry.ts';
import type { PlacedRule } from '#lib/alerting/rule.ts';
import type { Clock } from '#lib/clock.ts';
import type { Logger } from '#lib/log.ts';
import type { Sample } from '#lib/series/sample.ts';
import type { AlertStore } from '#lib/store/alert-store.ts';
import type { StoredRule, StoredRuleLoad } from '#lib/store/stored-rule.ts';
import type { OwnMetrics } from './own-metrics.ts';

export interface RuleStatusOptions {
  readonly store: Pick<AlertStore, 'putRules'>;
  readonly shipped: readonly PlacedRule[];
  readonly metrics: Pick<OwnMetrics, 'countFault'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the rules in force came to. */
export interface RulesJudged {
  readonly rules: readonly PlacedRule[];
  readonly load: StoredRuleLoad;
  readonly samplesOf: (metric: string) => Iterable<Sample>;
  readonly failedRules: ReadonlySet<string>;
}

const everyMs = 60_000;

/** Writes into the store which rules are in force and what they look at: at once where they or their load changed, else once a minute. */
export class RuleStatus {
  readonly #options: RuleStatusOptions;
  #written = '';
  #load: StoredRuleLoad | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RuleStatusOptions) {
    this.#options = options;
  }

  /** Never rejects: what could not be written is written the next time. */
  async note(judged: RulesJudged): Promise<void> {
    const { store, clock, log, metrics } = this.#options;
    const monotonic = clock.monotonic();
    if (this.#load === judged.load && monotonic - this.#lookedAt < everyMs) return;
    this.#lookedAt = monotonic;
    try {
      const rows = this.#toRows(judged);
      const content = JSON.stringify([rows, judged.load]);
      if (content !== this.#written) await store.putRules(rows, judged.load);
      this.#written = content;
      this.#load = judged.load;
    } catch (error) {
      metrics.countFault('rules');
      log.error({ err: error }, 'state of the alert rules could not be stored, tried again soon');
    }
  }

  #toRows({ rules, samplesOf, failedRules }: RulesJudged): readonly StoredRule[] {
    const shipped = new Set(this.#options.shipped);
    return rules.map((rule) => ({
      name: rule.name,
      file: rule.place.file,
      line: rule.place.line,
      source: shipped.has(rule) ? 'shipped' : 'user',
      severity: rule.severity,
      definition: renderRuleEntry(rule),
      series: countSeries(rule, samplesOf),
      error: failedRules.has(rule.name) ? 'same-labels' : undefined,
    }));
  }
}

function countSeries({ series, where }: PlacedRule, samplesOf: RulesJudged['samplesOf']): number {
  let count = 0;
  for (const { labels } of samplesOf(series)) if (matches(where, labels)) count += 1;
  return count;
}
