import type { FleetEventSeverity, fleetEventKinds } from '#lib/model/fleet-event.ts';
import type { EventChannel } from '#lib/model/host-event.ts';

type PowerKind = (typeof fleetEventKinds.power)[number];

/** What one number of a log means. Rows are those of hyperv-facts.md 5.2, which names the sources. */
export interface PowerEventMeaning {
  readonly kind: PowerKind;
  readonly severity: FleetEventSeverity;
  /** Whether someone meant it. `unknown`: done on the host past the guest, by somebody or something. A drained node may say more one day. */
  readonly expected: 'yes' | 'no' | 'unknown';
  readonly by: 'host' | 'guest' | 'service' | 'nobody';
  /** V: a public primary source or a capture. S: secondary sources only. X: sources contradict one another. S and X are unverified. */
  readonly mark: 'V' | 'S' | 'X';
  /** English, for the docs page. */
  readonly text: string;
}

type Row = readonly [
  id: number,
  kind: PowerKind,
  severity: FleetEventSeverity,
  expected: PowerEventMeaning['expected'],
  by: PowerEventMeaning['by'],
  mark: PowerEventMeaning['mark'],
  text: string,
];

const worker: readonly Row[] = [
  [18500, 'started', 'info', 'yes', 'host', 'V', 'started'],
  [18502, 'turned-off', 'warning', 'unknown', 'host', 'V', 'turned off, without its guest being asked'],
  [18504, 'shut-down-by-service', 'info', 'yes', 'service', 'V', 'shut down through the shutdown service'],
  [18506, 'shut-down-by-service', 'info', 'yes', 'service', 'S', 'shut down, another form'],
  [18508, 'shut-down-by-guest', 'info', 'yes', 'guest', 'V', 'shut down by its guest'],
  [18510, 'saved', 'info', 'yes', 'host', 'S', 'saved'],
  [18512, 'reset-by-host', 'warning', 'unknown', 'host', 'V', 'reset from the host'],
  [18514, 'reset-by-guest', 'info', 'yes', 'guest', 'V', 'reset by its guest'],
  [18515, 'reset-by-guest', 'info', 'yes', 'guest', 'V', 'stopped for a reset that its guest began'],
  [18516, 'paused', 'info', 'yes', 'host', 'S', 'paused'],
  [18518, 'resumed', 'info', 'yes', 'host', 'S', 'resumed'],
  [18524, 'paused-critical', 'critical', 'no', 'nobody', 'S', 'paused after a critical error'],
  [18528, 'stopped-critical', 'critical', 'no', 'nobody', 'V', 'turned off, it could not recover from a critical error'],
  [18539, 'triple-fault', 'critical', 'no', 'guest', 'V', 'triple fault'],
  [18540, 'triple-fault', 'critical', 'no', 'guest', 'V', 'triple fault, a feature that is not supported'],
  [18550, 'triple-fault', 'critical', 'no', 'guest', 'V', 'triple fault, an invalid register'],
  [18560, 'triple-fault', 'critical', 'no', 'guest', 'V', 'triple fault, an exception beyond recovery'],
  [18590, 'guest-crashed', 'critical', 'no', 'guest', 'V', 'the guest reported that it has crashed, with its codes'],
  [18592, 'restored', 'info', 'yes', 'host', 'S', 'restored, the fast way'],
  [18594, 'saved', 'info', 'yes', 'host', 'S', 'saved, the fast way'],
  [18596, 'restored', 'info', 'yes', 'host', 'S', 'restored'],
  [18603, 'boot-failed', 'warning', 'no', 'nobody', 'V', 'no boot device could be started'],
  [18604, 'boot-failed', 'warning', 'no', 'nobody', 'X', 'boot failed at Secure Boot; one source has another meaning'],
  [18605, 'boot-failed', 'warning', 'no', 'nobody', 'V', 'it has no boot device'],
  [18608, 'hibernated', 'info', 'yes', 'guest', 'V', 'hibernated by its guest'],
  [18610, 'stopped-critical', 'critical', 'no', 'nobody', 'S', 'its compatibility layer failed'],
  [18620, 'start-failed', 'critical', 'no', 'nobody', 'V', 'its lowest trust level could not be started'],
];

const management: readonly Row[] = [
  [13002, 'created', 'info', 'yes', 'host', 'V', 'created'],
  [13003, 'deleted', 'info', 'yes', 'host', 'V', 'deleted'],
  [14070, 'worker-died', 'critical', 'no', 'nobody', 'V', 'its worker process ended unexpectedly'],
  [15130, 'start-failed', 'critical', 'no', 'nobody', 'S', 'failed to start'],
  [18302, 'created', 'info', 'yes', 'host', 'S', 'imported'],
  [18304, 'created', 'info', 'yes', 'host', 'V', 'created or imported'],
];

/** Numbers with a known meaning that say nothing of power: migrations, checkpoints, disks, replication, integration services, boots. */
const ofNoInterest: Readonly<Record<string, readonly number[]>> = {
  worker: [18526, 18600, 18601, 18602, 18606, 18609, 18617, 22507, 22508, 22509, 23012, 23014, 4010, 4096, 12240],
  management: [
    [18303, 18012, 18014, 19070, 19080, 19090, 19100, 15268, 16300, 3216, 3280, 10103, 10107, 10150, 29174],
    [
      20413, 20414, 20415, 20417, 20418, 21024, 21026, 21111, 21125, 22040, 19050, 19060, 32022, 32032, 32056, 32315, 32546,
      33680,
    ],
  ].flat(),
};

const toMeanings = (rows: readonly Row[]): ReadonlyMap<number, PowerEventMeaning> =>
  new Map(rows.map(([id, kind, severity, expected, by, mark, text]) => [id, { kind, severity, expected, by, mark, text }]));

/** A channel that tells of power. */
export interface PowerChannel {
  readonly channel: EventChannel;
  readonly meanings: ReadonlyMap<number, PowerEventMeaning>;
  /** Known, and left alone. */
  readonly ignored: readonly number[];
}

/** What is read, and what it means. */
export const powerChannels: readonly PowerChannel[] = [
  { channel: 'Microsoft-Windows-Hyper-V-Worker-Admin', meanings: toMeanings(worker), ignored: ofNoInterest.worker ?? [] },
  { channel: 'Microsoft-Windows-Hyper-V-VMMS-Admin', meanings: toMeanings(management), ignored: ofNoInterest.management ?? [] },
];

/** The meaning of an event's number in its channel. */
export function meaningOf(channel: EventChannel, eventId: number): PowerEventMeaning | undefined {
  return powerChannels.find((one) => one.channel === channel)?.meanings.get(eventId);
}
