import { expect, it } from 'vitest';
import { clock } from '../../collectors/clock/clock.ts';
import { clockRecord } from '../../collectors/transport/simulated/clock-record.ts';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { Json } from '../../lib/model/json.ts';
import type { VmId } from '../../lib/model/vm-id.ts';
import { makeHost } from '../support/make-host.ts';
import { startNtpServer } from '../support/ntp-server.ts';
import { scrapeHost } from '../support/scrape-host.ts';

/*
 * The twins of collector `clock`. Packets cannot come from a scenario's rows, so the scripts exchange them with a real server on loopback that
 * plays the scenario's. Times, random bits and the engine's own resolution are the machine's; all else has to be equal.
 */

const now = Date.UTC(2026, 5, 1, 12);

async function expectTwins(host: SimulatedHost, args: Json): Promise<unknown> {
  const { records } = await scrapeHost(host, { collectors: [{ name: 'clock', timeoutMs: 10_000, args }], now });
  const fleet = clockRecord(host, args, now);
  expect(records.clock?.outcome).toBe(fleet.outcome);
  const expected: unknown = JSON.parse(JSON.stringify(fleet.data));
  expect(shapeOf(records.clock?.data)).toEqual(shapeOf(expected));
  return records.clock?.data;
}

/** The record with every exchange by what kind of thing each of its fields is. */
function shapeOf(data: unknown): unknown {
  const { servers, resolutionMs, ...rest } = data as { servers: { exchanges: object[] }[]; resolutionMs: unknown };
  const kind = (value: unknown) =>
    typeof value === 'string' ? value.replace(/^[\w+/=]{8,}$/, (text) => `${text.length}`) : value;
  return {
    ...rest,
    resolutionMs: typeof resolutionMs,
    servers: servers.map(({ exchanges, ...server }) => ({
      ...server,
      exchanges: exchanges.map((exchange) =>
        Object.entries(exchange).map(([key, value]) => [key, key === 'failure' ? value : kind(value)]),
      ),
    })),
  };
}

/** A host that is asked to compare its clock with one server, which is `offsetMs` ahead. */
function hostOf(server: string, offsetMs: number, over: Partial<SimulatedHost['clock']> = {}): SimulatedHost {
  const servers = { [server]: { offsetMs, delayMs: 0.1, stratum: 2, rootDispersionMs: 0 } };
  const host = makeHost('hv01', []);
  return { ...host, clock: { ...host.clock, servers, ...over } };
}

it('scripts and fleet send the same, and both are read as the same offset', { timeout: 120_000 }, async () => {
  await using server = await startNtpServer({ offsetMs: -750 });
  const name = `127.0.0.1:${server.port}`;
  const host = hostOf(name, -750);
  const args = clock.args(undefined, { ntpServers: [name, 'no-such-host.invalid'] });
  const real = await expectTwins(host, args);
  const context = { hostTime: now, now, state: undefined, previous: new Map<VmId, never>() };
  for (const data of [real, clockRecord(host, args, now).data]) {
    const parsed = clock.parse(data, context);
    const [first, second] = parsed.ok ? (parsed.host?.servers ?? []) : [];
    expect(Math.abs((first?.offset?.seconds ?? Number.NaN) - 0.75)).toBeLessThanOrEqual(first?.offset?.boundSeconds ?? 0);
    expect([first?.stratum, second?.failure]).toEqual([2, 'unresolved']);
  }
});

it.each<[string, Partial<SimulatedHost>, Partial<SimulatedHost['clock']>]>([
  ['a member of a domain', {}, { syncType: 'NT5DS', ntpServer: 'time.windows.com,0x9' }],
  ['no settings and no counters', {}, { syncType: undefined, ntpServer: undefined, hasCounters: false }],
  ['a clock that is behind', { clockOffsetMs: -40_000 }, {}],
  ['names that do not resolve', {}, { syncType: 'AllSync', ntpServer: 'no-such-host.invalid,0x9 neither.invalid' }],
])('the same for %s', { timeout: 120_000 }, async (_what, over, clockOver) => {
  const host = hostOf('nobody', 0, clockOver);
  await expectTwins({ ...host, ...over }, {});
});

it.each(['StdRegProv', 'Win32_PerfFormattedData_MicrosoftWindowsW32TimePerf_WindowsTimeService'])(
  'the same where %s is missing or fails',
  { timeout: 120_000 },
  async (name) => {
    const host = hostOf('nobody', 0);
    await expectTwins({ ...host, faults: { ...host.faults, missingClasses: [name] } }, {});
    await expectTwins({ ...host, faults: { ...host.faults, failingClasses: { [name]: 'Generic failure' } } }, {});
  },
);
