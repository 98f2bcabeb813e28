import type { ApiAlert, ApiAlertGroup } from '#lib/model/api/alerts.ts';

/** What the page of alerts leaves out, as it stands in the URL. */
export interface AlertsWanted {
  readonly show: 'all' | 'unacknowledged';
  /** In lower case or not: it is compared without case. */
  readonly text: string;
}

const longestText = 200;

/** A URL's query as what the page shows. What makes no sense is as if it were not there. Pure. */
export function parseAlertsUrl(params: URLSearchParams): AlertsWanted {
  return {
    show: params.get('show') === 'unacknowledged' ? 'unacknowledged' : 'all',
    text: (params.get('q') ?? '').slice(0, longestText),
  };
}

/** The address of the page. Pure. */
export function toAlertsHref({ show, text }: AlertsWanted): string {
  const params = new URLSearchParams();
  if (show !== 'all') params.set('show', show);
  if (text !== '') params.set('q', text);
  return params.size === 0 ? '/alerts' : `/alerts?${params}`;
}

/** The groups with the alerts that are wanted; a group without one goes. Pure. */
export function filterGroups(groups: readonly ApiAlertGroup[], wanted: AlertsWanted): readonly ApiAlertGroup[] {
  const text = wanted.text.trim().toLowerCase();
  if (text === '' && wanted.show === 'all') return groups;
  return groups.flatMap((group) => {
    const alerts = group.alerts.filter((alert) => isWanted(alert, group.rule, wanted.show, text));
    return alerts.length === 0 ? [] : [{ ...group, alerts }];
  });
}

function isWanted(
  { standing, summary, labels, host }: ApiAlert,
  rule: string,
  show: AlertsWanted['show'],
  text: string,
): boolean {
  if (show === 'unacknowledged' && standing.ack !== null) return false;
  const words = [rule, summary, host ?? '', ...Object.values(labels)];
  return text === '' || words.some((word) => word.toLowerCase().includes(text));
}
