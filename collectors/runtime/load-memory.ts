import type { AnyCollector } from '#collectors/collector.ts';
import type { Logger } from '#lib/log.ts';
import type { Store, StoredReading } from '#lib/store/store.ts';
import { type FleetMemory, type HostMemory, type PairMemory, pairMemory } from './fleet-memory.ts';
import type { PairPlan } from './plan-scrapes.ts';
import type { Turns } from './turns.ts';

/** What the store knows of these hosts, as `loadHostMemory` reads it; others get their turn between two hosts. */
export async function loadMemory(
  plansOf: ReadonlyMap<string, readonly PairPlan[]>,
  { store, registry, log }: { readonly store: Store; readonly registry: readonly AnyCollector[]; readonly log: Logger },
  turns: Pick<Turns, 'next'>,
): Promise<FleetMemory> {
  const memory: FleetMemory = new Map(
    [...plansOf].map(([name, plans]) => [
      name,
      { plans: new Map(plans.map((plan) => [plan.collector.name, plan])), pairs: new Map() },
    ]),
  );
  await loadStates(store, memory);
  for (const [name, host] of memory) {
    await turns.next();
    await loadHostMemory(store, name, host, registry, log);
  }
  return memory;
}

/**
 * Fills one host's part of `memory` with what the store knows. Every reading passes its collector's schema again, because another version
 * may have written it. A pair with a reading that no longer fits forgets its readings and its state, in the store too, so that the host
 * sends everything anew instead of "unchanged"; a pair that is switched off forgets its readings as well.
 */
async function loadHostMemory(
  store: Store,
  name: string,
  host: HostMemory,
  registry: readonly AnyCollector[],
  log: Logger,
): Promise<void> {
  for (const scrape of await store.listScrapes({ host: name })) {
    if (host.plans.has(scrape.collector)) pairMemory(host, scrape.collector).scrape = scrape;
  }
  const rowsOf = Map.groupBy(await store.listReadings({ host: name }), ({ collector }) => collector);
  for (const collector of registry) {
    const rows = rowsOf.get(collector.name) ?? [];
    const planned = host.plans.has(collector.name);
    if (rows.length === 0 || (planned && fillPair(pairMemory(host, collector.name), collector, rows))) continue;
    log.warn({ host: name, collector: collector.name, planned, rows: rows.length }, 'stored readings dropped');
    if (planned) forgetPair(pairMemory(host, collector.name));
    await forgetReadings(store, rows);
  }
}

/** Gives every pair the state that its collector saved. Call before `loadHostMemory`, which may take one back. */
async function loadStates(store: Store, memory: FleetMemory): Promise<void> {
  for (const { host: name, collector, state } of await store.listStates()) {
    const host = memory.get(name);
    if (host?.plans.has(collector)) pairMemory(host, collector).state = state ?? undefined;
  }
}

function forgetPair(pair: PairMemory): void {
  Object.assign(pair, { host: undefined, state: undefined });
  pair.vms.clear();
  pair.changedAt.clear();
}

/** Returns false where a row does not fit the schema. */
function fillPair(pair: PairMemory, collector: AnyCollector, rows: readonly StoredReading[]): boolean {
  for (const { vmId, reading, changedAt } of rows) {
    const parsed = (vmId === undefined ? collector.hostReading : collector.vmReading)?.safeParse(reading);
    if (parsed?.success !== true) return false;
    if (vmId === undefined) pair.host = parsed.data;
    else {
      pair.vms.set(vmId, parsed.data);
      pair.changedAt.set(vmId, changedAt);
    }
  }
  return true;
}

/** Takes all readings of one pair out of the store, and its state with them. */
async function forgetReadings(store: Store, rows: readonly StoredReading[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { host, collector } = first;
  await store.commitTick({
    host,
    scrapes: [],
    upserts: [],
    removals: rows.map(({ vmId }) => ({ collector, vmId })),
    changes: [],
    events: [],
    states: [{ collector, state: null }],
    at: first.changedAt,
  });
}
