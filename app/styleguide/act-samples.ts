import type { ApiAlertEvent } from '#lib/model/api/alert-events.ts';
import type { ApiAlert, ApiAlertGroup, ApiStanding } from '#lib/model/api/alerts.ts';
import type { ApiWindow } from '#lib/model/api/maintenance.ts';
import type { ApiReceiver } from '#lib/model/api/receivers.ts';
import type { ApiHits, ApiSilence } from '#lib/model/api/silences.ts';
import { styleNow } from './samples.ts';

const minute = 60_000;
const untouched: ApiStanding = { ack: null, silence: null, window: null, drainedHost: null, inhibitedBy: null };
const hostile = '<b>web</b>\u202e\u0007';

function sampleAlert(name: string, standing: Partial<ApiStanding>, more: Partial<ApiAlert> = {}): ApiAlert {
  return {
    fingerprint: name,
    status: 'firing',
    summary: `Heartbeat lost: ${name}`,
    description: '',
    labels: { alertname: 'HvitalsHeartbeatLost', vm: name, vm_id: `a1600000-0000-4000-8000-0000000000${name.length}` },
    host: 'hv01',
    standing: { ...untouched, ...standing },
    value: 1,
    activeAt: styleNow - 25 * minute,
    firingAt: styleNow - 24 * minute,
    ...more,
  };
}

/** One alert for everything that can be done about one. */
export const group: ApiAlertGroup = {
  rule: 'HvitalsHeartbeatLost',
  severity: 'critical',
  firing: 6,
  pending: 1,
  acknowledged: 1,
  held: 4,
  since: styleNow - 25 * minute,
  alerts: [
    sampleAlert('untouched', {}),
    sampleAlert('acknowledged', { ack: { by: 'Ann', note: 'Ticket 4711', at: styleNow - 4 * minute } }),
    sampleAlert('silenced', {
      silence: { id: 's', endsAt: styleNow + 90 * minute, createdBy: 'Ann', comment: 'Restore after the storage move' },
    }),
    sampleAlert('in maintenance', { window: { id: 'm', name: 'Patch night', endsAt: styleNow + 30 * minute } }),
    sampleAlert('drained', { drainedHost: 'hv02' }),
    sampleAlert('inhibited', { inhibitedBy: 'hv01' }),
    sampleAlert(hostile, {}, { status: 'pending', firingAt: null }),
  ],
};

const event = (id: number, kind: string, detail: unknown): ApiAlertEvent => ({
  id,
  at: styleNow - id * 7 * minute,
  fingerprint: 'x',
  rule: 'HvitalsHeartbeatLost',
  severity: 'critical',
  kind,
  labels: {},
  detail,
});
export const timeline: readonly ApiAlertEvent[] = [
  event(1, 'resolved', {}),
  event(2, 'silence-ended', { by: 'Bob', comment: 'Restore', endsAt: styleNow }),
  event(3, 'silenced', { by: 'Ann', comment: 'Restore', startsAt: styleNow - 21 * minute, endsAt: styleNow + 90 * minute }),
  event(4, 'unacknowledged', { by: 'Ann' }),
  event(5, 'acknowledged', { by: 'Ann', note: hostile }),
  event(6, 'firing', {}),
  event(7, 'pending', {}),
];

const silence = (id: string, startsIn: number, endsIn: number, hits: number): ApiSilence => ({
  id,
  matchers: [
    { name: 'host', op: '=~', value: 'hv0[1-4]' },
    { name: 'vm', op: '!=', value: hostile },
  ],
  startsAt: styleNow + startsIn * minute,
  endsAt: styleNow + endsIn * minute,
  createdBy: 'Ann',
  comment: 'Firmware of the second rack',
  createdAt: styleNow - 60 * minute,
  hits,
});
export const silences: readonly ApiSilence[] = [
  silence('active', -60, 90, 3),
  silence('pending', 600, 900, 0),
  silence('over', -900, -600, 0),
];

const weekly = { kind: 'weekly' as const, weekdays: [2, 4], start: '22:00', durationMinutes: 240, zone: 'Europe/Oslo' };
const sampleWindow = (name: string, parts: Partial<ApiWindow>): ApiWindow => ({
  id: name,
  name,
  matchers: [{ name: 'site', op: '=', value: 'north' }],
  schedule: weekly,
  createdBy: 'Ann',
  createdAt: styleNow - 600 * minute,
  open: null,
  next: { startsAt: styleNow + 900 * minute, endsAt: styleNow + 1_140 * minute },
  hits: 0,
  ...parts,
});
const past = { startsAt: styleNow - 300 * minute, endsAt: styleNow - 200 * minute };
const open = { startsAt: styleNow - 30 * minute, endsAt: styleNow + 90 * minute };
export const windows: readonly ApiWindow[] = [
  sampleWindow('Patch night', {}),
  sampleWindow('Switch replacement', { schedule: { kind: 'once', ...open }, open, next: null, hits: 2 }),
  sampleWindow('Old work', { schedule: { kind: 'once', ...past }, next: null }),
];

const receiver = (name: string, parts: Partial<ApiReceiver>): ApiReceiver => ({
  name,
  kind: 'webhook',
  pending: 0,
  refused: 0,
  lastSuccessAt: styleNow - 3 * minute,
  lastError: null,
  lastErrorAt: null,
  state: 'ok',
  ...parts,
});
export const receivers: readonly ApiReceiver[] = [
  receiver('alertmanager', { kind: 'alertmanager' }),
  receiver('ops-chat', {
    state: 'failing',
    pending: 4,
    refused: 1,
    lastSuccessAt: styleNow - 95 * minute,
    lastError: 'connect ECONNREFUSED 192.0.2.9:443',
    lastErrorAt: styleNow - minute,
  }),
  receiver('on-call', { kind: 'email', state: 'idle', lastSuccessAt: null }),
];

export const hits: ApiHits = {
  count: 7,
  matchesEverything: true,
  alerts: group.alerts.map(({ fingerprint, status, summary }) => ({
    fingerprint,
    rule: group.rule,
    severity: group.severity,
    status,
    summary,
  })),
};
