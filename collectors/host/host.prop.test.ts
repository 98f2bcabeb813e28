import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordData } from '#collectors/transport/simulated/records.ts';
import { plainSetup } from '#collectors/transport/simulated/simulated-setup.ts';
import { hostReading } from '#lib/model/readings/host.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyJson, anyText, twisted } from '../../e2e/golden/arbitrary-record.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { host } from './host.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
const context = { hostTime: now, now, state: undefined, previous: new Map<VmId, never>() };

const setup = fc
  .record({
    version: anyText,
    buildNumber: fc.constantFrom('20348', '26100', 'x'),
    memoryBytes: fc.nat(),
    freeMemoryBytes: fc.nat(),
    domain: anyText,
    rdmaAdapters: fc.array(fc.record({ name: anyText, description: anyText, enabled: fc.boolean() }), { maxLength: 3 }),
    cluster: fc.option(
      fc.record({
        name: anyText,
        nodes: fc.array(
          fc.record({ name: fc.oneof(fc.constant('HV01'), anyText), state: fc.integer(), drainStatus: fc.integer() }),
          { maxLength: 4 },
        ),
      }),
      { nil: undefined },
    ),
  })
  .map((over) => ({ ...plainSetup, ...over }));
const record = setup.map((over) =>
  JSON.parse(JSON.stringify(recordData(makeHost('hv01', [], { setup: over }), 'host', {}, now).data)),
);

it('never throws, and yields only readings that pass their schema, survive JSON and give finite samples', () => {
  fc.assert(
    fc.property(fc.oneof(record, twisted(record), anyJson), (data) => {
      const result = host.parse(data, context);
      expect(result.ok || result.reason.length > 0).toBe(true);
      if (!result.ok || result.host === undefined) return;
      expect(hostReading.parse(JSON.parse(JSON.stringify(result.host)))).toEqual(result.host);
      const samples = host.hostSamples?.(result.host, 'hv01') ?? [];
      expect(samples.every(({ value }) => Number.isFinite(value))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it('is ready only where nothing but a hint stands in the way', () => {
  fc.assert(
    fc.property(record, (data) => {
      const result = host.parse(data, context);
      if (!result.ok || result.host === undefined) throw new Error('a record of a simulated host has a reading');
      const { readiness, cluster } = result.host;
      if (cluster?.node?.state === 'paused' || cluster?.node?.drain === 'in-progress') expect(readiness.ready).toBe(false);
      if (readiness.obstacles.length === 0) expect(readiness.ready).toBe(true);
    }),
  );
});
