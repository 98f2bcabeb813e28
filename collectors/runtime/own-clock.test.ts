import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFakeClock, type FakeClock, settle } from '#lib/fake-clock.ts';
import type { NtpServerReading } from '#lib/model/readings/clock.ts';
import { startNtpServer } from '../../e2e/support/ntp-server.ts';
import { OwnClock } from './own-clock.ts';
import { createOwnMetrics, type OwnMetrics } from './own-metrics.ts';

const idle = { hostsInFlight: () => 0, stretch: () => 1, targets: () => 0, work: () => ({ series: 0, bytes: 0 }) as never };
const off = (seconds: number): NtpServerReading => ({ server: 'a', offset: { seconds, boundSeconds: 0.001 } });

let clock: FakeClock;
let metrics: OwnMetrics;
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
let own: OwnClock | undefined;

beforeEach(() => {
  clock = createFakeClock(0);
  metrics = createOwnMetrics(idle);
  for (const level of Object.values(log)) level.mockReset();
});
afterEach(() => own?.[Symbol.asyncDispose]());

function watch(answers: readonly NtpServerReading[]) {
  const asked: string[] = [];
  const ask = (server: string) => {
    asked.push(server);
    return Promise.resolve({ ...(answers[asked.length - 1] ?? off(0)), server });
  };
  own = new OwnClock({ clock, log: log as never, metrics, ask });
  return { asked, own };
}

const lines = async () =>
  (await metrics.render()).split('\n').filter((line) => /^hvitals_daemon_clock/.test(line) && !line.endsWith(' 0'));

it('asks nobody without being told', async () => {
  const { asked, own: none } = watch([]);
  await none.use([]);
  await clock.advance(1_000_000);
  expect(asked).toEqual([]);
  expect(await lines()).toEqual([]);
});

it('asks each server every 64 seconds and shows offset and bound', async () => {
  const { asked, own: watched } = watch([off(0.01), off(0.02)]);
  await watched.use(['a']);
  await settle();
  expect(await lines()).toEqual([
    'hvitals_daemon_clock_offset_seconds{server="a"} 0.01',
    'hvitals_daemon_clock_offset_bound_seconds{server="a"} 0.001',
  ]);
  await clock.advance(63_000);
  expect(asked).toHaveLength(1);
  await clock.advance(1_000);
  expect(asked).toHaveLength(2);
  expect((await lines())[0]).toBe('hvitals_daemon_clock_offset_seconds{server="a"} 0.02');
});

it('shows no offset while there is no answer, and counts the reason', async () => {
  const { own: watched } = watch([off(0.01), { server: 'a', failure: 'timeout' }, { server: 'a', failure: 'kiss-of-death' }]);
  await watched.use(['a']);
  await clock.advance(128_000);
  expect(await lines()).toEqual([
    'hvitals_daemon_clock_failures_total{reason="timeout"} 1',
    'hvitals_daemon_clock_failures_total{reason="kiss-of-death"} 1',
  ]);
});

it('is told in the log when it turns bad and when it is good again, and not in between', async () => {
  const { own: watched } = watch([off(0), off(-3), off(-3.1), { server: 'a', failure: 'timeout' }, off(0.001)]);
  await watched.use(['a']);
  await clock.advance(5 * 64_000);
  const told = [...log.warn.mock.calls, ...log.info.mock.calls].map(([fields]) => [fields.from, fields.to]);
  expect(told).toEqual([
    ['good', 'off'],
    ['off', 'timeout'],
    ['timeout', 'good'],
  ]);
});

it('forgets a server that the configuration no longer names, and goes on with one that it still does', async () => {
  const { asked, own: watched } = watch([]);
  await watched.use(['a']);
  await settle();
  await watched.use(['a']);
  await settle();
  expect(asked).toEqual(['a']);
  await watched.use(['b']);
  await settle();
  expect((await lines()).join('\n')).not.toContain('"a"');
  await watched.use([]);
  await clock.advance(1_000_000);
  expect(asked).toEqual(['a', 'b']);
});

it('measures a real server', async () => {
  await using server = await startNtpServer({ offsetMs: -2_000 });
  own = new OwnClock({ clock, log: log as never, metrics });
  await own.use([`127.0.0.1:${server.port}`]);
  await vi.waitFor(() => expect(log.warn).toHaveBeenCalledOnce(), 10_000);
  expect(log.warn.mock.calls[0]?.[0]).toMatchObject({ from: 'good', to: 'off' });
});
