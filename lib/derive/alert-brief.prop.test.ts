import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../model/alert.ts';
import { apiAlertSite } from '../model/api/alert-brief.ts';
import { alertSeverities, briefAlerts, heldReason, severityOf, sumAlerts } from './alert-brief.ts';

const alertWith = (parts: Partial<Alert>): Alert => ({
  fingerprint: 'a',
  rule: 'HvitalsHeartbeatLost',
  status: 'firing',
  severity: 'critical',
  labels: { vm: 'web-1', vm_id: 'x' },
  placed: {},
  held: undefined,
  summary: 'Heartbeat lost: web-1',
  description: '',
  value: 1,
  activeAt: 1_000,
  firingAt: 2_000,
  ...parts,
});

const anyAlert = fc
  .record({
    fingerprint: fc.uuid(),
    status: fc.constantFrom('firing' as const, 'pending' as const),
    severity: fc.constantFrom('critical', 'warning', 'info', 'none'),
    held: fc.option(
      fc.constantFrom({ reason: 'silenced' as const, silences: ['s'] }, { reason: 'inhibited' as const, host: 'hv01' }),
      { nil: undefined },
    ),
    labels: fc.constantFrom<Record<string, string>>({}, { host: 'hv01' }, { host: 'hv02' }, { host: 'hv03' }),
    firingAt: fc.integer({ min: 1, max: 9 }),
    summary: fc.string({ unit: 'binary', maxLength: 300 }),
  })
  .map(alertWith);
const sites: Readonly<Record<string, string>> = { hv01: 'oslo', hv02: 'bergen' };
const placeOf = ({ labels: { host } }: Alert) => (host === undefined ? {} : { host, site: sites[host] });
const fleet = fc.array(anyAlert, { maxLength: 30 });

test('every alert that fires is counted once, as waiting or as held back', () => {
  fc.assert(
    fc.property(fleet, fc.integer({ min: 0, max: 5 }), (alerts, many) => {
      const acked = new Set(alerts.slice(0, many).map(({ fingerprint }) => fingerprint));
      const brief = briefAlerts(alerts, acked, placeOf);
      expect(brief.map((site) => apiAlertSite.parse(site))).toEqual(brief);
      const sum = sumAlerts(brief, null);
      const firing = alerts.filter(({ status }) => status === 'firing');
      const waiting = firing.filter((alert) => heldReason(alert, acked) === undefined);
      expect([sum.waits, sum.heldBack]).toEqual([waiting.length, firing.length - waiting.length]);
      for (const severity of alertSeverities) {
        expect(sum.waiting[severity]).toBe(waiting.filter((alert) => severityOf(alert) === severity).length);
      }
    }),
  );
});

test('the one that is named is of the gravest severity that waits, and none of that is older', () => {
  fc.assert(
    fc.property(fleet, (alerts) => {
      const sum = sumAlerts(briefAlerts(alerts, new Set(), placeOf), null);
      const waiting = alerts.filter(({ status, held }) => status === 'firing' && held === undefined);
      const gravest = alertSeverities.find((severity) => waiting.some((alert) => severityOf(alert) === severity));
      expect(sum.first?.severity).toBe(gravest);
      const rivals = waiting.filter((alert) => severityOf(alert) === gravest).map(({ firingAt }) => firingAt ?? 0);
      if (sum.first !== null) expect(sum.first.firingAt).toBe(Math.min(...rivals));
    }),
  );
});

test('one site hears of itself and of what concerns every site, and of no other', () => {
  const alerts = [
    alertWith({ fingerprint: 'a', labels: { host: 'hv01' } }),
    alertWith({ fingerprint: 'b', labels: { host: 'hv02' } }),
    alertWith({ fingerprint: 'c', labels: { host: 'hv03' } }),
    alertWith({ fingerprint: 'd', labels: {} }),
  ];
  const brief = briefAlerts(alerts, new Set(), placeOf);
  expect([sumAlerts(brief, null).waits, sumAlerts(brief, 'oslo').waits, sumAlerts(brief, 'nowhere').waits]).toEqual([4, 2, 1]);
});

test('an acknowledgement counts before the engine has seen it', () => {
  const brief = briefAlerts([alertWith({})], new Set(['a']), placeOf);
  expect(sumAlerts(brief, null)).toMatchObject({ waits: 0, held: { acknowledged: 1 }, first: null, newestCriticalAt: null });
});

test('a long text of a guest is cut, and not through a character', () => {
  const [site] = briefAlerts([alertWith({ summary: '😀'.repeat(200) })], new Set(), placeOf);
  const summary = site?.first?.summary ?? '';
  expect(summary.length).toBeLessThanOrEqual(161);
  expect(summary.isWellFormed()).toBe(true);
});
