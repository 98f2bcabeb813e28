import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/model/json.ts';
import { type Frame, type ScrapeRequest, TransportError } from '../transport.ts';
import { demoFleet } from './demo-fleet.ts';
import { recordData } from './records.ts';
import type { SimulatedHost } from './scenario.ts';
import { createScenarioFleet } from './scenario-fleet.ts';
import { createSimulatedTransport } from './simulated.ts';

const now = Date.UTC(2026, 5, 1, 12, 7);
const names = ['vm', 'heartbeat', 'integration-services', 'kvp'];

function aHost(change: Partial<SimulatedHost> = {}): SimulatedHost {
  const host = demoFleet({ hosts: 2, vmsPerHost: 12, seed: 1 }).hostAt('hv01', now);
  if (host === undefined) throw new Error('hv01 is always within reach');
  return { ...host, ...change };
}

function withFaults(faults: Partial<SimulatedHost['faults']>): SimulatedHost {
  const host = aHost();
  return { ...host, faults: { ...host.faults, ...faults } };
}

function request(collectors: readonly string[] = names, args: Json = {}): ScrapeRequest {
  return { deadlineSeconds: 12, collectors: collectors.map((name) => ({ name, timeoutSeconds: 5, args })) };
}

async function collect(frames: AsyncIterable<Frame>): Promise<readonly Frame[]> {
  const collected: Frame[] = [];
  for await (const frame of frames) collected.push(frame);
  return collected;
}

async function outcomes(host: SimulatedHost, signal: AbortSignal = AbortSignal.timeout(10_000)): Promise<readonly string[]> {
  const transport = createSimulatedTransport(createScenarioFleet([host]), () => now);
  const frames = await collect(transport.scrape({ name: 'hv01', transport: 'simulated' }, request(), signal));
  return frames.map((frame: Frame) =>
    frame.kind === 'record' ? `${frame.record.collector} ${frame.record.outcome}` : frame.kind,
  );
}

describe('the simulated transport', () => {
  it('yields one record per collector in the order asked, stamped with the clock of the host', async () => {
    const transport = createSimulatedTransport(createScenarioFleet([aHost({ clockOffsetMs: 1_500 })]), () => now);
    const asked = request(['kvp', 'vm']);
    const frames = await collect(transport.scrape({ name: 'hv01', transport: 'simulated' }, asked, AbortSignal.timeout(1_000)));
    expect(frames).toMatchObject([
      { kind: 'record', record: { collector: 'kvp', outcome: 'ok', at: new Date(now + 1_500).toISOString() } },
      { kind: 'record', record: { collector: 'vm', outcome: 'ok', data: { host: { computerName: 'HV01' } } } },
    ]);
  });

  it('throws unreachable for a host that is not there', async () => {
    const fleet = createScenarioFleet([aHost()]);
    fleet.remove('hv01');
    const frames = createSimulatedTransport(fleet).scrape(
      { name: 'hv01', transport: 'simulated' },
      request(),
      AbortSignal.timeout(1_000),
    );
    const failure = await collect(frames).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransportError);
    expect(failure).toMatchObject({ outcome: 'unreachable' });
  });

  it('keeps what came before a class that hangs, and ends at the abort', async () => {
    const deadline = new AbortController();
    const host = withFaults({ hangingClasses: ['msvm_vsscomponent'] });
    const asked = outcomes(host, deadline.signal);
    setImmediate(() => deadline.abort());
    expect(await asked).toEqual(['vm ok', 'heartbeat ok']);
  });

  it('yields nothing to a signal that has aborted already', async () => {
    expect(await outcomes(withFaults({ hangingClasses: ['Msvm_ComputerSystem'] }), AbortSignal.abort())).toEqual([]);
  });

  it('waits for a slow class once in a call', async () => {
    const began = performance.now();
    expect(await outcomes(withFaults({ slowClassesMs: { msvm_computersystem: 200 } }))).toHaveLength(4);
    const tookMs = performance.now() - began;
    expect(tookMs).toBeGreaterThanOrEqual(195);
    // Each of the four collectors reads this class: 800 ms if each of them waited.
    expect(tookMs).toBeLessThan(700);
  });
});

describe('records', () => {
  it('shows no VM and no error without rights, which the health counters give away', async () => {
    expect(await outcomes(aHost({ rights: 'none' }))).toEqual(names.map((name) => `${name} access-denied`));
  });

  it('says that an empty host is empty', () => {
    expect(recordData(aHost({ vms: [] }), 'vm', {}, now)).toEqual({
      outcome: 'ok',
      data: { host: { computerName: 'HV01', countedByHealthSummary: 0 }, vms: [] },
    });
  });

  it('is unsupported without the namespace, partial without one class of several', async () => {
    const absent = withFaults({ missingNamespaces: ['ROOT/virtualization/v2'] });
    expect(await outcomes(absent)).toEqual(names.map((name) => `${name} unsupported`));
    expect(await outcomes(withFaults({ missingClasses: ['Msvm_VssComponent'] }))).toEqual([
      'vm ok',
      'heartbeat ok',
      'integration-services partial',
      'kvp ok',
    ]);
    expect(await outcomes(withFaults({ failingClasses: { Msvm_KvpExchangeComponent: 'Generic failure' } }))).toEqual([
      'vm ok',
      'heartbeat ok',
      'integration-services partial',
      'kvp error',
    ]);
  });

  it('has component status for VMs that run, setting rows for all, and nothing for incoming ones', () => {
    const fleet = demoFleet({ hosts: 2, vmsPerHost: 30, seed: 5 });
    for (const host of fleet.at(now)) {
      const { vms } = recordData(host, 'heartbeat', {}, now).data as {
        vms: { id: string; enabledState: number; operationalStatus: unknown }[];
      };
      expect(vms.map(({ id }) => id)).toEqual(host.vms.filter(({ kind }) => kind === 'realized').map(({ id }) => id));
      for (const row of vms) {
        const vm = host.vms.find(({ id }) => id === row.id);
        expect(row.operationalStatus === null).toBe(vm?.state === 3 || vm?.state === 6);
        expect(row.enabledState).toBe(2);
      }
    }
  });

  it('hashes a block over its items joined by NUL and leaves them out where the hash is known', () => {
    const host = aHost();
    const first = blocksOf(host, {});
    const { hash, items } = first.intrinsic;
    expect(items?.length).toBe(first.intrinsic.count);
    expect(hash).toBe(
      createHash('sha256')
        .update(items?.join('\u0000') ?? '')
        .digest('hex')
        .slice(0, 16),
    );
    const known = { known: { [host.vms[0]?.id ?? '']: { intrinsic: hash, guest: 'other' } } };
    expect(blocksOf(host, known)).toEqual({ ...first, intrinsic: { hash, count: first.intrinsic.count } });
  });

  it('cuts a block at 1,100 items and at 512 Ki characters, and says so', () => {
    const many = Array.from({ length: 1_500 }, (_, n) => [`k${n}`, ''] as const);
    expect(blocksOf(withGuestItems(many), {}).guest).toMatchObject({ count: 1_500, cut: true, items: { length: 1_100 } });
    const long = Array.from({ length: 12 }, (_, n) => [`k${n}`, 'x'.repeat(100_000)] as const);
    expect(blocksOf(withGuestItems(long), {}).guest).toMatchObject({ count: 12, cut: true, items: { length: 5 } });
  });
});

interface Blocks {
  readonly intrinsic: { readonly hash: string | null; readonly count: number; readonly items?: readonly string[] };
  readonly guest: { readonly count: number };
}

/** Blocks of the first VM. */
function blocksOf(host: SimulatedHost, args: Json): Blocks {
  const [first] = (
    recordData(host, 'kvp', args, now).data as {
      vms: (Blocks & { id: string; enabledState: number; operationalStatus: unknown })[];
    }
  ).vms;
  if (first === undefined) throw new Error('the record has no VM');
  const { id: _id, enabledState: _enabled, operationalStatus: _status, ...blocks } = first;
  return blocks;
}

function withGuestItems(guest: readonly (readonly [string, string])[]): SimulatedHost {
  const host = aHost();
  return { ...host, vms: host.vms.map((vm, slot) => (slot === 0 ? { ...vm, kvp: { ...vm.kvp, guest } } : vm)) };
}
