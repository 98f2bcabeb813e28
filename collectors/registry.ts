import { beacon } from './beacon/beacon.ts';
import { clock } from './clock/clock.ts';
import type { AnyCollector } from './collector.ts';
import { disk } from './disk/disk.ts';
import { heartbeat } from './heartbeat/heartbeat.ts';
import { host } from './host/host.ts';
import { integrationServices } from './integration-services/integration-services.ts';
import { kvp } from './kvp/kvp.ts';
import { migration } from './migration/migration.ts';
import { power } from './power/power.ts';
import { vm } from './vm/vm.ts';

/** Every collector, in the order in which one host is asked: cheapest first. */
export const registry: readonly AnyCollector[] = [
  vm,
  heartbeat,
  integrationServices,
  kvp,
  beacon,
  disk,
  clock,
  power,
  migration,
  host,
];
