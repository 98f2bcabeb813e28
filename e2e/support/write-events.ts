import { join } from 'node:path';
import type { Json } from '../../lib/model/json.ts';
import { parseVmId, type VmId } from '../../lib/model/vm-id.ts';
import { openStore } from '../../lib/store/open-store.ts';
import type { Store, StoredEvent } from '../../lib/store/store.ts';
import { okScrapes } from './ok-scrapes.ts';

/** The id of the n-th VM of `writeEventFleet`, from 1. */
export function eventVmId(vm: number): VmId {
  const vmId = parseVmId(`e0e00000-0000-4000-8000-00000000000${vm}`);
  if (vmId === undefined) throw new Error('the pattern of the ids is wrong');
  return vmId;
}

/** An event to write: when (UTC milliseconds), and what differs from a VM that started. */
export interface MadeUpEvent extends Partial<Omit<StoredEvent, 'id' | 'detail'>> {
  readonly at: number;
  readonly detail?: Json;
}

async function withStore(directory: string, work: (store: Store) => Promise<unknown>): Promise<void> {
  const store = await openStore({ file: join(directory, 'data', 'hvitals.db'), mode: 'collectors' });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

/** Two hosts with one VM of these names each, in the store of programs whose collectors are stopped; what was there before is gone. */
export async function writeEventFleet(directory: string, names: readonly [string, string], now: number): Promise<void> {
  await withStore(directory, async (store) => {
    await store.replaceTargets(
      ['hv01', 'hv02'].map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })),
    );
    for (const [index, name] of names.entries()) {
      const host = `hv0${index + 1}`;
      const reading = { name, kind: 'realized', state: 2, operationalStatus: [2], generation: 2, version: '11.0', processors: 2 };
      const removals = await store.listReadings({ host });
      const upserts = [{ collector: 'vm', vmId: eventVmId(index + 1), reading }];
      const scrapes = okScrapes(['vm', 'power'], now);
      await store.commitTick({ host, scrapes, upserts, removals, changes: [], events: [], states: [], at: now });
    }
  });
}

let written = 0;

/** Writes events as a collector would, in this order. */
export async function writeEvents(directory: string, events: readonly MadeUpEvent[]): Promise<void> {
  await withStore(directory, (store) =>
    store.commitEvents(
      events.map((event) => {
        written += 1;
        return {
          host: 'hv01',
          collector: 'power',
          key: `made up ${written}`,
          vmId: eventVmId(1),
          kind: 'started',
          severity: 'info',
          seenAt: event.at,
          detail: { eventId: 18_500 },
          ...event,
        };
      }),
    ),
  );
}
