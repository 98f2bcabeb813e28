import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { createFakeClock } from '#lib/fake-clock.ts';
import { createLogger } from '#lib/log.ts';
import { Exposition } from '#lib/metrics/exposition.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import { testVmId } from '../../e2e/support/make-host.ts';
import { type FleetMemory, type HostMemory, pairMemory } from './fleet-memory.ts';
import { FindingJudge } from './judge.ts';
import { OwnerIndex } from './owner-index.ts';
import { exposedDefinitions } from './publish-readings.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const [broken, sick] = [testVmId(1, 1), testVmId(1, 2)];
let folder: string;
let store: OpenStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-judge-'));
  store = await openStore({ file: join(folder, 'hvitals.db'), mode: 'collectors', now: () => start });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A host with running VMs whose shutdown service is off, but for one whose reading no rule can live with. */
function hostWith(vmIds: readonly VmId[]): HostMemory {
  const plans = registry.map(
    (collector) => [collector.name, { collector, intervalMs: 15_000, timeoutMs: 5_000, settings: { ntpServers: [] } }] as const,
  );
  const host: HostMemory = { plans: new Map(plans), pairs: new Map() };
  const vm = { name: 'web-01', kind: 'realized', state: 2, operationalStatus: [2] };
  const readings = {
    vm: () => vm,
    heartbeat: () => ({ enabled: true, primary: 2, everInContact: true }),
    'integration-services': (vmId: VmId) => (vmId === broken ? {} : { services: { shutdown: { enabled: false } } }),
    kvp: () => ({ enabled: false, intrinsic: [], guest: [], host: [], problems: [] }),
    beacon: () => ({ present: false, problems: [] }),
    disk: () => ({ disks: [] }),
  };
  for (const [collector, readingOf] of Object.entries(readings)) {
    const pair = pairMemory(host, collector);
    for (const vmId of vmIds) {
      pair.vms.set(vmId, readingOf(vmId));
      pair.changedAt.set(vmId, start);
    }
  }
  return host;
}

test('a rule that throws costs its VM the verdict, is counted and logged, and leaves all others theirs', async () => {
  const memory: FleetMemory = new Map([['hv01', hostWith([broken, sick])]]);
  const owners = new OwnerIndex(memory);
  for (const vmId of [broken, sick]) owners.update(vmId, 'hv01');
  const faults: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const judge = new FindingJudge({
    store,
    memory,
    owners,
    exposition: new Exposition({ definitions: exposedDefinitions }),
    clock: createFakeClock(start),
    log: createLogger({ level: 'error', stream: { write: (line) => void logged.push(JSON.parse(line)) } }),
    metrics: { observeCommit: () => undefined, countFault: (part) => void faults.push(part) },
  });
  await judge.targetsChanged();
  const changed = new Map([broken, sick].map((vmId) => [vmId, {}] as const));
  await judge.judgeTick('hv01', [{ collector: 'vm', changed, removed: [], scrape: { failures: 0 } }]);
  expect((await store.listFindings()).map(({ vmId, code }) => [vmId, code])).toEqual([[sick, 'shutdown-unavailable']]);
  expect(faults).toEqual(['judge']);
  expect(logged).toMatchObject([{ vmId: broken, msg: 'a rule of the findings failed' }]);
});

test('a tick in which nothing changed judges nothing', async () => {
  const memory: FleetMemory = new Map([['hv01', hostWith([sick])]]);
  const owners = new OwnerIndex(memory);
  owners.update(sick, 'hv01');
  const metrics = { observeCommit: () => undefined, countFault: () => undefined };
  const exposition = new Exposition({ definitions: exposedDefinitions });
  const log = createLogger({ level: 'error' });
  const judge = new FindingJudge({ store, memory, owners, exposition, clock: createFakeClock(start), log, metrics });
  await judge.targetsChanged();
  const tick = () => judge.judgeTick('hv01', [{ collector: 'vm', changed: new Map(), removed: [], scrape: { failures: 0 } }]);
  await tick();
  expect(judge.judged).toBe(1);
  for (let again = 0; again < 5; again++) await tick();
  expect(judge.judged).toBe(1);
});
