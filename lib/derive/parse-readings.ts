import type { ZodType } from 'zod';
import { type BeaconReading, beaconReading } from '#lib/model/readings/beacon.ts';
import { type DiskReading, diskReading } from '#lib/model/readings/disk.ts';
import { type HeartbeatReading, heartbeatReading } from '#lib/model/readings/heartbeat.ts';
import { type IntegrationServicesReading, integrationServicesReading } from '#lib/model/readings/integration-services.ts';
import { type KvpReading, kvpReading } from '#lib/model/readings/kvp.ts';
import { type MigrationReading, migrationReading } from '#lib/model/readings/migration.ts';
import { type PowerReading, powerReading } from '#lib/model/readings/power.ts';
import { type VmReading, vmReading } from '#lib/model/readings/vm.ts';

/** The readings that VM facts are joined from, by collector. */
export interface VmReadings {
  readonly vm: VmReading;
  readonly heartbeat: HeartbeatReading;
  readonly 'integration-services': IntegrationServicesReading;
  readonly kvp: KvpReading;
  readonly beacon: BeaconReading;
  readonly disk: DiskReading;
  readonly power: PowerReading;
  readonly migration: MigrationReading;
}
export type VmCollector = keyof VmReadings;

const schemas: { readonly [Name in VmCollector]: ZodType<VmReadings[Name]> } = {
  vm: vmReading,
  heartbeat: heartbeatReading,
  'integration-services': integrationServicesReading,
  kvp: kvpReading,
  beacon: beaconReading,
  disk: diskReading,
  power: powerReading,
  migration: migrationReading,
};

/** Whether the collector's readings become part of a VM's facts. */
export function isVmCollector(name: string): name is VmCollector {
  return Object.hasOwn(schemas, name);
}

/** A stored reading after its schema, or `undefined` where the row does not fit it. */
export function parseVmReading<Name extends VmCollector>(collector: Name, stored: unknown): VmReadings[Name] | undefined {
  const parsed = schemas[collector].safeParse(stored);
  return parsed.success ? parsed.data : undefined;
}
