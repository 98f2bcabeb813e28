import type { Freshness } from '../../derive/freshness.ts';
import type { VmCollector } from '../../derive/parse-readings.ts';
import type { HostFacts } from '../../derive/host-facts.ts';
import type { VmFacts } from '../../derive/vm-facts.ts';
import { type IntegrationService, integrationServices } from '../../model/integration-service.ts';
import type { BeaconClock, BeaconReading } from '../../model/readings/beacon.ts';
import type { ClockHostReading } from '../../model/readings/clock.ts';
import type { DiskReading } from '../../model/readings/disk.ts';
import type { HeartbeatReading } from '../../model/readings/heartbeat.ts';
import type { IntegrationServiceReading } from '../../model/readings/integration-services.ts';
import type { KvpReading } from '../../model/readings/kvp.ts';
import type { MigrationReading } from '../../model/readings/migration.ts';
import type { DirtyStop, PowerReading } from '../../model/readings/power.ts';
import type { VmReading } from '../../model/readings/vm.ts';
import { parseVmId, type VmId } from '../../model/vm-id.ts';

const vmId = parseVmId('7e570001-0000-4000-8000-000000000001') as VmId;

/** When everything was read, UTC milliseconds. */
export const readAt = Date.UTC(2026, 5, 1, 12);

/** A KVP block without items, as of a daemon that does not answer. */
export const noItems = { intrinsic: [] };

/** `undefined` takes a field away. */
type Changed<Reading> = { readonly [Key in keyof Reading]?: Reading[Key] | undefined };

type PresentBeacon = Extract<BeaconReading, { readonly present: true }>;

type ChangedClock = Changed<Omit<BeaconClock, 'daemons'>> & { readonly daemons?: readonly BeaconClock['daemons'][number][] };

/** Timing of a beacon that has stood still for an hour. */
export const standing = { changedAt: readAt - 3_600_000 };

/**
 * A beacon that writes every 30 seconds, of a guest whose chrony follows servers and is right, with what the case changes.
 * `writtenAt` is the error of the written time in milliseconds.
 */
export function beaconOf(clock: ChangedClock, { writtenAt = 0, ...changed }: Changed<PresentBeacon> = {}): BeaconReading {
  const good: BeaconClock = {
    daemon: 'chrony',
    daemons: ['chrony'],
    source: 'ntp',
    reference: 'ntp.example',
    synchronised: true,
    stratum: 3,
    leap: 0,
    offsetSeconds: 0.0002,
    rootDelaySeconds: 0.02,
    rootDispersionSeconds: 0.001,
    frequencyPpm: 12.5,
    hostSamples: 'never',
  };
  const reading: PresentBeacon = {
    present: true,
    version: '1.0.0',
    system: 'linux',
    intervalSeconds: 30,
    sequence: 100,
    writtenAt: readAt - 20_000 + writtenAt,
    seenAt: readAt,
    notBefore: readAt - 60_000,
    clock: defined({ ...good, ...clock }) as BeaconClock,
    disks: [],
    filesystems: [],
    problems: [],
  };
  return defined({ ...reading, ...changed, writtenAt: reading.writtenAt }) as BeaconReading;
}

/** A host's clock that is `seconds` off, by one server. */
export function hostClockOf(seconds: number): ClockHostReading {
  const offset = { seconds, boundSeconds: 0.01 };
  return { serversFrom: 'configured', servers: [{ server: 'ntp.example', offset }], syncType: 'NTP', resolutionSeconds: 0.001 };
}

/** The facts of host hv01, whose clock was read so. */
export function hostFactsOf(clock: ClockHostReading | undefined, failures = 0): HostFacts {
  const freshness: Freshness = { readAt, intervalSeconds: 30, failures };
  return { host: 'hv01', parts: clock === undefined ? {} : { clock: { reading: clock, freshness } }, invalid: [] };
}

function defined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** What a case changes in a healthy VM. */
export interface FactsCase {
  readonly vm?: Changed<VmReading>;
  readonly heartbeat?: Changed<HeartbeatReading>;
  readonly kvp?: Changed<KvpReading>;
  readonly services?: Partial<Record<IntegrationService, IntegrationServiceReading>>;
  /** Without it the guest has no beacon. */
  readonly beacon?: BeaconReading;
  /** Disks on the host's side; without them the collector was never read. */
  readonly disk?: DiskReading;
  /** Without it the logs of the host have said nothing of the VM. */
  readonly power?: PowerReading;
  /** Without it nothing is known of its migrations. */
  readonly migration?: MigrationReading;
  readonly hostClock?: ClockHostReading;
  readonly failures?: Partial<Record<VmCollector, number>>;
  readonly timing?: Partial<Record<VmCollector, Partial<Freshness> & { readonly changedAt?: number }>>;
  readonly without?: readonly VmCollector[];
  readonly facts?: Partial<VmFacts>;
}

/** A healthy running Debian guest, with what the case changes. */
export function factsOf(change: FactsCase): VmFacts {
  const { vm, heartbeat, kvp, services, beacon, disk, power, migration, hostClock, failures, timing, without = [], facts } = change;
  const part = (collector: VmCollector, reading: unknown) => {
    const { changedAt = readAt - 60_000, ...rest } = timing?.[collector] ?? {};
    const freshness: Freshness = { readAt, intervalSeconds: 60, failures: failures?.[collector] ?? 0, ...rest };
    return [collector, { reading, freshness, changedAt }] as const;
  };
  const startedAt = new Date(readAt - 3_600_000).toISOString();
  const healthy = Object.fromEntries(integrationServices.map((service) => [service, { enabled: true, primary: 2 }]));
  const intrinsic = [{ key: 'OSName', value: 'Debian GNU/Linux' }];
  const parts = [
    part('vm', { name: 'web-01', kind: 'realized', state: 2, operationalStatus: [2], startedAt, ...vm }),
    part('heartbeat', { enabled: true, primary: 2, everInContact: true, ...heartbeat }),
    part('integration-services', { services: { ...healthy, ...services } }),
    part('kvp', { enabled: true, primary: 2, intrinsic, guest: [], host: [], problems: [], ...kvp }),
    part('beacon', beacon ?? { present: false, problems: [] }),
    ...(disk === undefined ? [] : [part('disk', disk)]),
    ...(power === undefined ? [] : [part('power', power)]),
    ...(migration === undefined ? [] : [part('migration', migration)]),
  ].filter(([collector]) => !without.includes(collector));
  return {
    host: 'hv01',
    vmId,
    hostFacts: hostFactsOf(hostClock),
    name: 'web-01',
    copies: [],
    owned: true,
    contested: [],
    runsTwice: 'no',
    invalid: [],
    parts: Object.fromEntries(parts) as VmFacts['parts'],
    ...facts,
  };
}

/** What the logs leave of a VM that was stopped so, ten minutes before it was read. */
export function stoppedBy(kind: DirtyStop['kind'], over: Partial<DirtyStop> = {}): PowerReading {
  const at = new Date(readAt - 600_000).toISOString();
  const last = { kind, eventId: 18502, at, expected: 'no' } as const;
  return { last, dirty: { kind, eventId: 18502, at, recent: true, ...over } };
}

/** What is left of a migration that failed ten minutes before it was read. */
export function failedMigration(over: Partial<NonNullable<MigrationReading['failed']>> = {}): MigrationReading {
  return { jobs: [], failed: { at: new Date(readAt - 600_000).toISOString(), refused: false, ...over } };
}
