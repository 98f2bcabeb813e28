import { eventKinds, eventSeverities, groupOfKind } from '#lib/derive/event-groups.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import type { EventPages } from '../events/event-pages.ts';
import type { LastDayLine } from '../events/last-day.ts';
import { styleNow } from './samples.ts';

const minute = 60_000;
const gib = 1_024 ** 3;
/** Markup, a character that turns text round, one that cannot be seen, and no place to break. */
const hostile = `</td><b onclick="x()">\u202egnp.exe\u200b${'-very-long-name-without-a-space'.repeat(2)}`;

const details: Readonly<Record<string, ApiEvent['detail']>> = {
  power: { eventId: 18_502, channel: 'Microsoft-Windows-Hyper-V-Worker-Admin', expected: 'unknown', by: 'host' },
  migration: { source: 'job', job: 'j1', destination: 'HV02', blackoutSeconds: 0.42 },
  disk: {
    controller: 'scsi',
    location: 1,
    path: 'C:\\ClusterStorage\\Volume1\\web-1\\data.vhdx',
    fromBytes: 64 * gib,
    toBytes: 80 * gib,
  },
  log: { channel: 'Microsoft-Windows-Hyper-V-VMMS-Admin', lastRecordId: 4_711, lastAt: styleNow - 300 * minute, missed: 12 },
};

const sample = (id: number, parts: Partial<ApiEvent>): ApiEvent => {
  const at = styleNow - id * 70 * minute;
  return {
    id,
    host: id % 3 === 0 ? 'hv02' : 'hv01',
    collector: 'power',
    vmId: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    vm: `web-${id}`,
    vmKnown: true,
    kind: 'started',
    severity: 'info',
    at,
    seenAt: at + 4_000,
    detail: {},
    ...parts,
  };
};

/** Every kind, each severity in turn, over two days. */
export const everyKind: readonly ApiEvent[] = eventKinds.map((kind, index) => {
  const group = groupOfKind[kind];
  return sample(index + 1, {
    kind,
    collector: group === 'log' ? 'power' : group,
    severity: eventSeverities[index % eventSeverities.length] ?? 'info',
    detail: details[group] ?? {},
    ...(group === 'log' ? { vmId: null, vm: null, vmKnown: false } : {}),
  });
});

/** Text that guests choose, a VM that is gone, words of another version, a host whose clock is ahead, and an event that came late. */
export const oddEvents: readonly ApiEvent[] = [
  sample(51, {
    vm: hostile,
    kind: 'guest-crashed',
    severity: 'critical',
    at: styleNow + 30 * minute,
    seenAt: styleNow,
    detail: { eventId: 18_590, codes: ['0xDEAD', hostile], linuxPanic: true, reason: hostile, [hostile.slice(0, 60)]: true },
  }),
  sample(52, { vm: '', vmKnown: false, kind: 'deleted', at: styleNow - 2 * minute }),
  sample(53, {
    host: 'hv-with-a-name-that-is-much-longer-than-its-column.example.internal',
    kind: 'of-another-version',
    severity: 'of-another-version',
    at: styleNow - 1_500 * minute,
    seenAt: styleNow,
  }),
];

/** The lines of the overview, with gaps among them. */
export const lastDayLines: readonly LastDayLine[] = [
  { event: sample(61, { kind: 'guest-crashed', severity: 'critical', at: styleNow - 9 * minute, detail: { eventId: 18_590 } }) },
  { gaps: 3, isMore: false, at: styleNow - 40 * minute, hosts: ['hv01', 'hv02'] },
  { event: sample(62, { kind: 'migration-finished', at: styleNow - 90 * minute, detail: details.migration ?? {} }) },
];

/** Pages to which something has arrived while somebody reads. */
export const heldPages: EventPages = {
  of: '',
  shown: everyKind.slice(0, 2),
  held: [oddEvents[1], everyKind[2], everyKind[3]].filter((event) => event !== undefined),
  fresh: new Set(),
  next: null,
  takenTo: 70,
  isTorn: false,
};
