import { emptySite } from '#lib/derive/alert-brief.ts';
import { handoverAlerts } from '#lib/derive/handover.ts';
import type { ApiAlertSite } from '#lib/model/api/alert-brief.ts';
import type { ApiHandover } from '#lib/model/api/handover.ts';
import type { ApiAlertInterval, ApiStandingAlert } from '#lib/model/api/subject-alerts.ts';
import type { ChartAlerts } from '../_components/charts/chart-alerts.client.tsx';
import { styleNow } from './samples.ts';

const hour = 3_600_000;
const ago = (hours: number) => styleNow - hours * hour;
const vm = (name: string) => ({ vm: name, vm_id: `a1600000-0000-4000-8000-00000000000${name.length}` });

/** What fires at two sites, with a name that a guest chose. */
export const wallSites: readonly ApiAlertSite[] = [
  {
    ...emptySite('oslo', false),
    waiting: { critical: 2, warning: 11, info: 0 },
    held: { acknowledged: 3, silenced: 1, maintenance: 0, inhibited: 24 },
    first: { severity: 'critical', summary: 'Heartbeat lost: web-1', vm: 'web-1', host: 'hv03', firingAt: ago(1.2) },
    newestCriticalAt: ago(0.5),
  },
  {
    ...emptySite('bergen', false),
    waiting: { critical: 0, warning: 1, info: 2 },
    first: { severity: 'warning', summary: 'Data that misleads: \u202eevil\u0007', vm: 'evil', host: 'hv11', firingAt: ago(30) },
  },
];

const alert = (fingerprint: string, parts: Partial<ApiStandingAlert>): ApiStandingAlert => ({
  fingerprint,
  rule: 'HvitalsHeartbeatLost',
  severity: 'critical',
  status: 'firing',
  summary: 'Heartbeat lost: web-1',
  description: '',
  labels: vm('web-1'),
  value: 1,
  activeAt: ago(1.3),
  firingAt: ago(1.2),
  ack: null,
  held: null,
  ...parts,
});

/** One alert in each state. */
export const standing: readonly ApiStandingAlert[] = [
  alert('waits', {}),
  alert('acked', {
    rule: 'HvitalsKvpDaemonMissing',
    severity: 'warning',
    summary: 'KVP daemon missing: web-1',
    firingAt: ago(9),
    held: 'acknowledged',
    ack: { by: 'Ann', note: 'The package comes with the next window.', at: ago(2) },
  }),
  alert('silenced', { rule: 'HvitalsClockOffsetHigh', severity: 'warning', summary: 'Clock is off: web-1', held: 'silenced' }),
  alert('maintained', {
    rule: 'HvitalsVssDaemonMissing',
    severity: 'info',
    summary: 'VSS daemon missing: web-1',
    held: 'maintenance',
  }),
  alert('pending', {
    rule: 'HvitalsBeaconStale',
    severity: 'info',
    summary: 'Beacon stands still: web-1',
    status: 'pending',
    firingAt: null,
  }),
];

const interval = (fingerprint: string, parts: Partial<ApiAlertInterval>): ApiAlertInterval => ({
  fingerprint,
  rule: 'HvitalsHeartbeatLost',
  severity: 'critical',
  from: ago(3),
  to: null,
  end: 'open',
  marks: [],
  ...parts,
});

/** Every kind of band: open, ended, begun before, ended nobody knows when, each severity; an acknowledgement and a silence. */
export const chartAlerts: ChartAlerts = {
  intervals: [
    interval('before', { rule: 'HvitalsBeaconStale', severity: 'info', from: null, to: ago(21), end: 'resolved' }),
    interval('ended', { rule: 'HvitalsClockOffsetHigh', severity: 'warning', from: ago(18), to: ago(13), end: 'resolved' }),
    interval('lost', { rule: 'HvitalsKvpHostile', severity: 'info', from: ago(10), end: 'unknown' }),
    interval('short', { from: ago(8), to: ago(7.2), end: 'resolved' }),
    interval('open', { marks: [{ kind: 'acknowledged', at: ago(1.5), by: 'Ann', note: 'I look at it' }] }),
  ],
  silences: [{ id: 's1', from: ago(16), to: ago(12), by: 'Bob', comment: 'patch night' }],
  completeFrom: null,
};

const turn = (
  id: number,
  hoursAgo: number,
  kind: string,
  of: ApiStandingAlert | undefined,
  detail: Record<string, unknown> = {},
) => ({
  id,
  at: ago(hoursAgo),
  kind,
  fingerprint: of?.fingerprint ?? '',
  rule: of?.rule ?? '',
  severity: of?.severity ?? '',
  labels: of?.labels ?? {},
  detail,
});
const passed = (name: string) =>
  alert(`passed ${name}`, { rule: 'HvitalsTurnedOffDirty', severity: 'warning', labels: vm(name) });
const silence = { by: 'Bob', comment: 'patch night', matchers: [{ name: 'host', op: '=~', value: 'hv0[12]' }] };

/** A shift with something in each section. */
export const handover: ApiHandover = {
  revision: 1,
  hours: 12,
  from: ago(12),
  to: styleNow,
  ...handoverAlerts({
    span: { from: ago(12), to: styleNow },
    standing,
    turns: [
      turn(1, 9, 'firing', standing[1]),
      turn(2, 2, 'acknowledged', standing[1], { by: 'Ann', note: 'The package comes with the next window.' }),
      turn(3, 1.2, 'firing', standing[0]),
      turn(4, 6, 'firing', passed('db-7')),
      turn(5, 5.5, 'resolved', passed('db-7')),
      turn(6, 4, 'firing', passed('db-7')),
      turn(7, 3.9, 'resolved', passed('db-7')),
      turn(8, 8, 'resolved', passed('mail-2')),
      turn(9, 11, 'silenced', undefined, silence),
    ],
  }),
  power: [
    { kind: 'guest-crashed', severity: 'critical', count: 1 },
    { kind: 'turned-off', severity: 'warning', count: 2 },
    { kind: 'started', severity: 'info', count: 12 },
  ],
  migrations: { finished: 4, failed: 1, running: 0 },
  completeFrom: null,
};
