import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { createPowerShellTransports } from './create-transports.ts';
import { PowerShellProcess, powerShellEnvironment } from './powershell-process.ts';
import { ask, collect, dataOf, fakeModule } from './testdata/fake-module.ts';

const mebibyte = 1_048_576;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Bytes that this process holds after a full collection, buffers included. */
function heldBytes(): number {
  if (typeof collectGarbage === 'function') collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

it('holds no more memory after 10,000 calls of a process than after the first', async () => {
  const { executable } = await ensurePwsh();
  const running = new PowerShellProcess({
    executable,
    env: powerShellEnvironment(process.env),
    clock: systemClock,
    onNoise: () => undefined,
  });
  const answer =
    "$line = 'x' * 2000; [Console]::Out.WriteLine('hv:' + $Token + ' ' + $line); [Console]::Out.WriteLine('hv:' + $Token + ' done')";
  await running.load(`function Invoke-HvitalsDispatch { param($Verb, $Token, $Argument) ${answer} }`, 60_000);
  const call = async (count: number) => {
    for (let index = 0; index < count; index++) await running.call('x', { index }, 60_000);
  };
  await call(2_000);
  const [held, resident] = [heldBytes(), await residentBytes(running.pid ?? 0)];
  await call(8_000);
  // Kept answers would be 16 MB.
  expect((heldBytes() - held) / mebibyte).toBeLessThan(4);
  expect(((await residentBytes(running.pid ?? 0)) - resident) / mebibyte).toBeLessThan(40);
  await running.close();
}, 600_000);

it('holds no more memory after 1,000 scrapes of a session than after the first hundreds', async () => {
  const { executable } = await ensurePwsh();
  const transports = createPowerShellTransports({
    executable,
    processes: 1,
    log: pino({ level: 'silent' }),
    hostModule: fakeModule,
  });
  const request = ask('pid', ['echo', { text: 'x'.repeat(2_000) }]);
  const scrape = async (count: number) => {
    let pid = 0;
    for (let index = 0; index < count; index++) {
      const result = await collect(transports.local, { name: 'here', transport: 'local' }, request, AbortSignal.timeout(60_000));
      expect(result.error).toBeUndefined();
      pid = Number(dataOf(result, 'pid'));
    }
    return pid;
  };
  const pid = await scrape(300);
  const [held, resident] = [heldBytes(), await residentBytes(pid)];
  expect(await scrape(700)).toBe(pid);
  expect((heldBytes() - held) / mebibyte).toBeLessThan(4);
  expect(((await residentBytes(pid)) - resident) / mebibyte).toBeLessThan(40);
  await transports.close();
}, 600_000);
