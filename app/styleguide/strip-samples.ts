import type { ApiEvent } from '#lib/model/api/events.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import type { ApiVmPower } from '#lib/model/api/vm-power.ts';
import { fresh, stale, styleNow } from './samples.ts';

const hour = 3_600_000;
const vmId = '00000000-0000-4000-8000-000000000001';
const ago = (hours: number) => styleNow - hours * hour;

type Told = readonly [
  hoursAgo: number,
  kind: string,
  host: string,
  expected: 'yes' | 'no' | 'unknown',
  more?: ApiEvent['detail'],
];

const severityOf: Readonly<Record<string, string>> = {
  'turned-off': 'warning',
  'reset-by-host': 'warning',
  'guest-crashed': 'critical',
  'triple-fault': 'critical',
  'worker-died': 'critical',
  'paused-critical': 'critical',
  'boot-failed': 'warning',
};

const toEvent = ([hoursAgo, kind, host, expected, more]: Told, index: number): ApiEvent => ({
  id: 100 + index,
  host,
  collector: 'power',
  vmId,
  vm: 'web-1',
  vmKnown: true,
  kind,
  severity: severityOf[kind] ?? 'info',
  at: ago(hoursAgo),
  seenAt: ago(hoursAgo) + 9_000,
  detail: { expected, ...more },
});

const move = (n: number, hoursAgo: number, parts: Partial<ApiMigration>): ApiMigration => ({
  id: `s${n}`,
  vmId,
  name: 'web-1',
  kind: 'live',
  result: 'finished',
  network: 'unknown',
  at: ago(hoursAgo),
  finishedAt: ago(hoursAgo),
  evidence: [n],
  ...parts,
});

const quiet: ApiVmPower = {
  revision: 1,
  range: '24h',
  events: [],
  migrations: [],
  gaps: [],
  knownFrom: ago(400),
  completeFrom: null,
  present: {
    host: 'hv01',
    hereSince: ago(400),
    state: 'running',
    since: ago(300),
    provenSince: ago(300),
    changedAt: ago(30),
    freshness: fresh,
    watched: true,
  },
};

const happened: readonly Told[] = [
  [23, 'shut-down-by-service', 'hv01', 'yes', { eventId: 18_504 }],
  [22, 'started', 'hv01', 'yes', { eventId: 18_500 }],
  [19, 'paused', 'hv01', 'yes', { eventId: 18_516 }],
  [18, 'resumed', 'hv01', 'yes', { eventId: 18_518 }],
  [14.5, 'saved', 'hv02', 'yes', { eventId: 18_510 }],
  [13, 'restored', 'hv02', 'yes', { eventId: 18_596 }],
  [10, 'guest-crashed', 'hv02', 'no', { eventId: 18_590, codes: ['0x0', '0x8100000606570000'], linuxPanic: true }],
  [9.95, 'turned-off', 'hv02', 'unknown', { eventId: 18_502 }],
  [8.6, 'boot-failed', 'hv02', 'no', { eventId: 18_603 }],
  [8.7, 'started', 'hv02', 'yes', { eventId: 18_500 }],
  [7.9, 'reset-by-host', 'hv02', 'unknown', { eventId: 18_512 }],
  [2.4, 'turned-off', 'hv03', 'unknown', { eventId: 18_502 }],
  [1.2, 'started', 'hv03', 'yes', { eventId: 18_500 }],
];

/** Every state and every mark, two marks at one place, and a log that lost records. */
const eventful: ApiVmPower = {
  ...quiet,
  events: happened.map((told, index) => toEvent(told, index)),
  migrations: [
    move(1, 16.5, { fromHost: 'hv01', toHost: 'hv02', startedAt: ago(16.7), blackoutSeconds: 0.42 }),
    move(2, 11.6, { result: 'failed', fromHost: 'hv02', toHost: 'hv01', reason: 'No credentials (0x8009030E).' }),
    move(3, 3.2, { kind: 'failover', fromHost: 'hv02', toHost: 'hv03' }),
    move(4, 0.3, { result: 'running', fromHost: 'hv03', toHost: 'hv01', startedAt: ago(0.3) }),
  ],
  gaps: [{ host: 'hv02', from: ago(6.5), to: ago(4.4) }],
  present: { ...quiet.present, host: 'hv03', hereSince: ago(3.1), since: ago(1.2), provenSince: ago(1.2), changedAt: ago(1) },
};

/** Each with the name of what it shows. */
export const strips = {
  eventful,
  quiet,
  /** hvitals has begun to watch ten hours ago, and the host is out of reach by now. */
  halfKnown: {
    ...quiet,
    knownFrom: null,
    events: [toEvent([6, 'turned-off', 'hv01', 'unknown'], 90)],
    present: {
      ...quiet.present,
      provenSince: ago(5),
      since: null,
      state: 'off',
      freshness: { ...stale, readAt: ago(2) },
      watched: false,
    },
  },
} as const satisfies Readonly<Record<string, ApiVmPower>>;
