import { join } from 'node:path';
import type { Json } from '../../lib/model/json.ts';
import { parseVmId, type VmId } from '../../lib/model/vm-id.ts';
import { openStore } from '../../lib/store/open-store.ts';
import type { Store, StoredEvent } from '../../lib/store/store.ts';
import { okScrapes } from './ok-scrapes.ts';

const hour = 3_600_000;
const worker = 'Microsoft-Windows-Hyper-V-Worker-Admin';

/** The id of the n-th VM, from 1. */
export function powerVmId(vm: number): VmId {
  const vmId = parseVmId(`b0e70000-0000-4000-8000-00000000000${vm}`);
  if (vmId === undefined) throw new Error('the pattern of the ids is wrong');
  return vmId;
}

type Event = Omit<StoredEvent, 'id'>;

/** An event of the first VM, in the shape of collector `power` unless `parts` say otherwise. */
export function powerEvent(host: string, kind: string, at: number, parts: Partial<Event> = {}): Event {
  const key = `${kind} ${host} ${at}`;
  const base = { host, collector: 'power', key, vmId: powerVmId(1), kind, severity: 'info', at, seenAt: at + 5_000 };
  return { ...base, detail: { expected: 'yes' }, ...parts };
}

/**
 * The day of the first VM: turned off dirty and started on hv01, live to hv02, a panic there, and a gap in the log of hv02. Its week has one
 * more stop.
 */
function story(now: number): readonly Event[] {
  const ago = (hours: number) => now - hours * hour;
  const on = (host: string, kind: string, hours: number, detail: Json = {}, severity = 'info') =>
    powerEvent(host, kind, ago(hours), { severity, detail: { expected: 'yes', ...(detail as object) } });
  const migration = { collector: 'migration' };
  const job = {
    source: 'job',
    job: 'j1',
    type: 'live',
    destination: 'HV02',
    network: 'smb',
    startedAt: ago(12.2),
    endedAt: ago(12),
  };
  const log = { source: 'log', eventId: 20_418, side: 'destination', live: true, blackoutSeconds: 0.42 };
  const gap = { channel: worker, lastAt: ago(5), missed: 40 };
  return [
    on('hv01', 'shut-down-by-guest', 73, { eventId: 18_508 }),
    on('hv01', 'started', 72, { eventId: 18_500 }),
    on('hv01', 'turned-off', 20, { eventId: 18_502, expected: 'unknown' }, 'warning'),
    on('hv01', 'started', 19, { eventId: 18_500 }),
    powerEvent('hv01', 'migration-finished', ago(12), { ...migration, detail: job }),
    powerEvent('hv02', 'migration-finished', ago(12), { ...migration, detail: log }),
    on('hv02', 'guest-crashed', 8, { eventId: 18_590, expected: 'no', linuxPanic: true }, 'critical'),
    on('hv02', 'reset-by-host', 7, { eventId: 18_512, expected: 'unknown' }, 'warning'),
    powerEvent('hv02', 'log-rolled-over', ago(4), { vmId: undefined, severity: 'warning', detail: gap }),
  ];
}

/** Writes into the store of programs whose collectors are stopped: what was there before is gone. */
export async function writePower(directory: string, now: number): Promise<void> {
  await withStore(directory, async (store) => {
    await store.replaceTargets(
      ['hv01', 'hv02', 'hv03'].map((host) => ({ host, transport: 'simulated', address: undefined, labels: {} })),
    );
    await writeHost(store, 'hv01', [[2, 'quiet-1']], now);
    await writeHost(store, 'hv02', [[1, 'web-1']], now);
    await writeHost(store, 'hv03', [[3, 'blind-1']], now);
    await store.commitEvents(story(now));
  });
}

/** Adds events to what is there. */
export async function addEvents(directory: string, events: readonly Event[]): Promise<void> {
  await withStore(directory, async (store) => void (await store.commitEvents(events)));
}

async function withStore(directory: string, write: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ file: join(directory, 'data', 'hvitals.db'), mode: 'collectors' });
  try {
    await write(store);
  } finally {
    await store.close();
  }
}

/** The log of hv03 cannot be read. */
async function writeHost(store: Store, host: string, vms: readonly (readonly [number, string])[], now: number): Promise<void> {
  const startedAt = new Date(now - 200 * hour).toISOString();
  const upserts = vms.map(([vm, name]) => ({
    collector: 'vm',
    vmId: powerVmId(vm),
    reading: { name, kind: 'realized', state: 2, operationalStatus: [2], generation: 2, version: '11.0', startedAt } as Json,
  }));
  const logs = { logs: [{ channel: worker, readable: host !== 'hv03', gaps: 0 }], unknown: [] };
  const removals = await store.listReadings({ host });
  await store.commitTick({
    host,
    scrapes: okScrapes(['vm', 'power', 'migration'], now),
    upserts: [...upserts, { collector: 'power', vmId: undefined, reading: logs }],
    removals,
    changes: [],
    events: [],
    states: [],
    at: now,
  });
}
