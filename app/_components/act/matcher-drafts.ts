import type { Matcher } from '#lib/alerting/matcher.ts';
import type { ApiAlert } from '#lib/model/api/alerts.ts';
import type { ApiTarget } from '#lib/model/api/targets.ts';

/** A row of the editor; `key` keeps its place while others come and go. */
export interface MatcherDraft extends Matcher {
  readonly key: number;
}

export const matcherOps = ['=', '!=', '=~', '!~'] as const;

let lastKey = 0;

export function toDraft(matcher: Matcher = { name: '', op: '=', value: '' }): MatcherDraft {
  lastKey += 1;
  return { ...matcher, key: lastKey };
}

/** What the rows ask for; a row without a label asks for nothing yet. Pure. */
export function toMatchers(drafts: readonly MatcherDraft[]): readonly Matcher[] {
  return drafts
    .filter(({ name, value }) => name.trim() !== '' || value !== '')
    .map(({ name, op, value }) => ({ name: name.trim(), op, value }));
}

/** Matchers that hit exactly this alert: its labels, but the severity, which follows from the rule. Pure. */
export function matchersOf({ labels }: Pick<ApiAlert, 'labels'>): readonly Matcher[] {
  return Object.entries(labels)
    .filter(([name, value]) => name !== 'severity' && value !== '')
    .toSorted(([a], [b]) => Number(b === 'alertname') - Number(a === 'alertname') || (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, op: '=' as const, value }));
}

/** Values that labels have now, by label: of alerts, and what targets add to them. Pure. */
export function knownLabels(
  alerts: readonly Pick<ApiAlert, 'labels'>[],
  targets: readonly Pick<ApiTarget, 'host' | 'labels'>[],
): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, Set<string>>();
  const add = (name: string, value: string) => {
    const values = known.get(name) ?? new Set();
    known.set(name, values.add(value));
  };
  for (const { labels } of alerts) for (const [name, value] of Object.entries(labels)) add(name, value);
  for (const { host, labels } of targets) {
    add('host', host);
    for (const [name, value] of Object.entries(labels)) add(name, value);
  }
  return new Map([...known].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => [name, [...values].toSorted()]));
}
