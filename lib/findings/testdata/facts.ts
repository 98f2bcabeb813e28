import type { Freshness } from '../../derive/freshness.ts';
import type { VmCollector } from '../../derive/parse-readings.ts';
import type { VmFacts } from '../../derive/vm-facts.ts';
import { type IntegrationService, integrationServices } from '../../model/integration-service.ts';
import type { HeartbeatReading } from '../../model/readings/heartbeat.ts';
import type { IntegrationServiceReading } from '../../model/readings/integration-services.ts';
import type { KvpReading } from '../../model/readings/kvp.ts';
import type { VmReading } from '../../model/readings/vm.ts';
import { parseVmId, type VmId } from '../../model/vm-id.ts';

const vmId = parseVmId('7e570001-0000-4000-8000-000000000001') as VmId;

/** When everything was read, UTC milliseconds. */
export const readAt = Date.UTC(2026, 5, 1, 12);

/** A KVP block without items, as of a daemon that does not answer. */
export const noItems = { intrinsic: [] };

/** `undefined` takes a field away. */
type Changed<Reading> = { readonly [Key in keyof Reading]?: Reading[Key] | undefined };

/** What a case changes in a healthy VM. */
export interface FactsCase {
  readonly vm?: Changed<VmReading>;
  readonly heartbeat?: Changed<HeartbeatReading>;
  readonly kvp?: Changed<KvpReading>;
  readonly services?: Partial<Record<IntegrationService, IntegrationServiceReading>>;
  readonly failures?: Partial<Record<VmCollector, number>>;
  readonly timing?: Partial<Record<VmCollector, Partial<Freshness> & { readonly changedAt?: number }>>;
  readonly without?: readonly VmCollector[];
  readonly facts?: Partial<VmFacts>;
}

/** A healthy running Debian guest, with what the case changes. */
export function factsOf({ vm, heartbeat, kvp, services, failures, timing, without = [], facts }: FactsCase): VmFacts {
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
  ].filter(([collector]) => !without.includes(collector));
  return {
    host: 'hv01',
    vmId,
    hostFacts: { host: 'hv01', parts: {}, invalid: [] },
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
