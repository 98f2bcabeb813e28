import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostSettings } from '#lib/config/host-settings.ts';
import type { ClockHostReading } from '#lib/model/readings/clock.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { freeUdpPort, startChronyd } from '../../e2e/support/chronyd.ts';
import { makeHost } from '../../e2e/support/make-host.ts';
import { type NtpServerOptions, startNtpServer } from '../../e2e/support/ntp-server.ts';
import { type ScrapeOptions, scrapeHost } from '../../e2e/support/scrape-host.ts';
import type { SimulatedHost } from '../transport/simulated/scenario.ts';
import { clock } from './clock.ts';

/*
 * The real script on the real engine, its exchanges with real servers on loopback. What a host says beside (counters, registry) is simulated.
 */

const now = Date.UTC(2026, 10, 23);
const host = makeHost('hv01', []);
const stack = new AsyncDisposableStack();
let chronyd: { readonly port: number };

beforeAll(async () => {
  chronyd = stack.use(await startChronyd());
}, 300_000);
afterAll(() => stack.disposeAsync());

interface Read {
  readonly reading: ClockHostReading;
  readonly outcome: string;
  readonly reason: string | undefined;
  readonly data: unknown;
}

/** One scrape of the collector, and what the near side makes of it. */
async function read(settings: HostSettings, of: SimulatedHost = host, options: Partial<ScrapeOptions> = {}): Promise<Read> {
  const asked = { name: 'clock', timeoutMs: 10_000, args: clock.args(undefined, settings) };
  const { records } = await scrapeHost(of, { collectors: [asked], now, ...options });
  const record = records.clock;
  if (record === undefined) throw new Error('no record came');
  const { data, outcome, reason } = record;
  const parsed = clock.parse(data, { hostTime: now, now, state: undefined, previous: new Map<VmId, never>() });
  if (!parsed.ok || parsed.host === undefined) throw new Error(parsed.ok ? 'no reading' : parsed.reason);
  return { reading: parsed.host, outcome, reason, data };
}

async function readForced(options: NtpServerOptions) {
  await using server = await startNtpServer(options);
  const result = await read({ ntpServers: [`127.0.0.1:${server.port}`] });
  return { ...result, first: result.reading.servers[0], requests: server.requests };
}

/** A wrong offset never becomes right by another try; a busy machine may have delayed every one of four exchanges. */
async function within(limitSeconds: number, truth: number, settings: HostSettings): Promise<void> {
  let error = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 4 && error > limitSeconds; tries += 1) {
    const { reading } = await read(settings);
    const { seconds = Number.NaN, boundSeconds = 0 } = reading.servers[0]?.offset ?? {};
    error = Math.abs(seconds - truth);
    // The bound has to hold each time, however busy the machine is.
    expect(error).toBeLessThanOrEqual(boundSeconds);
  }
  expect(error).toBeLessThanOrEqual(limitSeconds);
}

describe('the host script', { timeout: 120_000 }, () => {
  it('agrees with a real chronyd on this machine to a millisecond', async () => {
    await within(0.001, 0, { ntpServers: [`127.0.0.1:${chronyd.port}`] });
  });

  it.each([250, -1_500, 3_600_000])('reads a server that is ahead by %i ms as a host that is behind', async (offsetMs) => {
    await using server = await startNtpServer({ offsetMs });
    await within(0.002, -offsetMs / 1_000, { ntpServers: [`127.0.0.1:${server.port}`] });
  });

  it('makes four exchanges, each with random bits of its own, and says what resolution it has', async () => {
    const { requests, reading, data, outcome } = await readForced({});
    expect(outcome).toBe('ok');
    expect(new Set(requests.map((request) => request.subarray(40).toString('hex'))).size).toBe(4);
    expect(requests.every((request) => request.subarray(0, 40).equals(Buffer.from([0x23, ...Array(39).fill(0)])))).toBe(true);
    expect(reading.serversFrom).toBe('configured');
    expect(reading.resolutionSeconds).toBeGreaterThan(0);
    expect(reading.resolutionSeconds).toBeLessThan(0.02);
    expect(JSON.stringify(data)).toMatch(/"t1":"63\d{16}","t4":"63\d{16}"/);
  });

  it('hands replayed answers on, so that they are refused, and takes none for another', async () => {
    let first: Buffer | undefined;
    const replayed = await readForced({
      twist: (answer, _request, n) => {
        if (n === 0) answer.writeUInt8(answer.readUInt8(31) ^ 1, 31);
        first ??= answer;
        return [first];
      },
    });
    expect(replayed.first).toEqual({ server: expect.any(String), failure: 'not-ours' });
  });

  it('leaves a server alone that sends a kiss', async () => {
    const { first, requests } = await readForced({
      twist: (answer) => {
        answer.set([0xe4, 0], 0);
        answer.write('RATE', 12, 'latin1');
        return [answer];
      },
    });
    expect(first).toEqual({ server: expect.any(String), failure: 'kiss-of-death', kiss: 'RATE' });
    expect(requests).toHaveLength(1);
  });

  it('names what is wrong with each server, and lets none take the time of another', async () => {
    await using silent = await startNtpServer({ twist: () => [] });
    await using good = await startNtpServer();
    const { reading, outcome } = await read({
      ntpServers: [
        `127.0.0.1:${silent.port}`,
        `127.0.0.1:${await freeUdpPort()}`,
        'no-such-host.invalid',
        `127.0.0.1:${good.port}`,
      ],
    });
    expect(outcome).toBe('ok');
    expect(reading.servers.map(({ failure }) => failure)).toEqual(['timeout', 'unreachable', 'unresolved', undefined]);
    expect(silent.requests.length).toBeLessThanOrEqual(2);
    expect(good.requests).toHaveLength(4);
  });

  it('asks W32Time’s own servers where its type says that they count', async () => {
    await using server = await startNtpServer({ stratum: 4 });
    const w32time = (syncType: string | undefined, ntpServer: string | undefined) => ({
      ...host,
      clockOffsetMs: -3,
      clock: { ...host.clock, syncType, ntpServer },
    });
    // W32Time knows no ports; in the test the server's is written in the place of 123.
    const editModule = (text: string) => text.replace('Port = 123;', `Port = ${server.port};`);
    const own = await read({ ntpServers: [] }, w32time('NTP', '127.0.0.1,0x9 no-such-host.invalid,0x8'), { editModule });
    expect(own.reading).toMatchObject({ serversFrom: 'w32time', syncType: 'NTP', w32time: { offsetMagnitudeSeconds: 0.003 } });
    expect(own.reading.servers).toMatchObject([
      { server: '127.0.0.1', stratum: 4 },
      { server: 'no-such-host.invalid', failure: 'unresolved' },
    ]);
    for (const [type, list] of [
      ['NT5DS', '127.0.0.1,0x9'] as const,
      ['NTP', undefined] as const,
      [undefined, undefined] as const,
    ]) {
      const { reading, outcome } = await read({ ntpServers: [] }, w32time(type, list), { editModule });
      expect([outcome, reading.serversFrom, reading.servers]).toEqual(['ok', 'none', []]);
    }
  });

  it('counts a missing performance class as nothing, and says what else it could not read', async () => {
    const name = 'Win32_PerfFormattedData_MicrosoftWindowsW32TimePerf_WindowsTimeService';
    const missing = await read({ ntpServers: [] }, { ...host, faults: { ...host.faults, missingClasses: [name] } });
    expect([missing.outcome, missing.reading.w32time]).toEqual(['ok', undefined]);
    const failing = await read(
      { ntpServers: [`127.0.0.1:${chronyd.port}`] },
      { ...host, faults: { ...host.faults, failingClasses: { StdRegProv: 'Access denied (0x80041003)' } } },
    );
    expect(failing.outcome).toBe('partial');
    expect(failing.reason).toContain('StdRegProv');
    expect(failing.reading.servers[0]?.offset).toBeDefined();
  });
});
