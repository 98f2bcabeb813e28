import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockRecord } from '#collectors/transport/simulated/clock-record.ts';
import { clockHostReading, sntpFailures } from '#lib/model/readings/clock.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyJson, anyText, twisted } from '../../e2e/golden/arbitrary-record.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { clock } from './clock.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
const context = { hostTime: now, now, state: undefined, previous: new Map<VmId, never>() };

const ntpServer = fc.record({
  offsetMs: fc.integer({ min: -10_000, max: 10_000 }),
  delayMs: fc.integer({ min: 0, max: 900 }),
  stratum: fc.nat({ max: 255 }),
  rootDispersionMs: fc.nat({ max: 20_000 }),
  failure: fc.option(fc.constantFrom('timeout' as const, 'unreachable' as const), { nil: undefined, freq: 4 }),
});
const hostClock = fc.record({
  hasCounters: fc.boolean(),
  syncType: fc.constantFrom('NTP', 'AllSync', 'NT5DS', undefined),
  ntpServer: fc.constantFrom('a,0x9 b,0x8', 'a b c d e f', 'unknown', '', undefined),
  resolutionMs: fc.constantFrom(0, 0.0004, 1, 15.625),
  servers: fc.record({ a: ntpServer, b: ntpServer }),
});
const host = fc
  .record({ clock: hostClock, clockOffsetMs: fc.integer({ min: -(10 ** 9), max: 10 ** 9 }) })
  .map((over) => makeHost('hv01', [], over));
const record = host.map((of) => JSON.parse(JSON.stringify(clockRecord(of, {}, now).data)) as unknown);
const noise = fc.record({
  serversFrom: fc.constantFrom('configured', 'w32time', 'none'),
  resolutionMs: fc.double({ min: 0, max: 100, noNaN: true }),
  syncType: fc.option(anyText, { nil: null }),
  w32time: anyJson,
  servers: fc.array(
    fc.record({
      server: anyText,
      failure: fc.option(fc.constantFrom(...sntpFailures), { nil: null }),
      exchanges: fc.array(
        fc.record({
          sent: fc.uint8Array({ minLength: 7, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('base64')),
          t1: fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }).map(String),
          t4: fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }).map(String),
          answer: fc.uint8Array({ maxLength: 130 }).map((bytes) => Buffer.from(bytes).toString('base64')),
        }),
        { maxLength: 12 },
      ),
    }),
    { maxLength: 6 },
  ),
});

describe('clock', () => {
  it('never throws, and yields only readings that pass their schema, survive JSON and give finite samples', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, twisted(record), noise), (data) => {
        const result = clock.parse(data, context);
        expect(result.ok || result.reason.length > 0).toBe(true);
        if (!result.ok || result.host === undefined) return;
        expect(clockHostReading.parse(JSON.parse(JSON.stringify(result.host)))).toEqual(result.host);
        expect(result.host.servers.length).toBeLessThanOrEqual(4);
        const samples = clock.hostSamples?.(result.host, 'hv01') ?? [];
        expect(samples.every(({ value }) => Number.isFinite(value))).toBe(true);
      }),
    );
  });

  it('knows the offset of every server that answers, within its bound, whatever the host and the server are off', () => {
    fc.assert(
      fc.property(host, (of) => {
        const result = clock.parse(clockRecord(of, {}, now).data, context);
        if (!result.ok) throw new Error(result.reason);
        for (const { server, offset } of result.host?.servers ?? []) {
          if (offset === undefined) continue;
          const known = of.clock.servers[server];
          const truth = (of.clockOffsetMs - (known?.offsetMs ?? Number.NaN)) / 1_000;
          expect(Math.abs(offset.seconds - truth)).toBeLessThanOrEqual(offset.boundSeconds + 2e-6);
        }
      }),
    );
  });

  it('has an offset or a failure for every server that was asked', () => {
    fc.assert(
      fc.property(record, (data) => {
        const result = clock.parse(data, context);
        if (!result.ok) throw new Error(result.reason);
        for (const { offset, failure } of result.host?.servers ?? []) expect(offset === undefined).toBe(failure !== undefined);
      }),
    );
  });
});
