import fc from 'fast-check';
import type { Json } from '#lib/model/json.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import type { RevisionDelta, StoredScrape } from '#lib/store/store.ts';

export const start = Date.UTC(2026, 10, 23, 8);
export const vmIds = [1, 2].map((n) => parseVmId(`00000000-0000-4000-8000-00000000000${n}`) as VmId);
export const hosts = ['hv01', 'hv02'];

const place = { host: fc.constantFrom(...hosts), vmId: fc.constantFrom(...vmIds) };
const reading = fc.oneof(
  fc.record({
    collector: fc.constant('vm'),
    reading: fc.record({
      name: fc.constantFrom('web', 'db'),
      kind: fc.constantFrom('realized', 'replica'),
      state: fc.constantFrom(2, 3),
      operationalStatus: fc.constant([2]),
      startedAt: fc.nat(20).map((step) => new Date(start + step * 20_000).toISOString()),
    }),
  }),
  fc.record({
    collector: fc.constant('heartbeat'),
    reading: fc.record({ enabled: fc.constant(true), primary: fc.constantFrom(2, 12, 12), everInContact: fc.boolean() }),
  }),
  fc.record({ collector: fc.constant('kvp'), reading: fc.constant({ nothing: 'that fits' }) }),
);
/** Random lives of two VMs on two hosts: read, moved, gone, scraped in vain, and hosts that leave. */
export const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('read' as const), ...place, what: reading }),
    fc.record({ do: fc.constant('remove' as const), ...place, collector: fc.constantFrom('vm', 'heartbeat', 'kvp') }),
    fc.record({ do: fc.constant('read' as const), ...place, what: reading }),
    fc.record({ do: fc.constant('scrape' as const), host: place.host, failures: fc.nat(4) }),
    fc.record({ do: fc.constant('drop' as const), host: place.host }),
    fc.record({ do: fc.constant('hostFinding' as const), host: place.host, holds: fc.boolean() }),
  ),
  { maxLength: 40 },
);

/** A delta that changes nothing. */
export const nothing: RevisionDelta = {
  revision: 0,
  reset: false,
  readings: [],
  removed: [],
  scrapes: [],
  targets: [],
  removedTargets: [],
  findings: [],
  clearedFindings: [],
  hostFindings: [],
  clearedHostFindings: [], events: [],
};
export const target = (host: string) => ({ host, transport: 'simulated', address: undefined, labels: {} });

export function scrapesAt(host: string, now: number, failures: number): StoredScrape[] {
  return ['vm', 'heartbeat', 'kvp'].map((collector) => ({
    host,
    collector,
    outcome: failures > 0 ? 'unreachable' : 'ok',
    reason: undefined,
    finishedAt: now,
    durationMs: 1,
    lastReadingAt: now,
    failures,
    nextRunAt: now + 15_000,
    intervalSeconds: 15,
    frameBytes: 1,
  }));
}

/** The delta of a step; steps are 20 seconds apart. */
export function toDelta(step: typeof steps extends fc.Arbitrary<(infer Step)[]> ? Step : never, revision: number): RevisionDelta {
  const now = start + revision * 20_000;
  switch (step.do) {
    case 'read': {
      const { host, vmId, what } = step;
      const stored = { host, vmId, collector: what.collector, reading: what.reading as Json, changedAt: now, revision };
      return { ...nothing, revision, targets: [target(host)], readings: [stored], scrapes: scrapesAt(host, now, 0) };
    }
    case 'remove':
      return { ...nothing, revision, removed: [step] };
    case 'scrape':
      return { ...nothing, revision, targets: [target(step.host)], scrapes: scrapesAt(step.host, now, step.failures) };
    case 'hostFinding': {
      const row = { host: step.host, code: 'host-clock-bad' };
      const body = { evidence: [], cause: { key: 'finding.host-clock-bad.cause' }, fixes: [] };
      const stored = { ...row, severity: 'warning', since: now, finding: body, revision };
      const change = step.holds ? { hostFindings: [stored] } : { clearedHostFindings: [row] };
      return { ...nothing, revision, targets: [target(step.host)], ...change };
    }
    case 'drop':
      return { ...nothing, revision, removedTargets: [step.host] };
  }
}

