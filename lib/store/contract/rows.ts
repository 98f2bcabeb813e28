import type { Json } from '#lib/model/json.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import type { Store, StoredEvent, StoredFinding, StoredHostFinding, StoredScrape, StoredTarget, TickCommit } from '../store.ts';

/** The store of the running test; `reopen` closes it and opens the same place again. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly clock: { time: number };
  reopen(): Promise<Store>;
}

/** The nth VM id of the tests. */
export function testVmId(n: number): VmId {
  const vmId = parseVmId(`00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
  if (vmId === undefined) throw new Error('the pattern of the test ids is wrong');
  return vmId;
}

/** A tick of host `hv01` that writes nothing but what is given. */
export function testTick(parts: Partial<TickCommit> = {}): TickCommit {
  return { host: 'hv01', scrapes: [], upserts: [], removals: [], changes: [], states: [], events: [], at: 1_000, ...parts };
}

/** A scrape that succeeded. */
export function testScrape(parts: Partial<StoredScrape> = {}): Omit<StoredScrape, 'host'> {
  return {
    collector: 'vm',
    outcome: 'ok',
    reason: undefined,
    finishedAt: 1_000,
    durationMs: 12.5,
    lastReadingAt: 1_000,
    failures: 0,
    nextRunAt: 16_000,
    intervalSeconds: 15,
    frameBytes: 4_096,
    ...parts,
  };
}

/** Text that guests may write: every one of these must come back unchanged. */
export const hostileTexts: readonly string[] = [
  '',
  'a\u0000b',
  '\u0000',
  '\ud800',
  'x\udfff',
  '\udc00\ud800',
  '\ufeffé漢😀',
  '"\\\'); DROP TABLE reading; --',
  '\u001b[31m\r\n\t\u2028',
  'null',
  'x'.repeat(100_000),
];

/** A reading to write; VM undefined is the host. */
export const testUpsert = (vm: number | undefined, reading: Json, collector = 'kvp') => ({
  collector,
  vmId: vm === undefined ? undefined : testVmId(vm),
  reading,
});
/** A reading to remove. */
export const testRemoval = (vm: number | undefined, collector = 'kvp') => ({
  collector,
  vmId: vm === undefined ? undefined : testVmId(vm),
});
/** A target of the simplest kind. */
export const testTarget = (host: string): StoredTarget => ({ host, transport: 'simulated', address: undefined, labels: {} });

/** A finding of a VM; codes are free text to the store. */
export const testFinding = (vm: number, code: string, parts: Partial<StoredFinding> = {}): Omit<StoredFinding, 'revision'> => ({
  vmId: testVmId(vm),
  code,
  severity: 'warning',
  host: 'hv01',
  since: 1_000,
  finding: { evidence: [] },
  ...parts,
});

/** An event; kinds are free text to the store. */
export const testEvent = (key: string, parts: Partial<StoredEvent> = {}): Omit<StoredEvent, 'id' | 'host'> => ({
  collector: 'power',
  key,
  vmId: testVmId(1),
  kind: 'turned-off',
  severity: 'warning',
  at: 1_000,
  seenAt: 2_000,
  detail: { eventId: 18_502 },
  ...parts,
});

/** A finding about a host. */
export const testHostFinding = (
  host: string,
  code: string,
  parts: Partial<StoredHostFinding> = {},
): Omit<StoredHostFinding, 'revision'> => ({
  host,
  code,
  severity: 'warning',
  since: 1_000,
  finding: { evidence: [] },
  ...parts,
});
