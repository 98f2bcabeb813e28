import type { Sample } from '../series/sample.ts';
import { matches } from './matcher.ts';
import { meets, type Rule } from './rule.ts';

type SamplesOf = (metric: string) => Iterable<Sample>;

/** Rules that want one value of one label, by that value: a sample meets only those that may concern it. */
interface Dispatch {
  readonly keyed: ReadonlyMap<string, ReadonlyMap<string, readonly Rule[]>>;
  readonly others: readonly Rule[];
}

/**
 * Every rule with each sample that meets it. The samples of a metric are gone through once, however many rules look at it: the shipped
 * rules are mostly about one metric and differ in the code that they want.
 */
export function* holdingSamples(rules: readonly Rule[], samplesOf: SamplesOf): Generator<readonly [Rule, Sample]> {
  for (const [metric, own] of Map.groupBy(rules, ({ series }) => series)) {
    const dispatch = toDispatch(own);
    for (const sample of samplesOf(metric)) {
      for (const rule of candidates(dispatch, sample)) {
        if (meets(rule, sample.value) && matches(rule.where, sample.labels)) yield [rule, sample];
      }
    }
  }
}

function toDispatch(rules: readonly Rule[]): Dispatch {
  const keyed = new Map<string, Map<string, Rule[]>>();
  const others: Rule[] = [];
  for (const rule of rules) {
    const key = rule.where.find(({ op, value }) => op === '=' && value !== '');
    if (key === undefined) {
      others.push(rule);
      continue;
    }
    const byValue = keyed.get(key.name) ?? new Map<string, Rule[]>();
    keyed.set(key.name, byValue);
    byValue.set(key.value, [...(byValue.get(key.value) ?? []), rule]);
  }
  return { keyed, others };
}

function* candidates({ keyed, others }: Dispatch, { labels }: Sample): Generator<Rule> {
  yield* others;
  for (const [label, byValue] of keyed) yield* byValue.get(labels[label] ?? '') ?? [];
}
