import { expect, test } from 'vitest';
import type { ApiAlert, ApiAlertGroup } from '#lib/model/api/alerts.ts';
import { filterGroups, parseAlertsUrl, toAlertsHref } from './search-params.ts';

test.each(['/alerts', '/alerts?show=unacknowledged', '/alerts?q=web+1%22', '/alerts?show=unacknowledged&q=x'])(
  '%s is read and written the same',
  (href) => expect(toAlertsHref(parseAlertsUrl(new URL(href, 'http://x').searchParams))).toBe(href),
);

test('what makes no sense is as if it were not there', () => {
  expect(parseAlertsUrl(new URLSearchParams('show=some'))).toEqual({ show: 'all', text: '' });
});

const untouched = { ack: null, silence: null, window: null, drainedHost: null, inhibitedBy: null };
const alert = (fingerprint: string, parts: Partial<ApiAlert> = {}): ApiAlert => ({
  fingerprint,
  status: 'firing',
  summary: `${fingerprint} is silent`,
  description: '',
  labels: { vm: fingerprint },
  host: null,
  standing: untouched,
  value: 1,
  activeAt: 1,
  firingAt: 1,
  ...parts,
});
const group = (rule: string, ...alerts: ApiAlert[]): ApiAlertGroup => ({
  rule,
  severity: 'critical',
  firing: alerts.length,
  pending: 0,
  acknowledged: 0,
  held: 0,
  since: 1,
  alerts,
});
const groups = [
  group('Lost', alert('web-1'), alert('WEB-2', { standing: { ...untouched, ack: { by: 'Ann', note: '', at: 1 } } })),
  group('Other', alert('db-1', { host: 'hv07' })),
];
const found = (show: 'all' | 'unacknowledged', text: string) =>
  filterGroups(groups, { show, text }).map(({ rule, alerts }) => [rule, ...alerts.map(({ fingerprint }) => fingerprint)]);

test.each([
  [
    'all',
    '',
    [
      ['Lost', 'web-1', 'WEB-2'],
      ['Other', 'db-1'],
    ],
  ],
  [
    'unacknowledged',
    '',
    [
      ['Lost', 'web-1'],
      ['Other', 'db-1'],
    ],
  ],
  ['all', ' Web-2', [['Lost', 'WEB-2']]],
  ['all', 'other', [['Other', 'db-1']]],
  ['all', 'HV07', [['Other', 'db-1']]],
  ['unacknowledged', 'web-2', []],
] as const)('%s with %j leaves what it names', (show, text, wanted) => expect(found(show, text)).toEqual(wanted));
