import { expect, test } from 'vitest';
import type { ApiAlert, ApiAlerts } from '#lib/model/api/alerts.ts';
import { withAck } from './with-ack.ts';

const untouched = { ack: null, silence: null, window: null, drainedHost: null, inhibitedBy: null };
const alert = (fingerprint: string): ApiAlert => ({
  fingerprint,
  status: 'firing',
  summary: fingerprint,
  description: '',
  labels: {},
  host: null,
  standing: untouched,
  value: 1,
  activeAt: 1,
  firingAt: 1,
});
const group = { rule: 'R', severity: 'critical' as const, firing: 3, pending: 0, acknowledged: 1, held: 0, since: 1 };
const alerts: ApiAlerts = { revision: 1, groups: [{ ...group, alerts: [alert('a'), alert('b')] }] };
const ack = { by: 'Ann', note: '', at: 5 };

test('acknowledged alerts are counted once, however often, and undone to what was there', () => {
  const once = withAck(alerts, ['a', 'elsewhere'], ack);
  expect(once.groups[0]).toMatchObject({ acknowledged: 2, alerts: [{ standing: { ack } }, { standing: { ack: null } }] });
  expect(withAck(once, ['a'], { ...ack, by: 'Bob' }).groups[0]?.acknowledged).toBe(2);
  expect(withAck(once, ['a'], null)).toEqual(alerts);
  expect(withAck(alerts, ['elsewhere'], ack)).toEqual(alerts);
});
