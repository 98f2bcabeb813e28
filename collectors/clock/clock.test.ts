import { describe, expect, it } from 'vitest';
import { clockRecord } from '#collectors/transport/simulated/clock-record.ts';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import type { ClockHostReading } from '#lib/model/readings/clock.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { clock } from './clock.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
const context = { hostTime: now, now, state: undefined, previous: new Map<VmId, never>() };
const server = { offsetMs: 0, delayMs: 2, stratum: 2, rootDispersionMs: 1 };

function hostWith(over: Partial<SimulatedHost['clock']>, clockOffsetMs = 0): SimulatedHost {
  const ntp = { hasCounters: true, syncType: 'NTP', ntpServer: 'a b', resolutionMs: 0.5, servers: { a: server, b: server } };
  return makeHost('hv01', [], { clockOffsetMs, clock: { ...ntp, ...over } });
}

function read(data: unknown): ClockHostReading {
  const parsed = clock.parse(data, context);
  if (!parsed.ok || parsed.host === undefined) throw new Error(parsed.ok ? 'no reading' : parsed.reason);
  return parsed.host;
}

const readOf = (host: SimulatedHost) => read(clockRecord(host, {}, now).data);
const samplesOf = (reading: ClockHostReading) =>
  Object.fromEntries((clock.hostSamples?.(reading, 'hv01') ?? []).map(({ metric, value }) => [metric, value]));

describe('the clock of a host', () => {
  it.each([0, 4, -4, 40_000, -86_400_000])('is off by %i ms, within the bound', (clockOffsetMs) => {
    const { servers } = readOf(hostWith({}, clockOffsetMs));
    for (const { offset } of servers) {
      expect(Math.abs((offset?.seconds ?? Number.NaN) - clockOffsetMs / 1_000)).toBeLessThanOrEqual(offset?.boundSeconds ?? 0);
      expect(offset?.boundSeconds).toBeLessThan(0.01);
    }
    expect(servers).toHaveLength(2);
  });

  it('has a bound that the resolution of the host and the root of the server make wider', () => {
    const bound = (host: SimulatedHost) => readOf(host).servers[0]?.offset?.boundSeconds ?? Number.NaN;
    const plain = bound(hostWith({}));
    expect(bound(hostWith({ resolutionMs: 15.5 })) - plain).toBeCloseTo(0.015, 6);
    expect(bound(hostWith({ servers: { a: { ...server, rootDispersionMs: 101 } } })) - plain).toBeCloseTo(0.1, 4);
  });

  it('is told by the server with the smallest bound', () => {
    const far = { ...server, offsetMs: 50, delayMs: 300 };
    const samples = samplesOf(readOf(hostWith({ servers: { a: far, b: server } }, 7)));
    expect(samples.hvitals_host_clock_offset_seconds).toBeCloseTo(0.007, 4);
  });

  it('is not told by one that most others contradict, however sure it is', () => {
    const wide = { ...server, delayMs: 80 };
    const samples = samplesOf(readOf(hostWith({ servers: { a: wide, b: wide, liar: { ...server, offsetMs: 9_000 } } }, 7)));
    expect(samples.hvitals_host_clock_offset_seconds).toBeCloseTo(0.007, 2);
  });

  it('has no offset where nobody answers, and keeps what W32Time says', () => {
    const samples = samplesOf(readOf(hostWith({ servers: {} }, -2_500)));
    expect(samples).toEqual({ hvitals_host_clock_resolution_seconds: 0.0005, hvitals_host_clock_w32time_offset_seconds: 2.5 });
  });

  it('costs one server its answer when only one lies', () => {
    const data = structuredClone(clockRecord(hostWith({}), {}, now).data) as { servers: { exchanges: { answer: string }[] }[] };
    for (const exchange of data.servers[0]?.exchanges ?? []) exchange.answer = 'AAAA';
    const [liar, good] = read(data).servers;
    expect([liar?.failure, liar?.offset, good?.failure]).toEqual(['malformed', undefined, undefined]);
    expect(good?.offset).toBeDefined();
  });

  it('leaves out what cannot be read, and says so', () => {
    const whole = clockRecord(hostWith({}), {}, now).data as { servers: unknown[] };
    const parsed = clock.parse({ ...whole, servers: [7, ...whole.servers], w32time: 'fine' }, context);
    expect(parsed).toMatchObject({ ok: true, partialReason: expect.stringMatching(/server 1.*W32Time/) });
    expect(clock.parse({ ...whole, resolutionMs: -1 }, context)).toMatchObject({ ok: false });
    expect(clock.parse(null, context)).toMatchObject({ ok: false });
  });
});

describe('the question', () => {
  it('names the servers of the configuration with their ports, and none where there are none', () => {
    expect(clock.args(undefined, { ntpServers: ['ntp.example.com', '[2001:db8::1]:1123'] })).toEqual({
      servers: [
        { server: 'ntp.example.com', host: 'ntp.example.com', port: 123 },
        { server: '[2001:db8::1]:1123', host: '2001:db8::1', port: 1123 },
      ],
    });
    expect(clock.args(undefined)).toEqual({ servers: [] });
  });
});
