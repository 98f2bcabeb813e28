import type { Json } from '#lib/model/json.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { StoredScrape } from '#lib/store/store.ts';
import type { PairPlan } from './plan-scrapes.ts';

/** What is known of one (host, collector) pair: exactly what the store has acknowledged, never more. */
export interface PairMemory {
  scrape: StoredScrape | undefined;
  host: unknown;
  readonly vms: Map<VmId, unknown>;
  /** When each VM's reading last changed its content, UTC milliseconds. */
  readonly changedAt: Map<VmId, number>;
  state: Json | undefined;
}

/** One target's pairs by collector name. */
export interface HostMemory {
  plans: ReadonlyMap<string, PairPlan>;
  readonly pairs: Map<string, PairMemory>;
}

/** The latest readings of the whole fleet, by target name. */
export type FleetMemory = Map<string, HostMemory>;

/** The pair's memory; creates an empty one where there is none. */
export function pairMemory(host: HostMemory, collector: string): PairMemory {
  const known = host.pairs.get(collector);
  if (known !== undefined) return known;
  const fresh: PairMemory = { scrape: undefined, host: undefined, vms: new Map(), changedAt: new Map(), state: undefined };
  host.pairs.set(collector, fresh);
  return fresh;
}
