import { pino } from 'pino';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { buildDispatcher } from './build-dispatcher.ts';
import { type PoolOptions, PowerShellPool } from './powershell-pool.ts';
import type { PowerShellProcess } from './powershell-process.ts';

const never = new AbortController().signal;
const pools: PowerShellPool[] = [];
let executable = '';

beforeAll(async () => {
  executable = (await ensurePwsh()).executable;
}, 300_000);

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function open(over: Partial<PoolOptions> = {}): PowerShellPool {
  const pool = new PowerShellPool({
    executable,
    processes: 2,
    dispatcherText: buildDispatcher(),
    moduleText: '',
    env: process.env,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    ...over,
  });
  pools.push(pool);
  return pool;
}

it('starts a process when it is needed, and spreads sessions over all of them', async () => {
  const pool = open();
  const counts = new Map<PowerShellProcess, number>();
  const take = async () => {
    const taken = await pool.acquire((process) => counts.get(process) ?? 0, never);
    counts.set(taken, (counts.get(taken) ?? 0) + 1);
  };
  await take();
  expect(counts.size).toBe(1);
  for (let count = 0; count < 5; count++) await take();
  expect([...counts.values()]).toEqual([3, 3]);
});

it('starts one process for callers who come at the same time', async () => {
  const pool = open({ processes: 1 });
  const [one, two] = await Promise.all([pool.acquire(() => 0, never), pool.acquire(() => 0, never)]);
  expect(one).toBe(two);
});

it('replaces a process that ended because of one host at once, and holds back where PowerShell itself keeps ending', async () => {
  let now = 0;
  const clock = { ...systemClock, monotonic: () => now };
  const pool = open({ processes: 1, clock });
  const first = await pool.acquire(() => 0, never);
  await first.close({ kind: 'stuck', detail: 'a host' });
  let last = await pool.acquire(() => 0, never);
  expect(last.pid).not.toBe(first.pid);
  for (const pause of [500, 1_000, 2_000]) {
    await last.close({ kind: 'hung', detail: 'drain' });
    if (pause > 1_000) await expect(pool.acquire(() => 0, never)).rejects.toMatchObject({ end: { kind: 'hung' } });
    now += pause;
    last = await pool.acquire(() => 0, never);
  }
  // A process that lived for long makes up for those before it.
  now += 60_000;
  await last.close({ kind: 'hung', detail: 'drain' });
  expect((await pool.acquire(() => 0, never)).hasEnded).toBe(false);
}, 60_000);

it('fails a start whose text PowerShell does not take, with the reason', async () => {
  const pool = open({ processes: 1, dispatcherText: 'throw "broken text"' });
  await expect(pool.acquire(() => 0, never)).rejects.toThrow(/broken text|Invoke-HvitalsDispatch/);
});
