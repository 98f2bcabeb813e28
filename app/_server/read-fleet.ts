import { hostSign, isReachable } from '#lib/derive/host-sign.ts';
import { addressesOf } from '#lib/derive/kvp-sign.ts';
import { levelRank, type VitalSign, worstLevel } from '#lib/derive/vital-sign.ts';
import { type TimedSign, type VitalSigns, vitalSigns } from '#lib/derive/vital-signs.ts';
import { toVmFacts, type VmFacts } from '#lib/derive/vm-facts.ts';
import { toVmParts } from '#lib/derive/vm-parts.ts';
import type { ApiScrape, ApiTarget } from '#lib/model/api/targets.ts';
import type { ApiVm } from '#lib/model/api/vms.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import type { OpenStore } from '#lib/store/open-store.ts';
import type { StoredScrape } from '#lib/store/store.ts';
import { applyDelta, emptyFleetRows, type FleetRows } from './fleet-rows.ts';
import { readStore } from './store-access.ts';

/** Everything that is known at one revision, in the shapes of the API. */
export interface Fleet {
  readonly revision: number;
  readonly targets: readonly ApiTarget[];
  /** Worst first, then by name. */
  readonly vms: readonly ApiVm[];
  readonly facts: ReadonlyMap<VmId, VmFacts>;
  /** host → reading of the `vm` collector about the host itself, as stored. */
  readonly hostReadings: ReadonlyMap<string, unknown>;
}

interface Held {
  readonly store: OpenStore;
  readonly rows: FleetRows;
  fleet: Fleet | undefined;
  /** Reads follow one another, so that deltas are applied in order. */
  last: Promise<unknown>;
}

const key = Symbol.for('hvitals.app.fleet');

/** The fleet as the store has it now. Costs one small query where nothing changed. Throws StoreError. */
export async function readFleet(): Promise<Fleet> {
  const store = await readStore();
  const holder = globalThis as { [key]?: Held };
  let held = holder[key];
  if (held?.store !== store) {
    held = { store, rows: emptyFleetRows(), fleet: undefined, last: Promise.resolve() };
    holder[key] = held;
  }
  const current = held;
  const next = current.last.then(() => refresh(current));
  current.last = Promise.allSettled([next]);
  return next;
}

async function refresh(held: Held): Promise<Fleet> {
  if (held.fleet !== undefined && (await held.store.revision()) === held.fleet.revision) return held.fleet;
  applyDelta(held.rows, await held.store.readSince(held.fleet === undefined ? -1 : held.rows.revision));
  held.fleet = toFleet(held.rows);
  return held.fleet;
}

/** Rows → facts, signs and the lists of the API. Pure. */
export function toFleet(rows: FleetRows): Fleet {
  const facts = new Map<VmId, VmFacts>();
  const vms: ApiVm[] = [];
  for (const [vmId, hosts] of rows.vmReadings) {
    const places = [...hosts].map(([host, readings]) =>
      toVmParts({ host, vmId }, readings.values(), (collector) => rows.scrapes.get(host)?.get(collector)),
    );
    const joined = toVmFacts(places);
    if (joined === undefined) continue;
    facts.set(vmId, joined);
    vms.push(toApiVm(joined));
  }
  const targets = [...rows.targets.values()]
    .map(({ host, transport, address, labels }): ApiTarget => {
      const scrapes = [...(rows.scrapes.get(host)?.values() ?? [])].toSorted((a, b) => compareText(a.collector, b.collector));
      const sign = toApiSign(hostSign(scrapes));
      const reachable = isReachable(scrapes);
      return {
        host,
        transport,
        address: address ?? null,
        labels: { ...labels },
        sign,
        reachable,
        scrapes: scrapes.map(toApiScrape),
      };
    })
    .toSorted((a, b) => compareText(a.host, b.host));
  const hostReadings = new Map([...rows.hostReadings].map(([host, readings]) => [host, readings.get('vm')?.reading]));
  return { revision: rows.revision, targets, vms: vms.toSorted(compareVms), facts, hostReadings };
}

function compareVms(a: ApiVm, b: ApiVm): number {
  return levelRank(a.level) - levelRank(b.level) || compareText(a.name, b.name) || compareText(a.vmId, b.vmId);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function toApiVm(facts: VmFacts): ApiVm {
  const signs = toApiSigns(vitalSigns(facts));
  const reading = facts.parts.vm?.reading;
  return {
    vmId: facts.vmId,
    name: facts.name,
    host: facts.host,
    kind: reading?.kind ?? null,
    state: reading?.state ?? null,
    level: worstLevel(Object.values(signs).map((sign) => sign.level)),
    signs,
    addresses: [...addressesOf(facts.parts.kvp?.reading)],
    copies: facts.copies.length,
  };
}

function toApiSigns(signs: VitalSigns): ApiVm['signs'] {
  const timed = (sign: TimedSign): ApiVm['signs']['power'] => ({ ...toApiSign(sign), freshness: sign.freshness });
  return {
    power: timed(signs.power),
    heartbeat: timed(signs.heartbeat),
    services: timed(signs.services),
    kvp: timed(signs.kvp),
  };
}

/** A sign as the API gives it: the same, with lists that JSON can carry. */
export function toApiSign({ level, word, detail, guestText }: VitalSign): ApiTarget['sign'] {
  return { level, word, detail: [...detail], ...(guestText === undefined ? {} : { guestText }) } as ApiTarget['sign'];
}

function toApiScrape(scrape: StoredScrape): ApiScrape {
  const { collector, outcome, reason, finishedAt, durationMs, lastReadingAt, failures, nextRunAt, intervalSeconds, frameBytes } =
    scrape;
  return {
    collector,
    outcome,
    reason: reason ?? null,
    finishedAt,
    durationMs,
    lastReadingAt: lastReadingAt ?? null,
    failures,
    nextRunAt,
    intervalSeconds,
    frameBytes,
  };
}
