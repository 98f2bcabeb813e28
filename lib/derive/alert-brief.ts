import type { Alert, HeldBack } from '../model/alert.ts';
import type { ApiAlertName, ApiAlertSite } from '../model/api/alert-brief.ts';

export const alertSeverities = ['critical', 'warning', 'info'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** Where an alert's subject is now, as far as it is known. */
export interface AlertPlace {
  readonly host?: string | undefined;
  readonly site?: string | undefined;
}

/** Longer texts are cut: they go to every wall again and again. */
const longestSummary = 160;
const longestName = 64;

/** What is no severity of ours counts as the least of them. Pure. */
export function severityOf({ severity }: Pick<Alert, 'severity'>): AlertSeverity {
  return alertSeverities.find((known) => known === severity) ?? 'info';
}

/**
 * Why an alert that fires waits for nobody; undefined where it waits. An acknowledgement counts at once, also before the engine has seen
 * it. Pure.
 * @param acknowledged fingerprints
 */
export function heldReason(
  { fingerprint, held }: Pick<Alert, 'fingerprint' | 'held'>,
  acknowledged: { has(fingerprint: string): boolean },
): HeldBack['reason'] | undefined {
  return acknowledged.has(fingerprint) ? 'acknowledged' : held?.reason;
}

/** The alerts that fire, by site: those that wait in numbers and the first of them by name, those that are held back in numbers. Pure. */
export function briefAlerts(
  alerts: Iterable<Alert>,
  acknowledged: { has(fingerprint: string): boolean },
  placeOf: (alert: Alert) => AlertPlace,
): readonly ApiAlertSite[] {
  const sites = new Map<string, ApiAlertSite>();
  for (const alert of alerts) {
    if (alert.status !== 'firing') continue;
    const place = placeOf(alert);
    const everywhere = place.host === undefined;
    const site = place.site ?? null;
    const key = siteKey({ everywhere, site });
    sites.set(key, add(sites.get(key) ?? emptySite(site, everywhere), alert, heldReason(alert, acknowledged), place));
  }
  return [...sites.values()];
}

/** Names the entry of a site. Pure. */
export function siteKey({ site, everywhere }: Pick<ApiAlertSite, 'site' | 'everywhere'>): string {
  return everywhere ? 'everywhere' : site === null ? 'none' : `site ${site}`;
}

/** An entry in which nothing fires. Pure. */
export function emptySite(site: string | null, everywhere: boolean): ApiAlertSite {
  return {
    site,
    everywhere,
    waiting: { critical: 0, warning: 0, info: 0 },
    held: { acknowledged: 0, silenced: 0, maintenance: 0, inhibited: 0 },
    first: null,
    newestCriticalAt: null,
  };
}

function add(entry: ApiAlertSite, alert: Alert, held: HeldBack['reason'] | undefined, place: AlertPlace): ApiAlertSite {
  if (held !== undefined) return { ...entry, held: { ...entry.held, [held]: entry.held[held] + 1 } };
  const severity = severityOf(alert);
  const name = toName(alert, severity, place);
  return {
    ...entry,
    waiting: { ...entry.waiting, [severity]: entry.waiting[severity] + 1 },
    first: firstOf(entry.first, name),
    newestCriticalAt: severity === 'critical' ? latest(entry.newestCriticalAt, name.firingAt) : entry.newestCriticalAt,
  };
}

function toName({ labels, summary, rule, firingAt, activeAt }: Alert, severity: AlertSeverity, place: AlertPlace): ApiAlertName {
  const vm = labels.vm ?? labels.vm_id;
  return {
    severity,
    summary: cut(summary === '' ? rule : summary, longestSummary),
    vm: vm === undefined ? null : cut(vm, longestName),
    host: place.host === undefined ? null : cut(place.host, longestName),
    firingAt: firingAt ?? activeAt,
  };
}

/** By whole characters: half of one would be shown as a fault of the text. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${[...text.slice(0, most)].slice(0, -1).join('')}…`;
}

function firstOf(a: ApiAlertName | null, b: ApiAlertName | null): ApiAlertName | null {
  if (a === null || b === null) return a ?? b;
  const rank = ({ severity }: ApiAlertName) => alertSeverities.indexOf(severity);
  const order = rank(a) - rank(b) || a.firingAt - b.firingAt || (a.summary < b.summary ? -1 : Number(a.summary > b.summary));
  return order <= 0 ? a : b;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** All that fires at the sites of one screen, added up. */
export type AlertSum = Omit<ApiAlertSite, 'site' | 'everywhere'> & {
  /** How many wait, and how many are held back. */
  readonly waits: number;
  readonly heldBack: number;
};

/** The sum over all sites, or over one site and what concerns every site. Pure. */
export function sumAlerts(sites: Iterable<ApiAlertSite>, site: string | null): AlertSum {
  let sum = emptySite(null, false);
  for (const one of sites) {
    if (site !== null && !one.everywhere && one.site !== site) continue;
    sum = {
      ...sum,
      waiting: addUp(sum.waiting, one.waiting),
      held: addUp(sum.held, one.held),
      first: firstOf(sum.first, one.first),
      newestCriticalAt: latest(sum.newestCriticalAt, one.newestCriticalAt),
    };
  }
  const { waiting, held, first, newestCriticalAt } = sum;
  const total = (numbers: Readonly<Record<string, number>>) => Object.values(numbers).reduce((all, one) => all + one, 0);
  return { waiting, held, first, newestCriticalAt, waits: total(waiting), heldBack: total(held) };
}

function addUp<Name extends string>(a: Readonly<Record<Name, number>>, b: Readonly<Record<Name, number>>): Record<Name, number> {
  const names = Object.keys(a) as Name[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Record<Name, number>;
}
