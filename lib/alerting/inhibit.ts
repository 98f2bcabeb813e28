import type { Labels } from './matcher.ts';
import type { AlertState } from './step.ts';

/** The rule whose alert says that nothing is known of a host. public/prometheus/alertmanager.inhibit.yml says the same to Alertmanager. */
export const hostUnreachableRule = 'HvitalsHostUnreachable';

/** The alert that only Prometheus makes for each VM of such a host: Alertmanager has nothing else to tell by where a VM is. */
export const vmHostUnreachableRule = 'HvitalsVmHostUnreachable';

/** Hosts of which nothing is known, by their firing alerts. One that is only pending holds nothing back. Pure. */
export function unreachableHosts(alerts: Iterable<Pick<AlertState, 'rule' | 'labels' | 'firingAt'>>): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { rule, labels, firingAt } of alerts) {
    if (rule === hostUnreachableRule && firingAt !== null && labels.host !== undefined) hosts.add(labels.host);
  }
  return hosts;
}

/**
 * The host whose silence holds this alert back, or undefined. `placed` are its labels with those of its place (`placedLabels`): a VM whose
 * host is out of reach says nothing, wherever it was before. The alert about the host itself is never held back. Pure.
 */
export function inhibitedBy(
  alert: Pick<AlertState, 'rule'>,
  placed: Labels,
  unreachable: ReadonlySet<string>,
): string | undefined {
  const { host } = placed;
  return alert.rule !== hostUnreachableRule && host !== undefined && unreachable.has(host) ? host : undefined;
}
