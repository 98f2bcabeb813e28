import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { scrapeHost } from '../../e2e/support/scrape-host.ts';
import type { SimulatedHost } from '../transport/simulated/scenario.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
const good = makeHost('hv01', [linuxVm(testVmId(1, 1), 'web', now)]);
const withFaults = (faults: Partial<SimulatedHost['faults']>): SimulatedHost => ({
  ...good,
  faults: { ...good.faults, ...faults },
});
/** How long after the deadline the module ends its process (envelope.ps1). */
const graceMs = 5_000;

beforeAll(() => ensurePwsh(), 300_000);

describe.concurrent('time on the host', { timeout: 60_000 }, () => {
  test('records from before a hung class have come, and the watchdog ends the process after the deadline', async () => {
    const deadlineMs = 9_000;
    const scrape = await scrapeHost(withFaults({ hangingClasses: ['Msvm_VssComponent'] }), {
      collectors: ['vm', 'heartbeat', 'integration-services', 'kvp'],
      now,
      deadlineMs,
      watchdog: true,
      after: "[Console]::Out.WriteLine('never')",
      timeoutMs: 40_000,
    });
    expect(scrape.order).toEqual(['vm', 'heartbeat']);
    expect(scrape.records.heartbeat?.outcome).toBe('ok');
    expect(scrape.ended).toBe(false);
    expect(scrape.lines).not.toContain('never');
    expect(scrape.calls.at(-1)).toMatchObject({ class: 'Msvm_VssComponent', outcome: 'hang' });
    expect(scrape.arrivedMs.heartbeat).toBeLessThan(scrape.result.tookMs - graceMs + 1_000);
    expect(scrape.result.tookMs).toBeGreaterThan(deadlineMs + graceMs);
    expect(scrape.result.tookMs).toBeLessThan(30_000);
  });

  test('without the watchdog a hung class holds the process until it is killed from outside', async () => {
    const scrape = await scrapeHost(withFaults({ hangingClasses: ['Msvm_VirtualSystemManagementService'] }), {
      collectors: ['vm'],
      now,
      deadlineMs: 3_000,
      watchdog: false,
      timeoutMs: 3_000 + graceMs + 4_000,
    });
    expect(scrape.result.code).toBeNull();
    expect(scrape.result.tookMs).toBeGreaterThan(3_000 + graceMs + 3_900);
  });

  test('the watchdog leaves a process alone whose call has ended, also one that ended badly', async () => {
    const scrape = await scrapeHost(good, {
      collectors: [{ name: 'vm', timeoutMs: 1 }],
      now,
      deadlineMs: 1,
      watchdog: true,
      after: `[System.Threading.Thread]::Sleep(${graceMs + 2_000}); [Console]::Out.WriteLine('alive')`,
    });
    expect(scrape.lines.at(-1)).toBe('alive');
    expect(scrape.result.code).toBe(0);
    expect(scrape.records.vm).toMatchObject({ outcome: 'error', reason: expect.stringMatching(/^timed out/) });
  });

  test('a slow class ends at its time-out, costs its own collector, and is not asked twice', async () => {
    const scrape = await scrapeHost(withFaults({ slowClassesMs: { Msvm_HeartbeatComponent: 60_000 } }), {
      collectors: ['vm', { name: 'heartbeat', timeoutMs: 1_500 }, 'integration-services', 'kvp'],
      now,
    });
    expect(scrape.records.heartbeat).toMatchObject({ outcome: 'error', reason: expect.stringContaining('timed out') });
    expect(scrape.records['integration-services']?.outcome).toBe('partial');
    expect(scrape.records.vm?.outcome).toBe('ok');
    expect(scrape.records.kvp?.outcome).toBe('ok');
    expect(scrape.calls.filter((call) => call.class === 'Msvm_HeartbeatComponent')).toMatchObject([{ timeoutSeconds: 2 }]);
    expect(scrape.ended).toBe(true);
  });

  test('a collector past its time stops between calls, and the next one has time of its own', async () => {
    const slow = Object.fromEntries(
      ['Heartbeat', 'KvpExchange', 'Shutdown', 'TimeSync'].map((name) => [`Msvm_${name}ComponentSettingData`, 700]),
    );
    const scrape = await scrapeHost(withFaults({ slowClassesMs: slow }), {
      collectors: ['vm', { name: 'integration-services', timeoutMs: 1_600 }, 'heartbeat'],
      now,
    });
    expect(scrape.records['integration-services']?.reason).toContain('timed out before');
    expect(scrape.records.heartbeat?.outcome).toBe('ok');
    const asked = scrape.calls.map((call) => call.class);
    expect(asked).not.toContain('Msvm_GuestServiceInterfaceComponent');
  });

  test('collectors that the deadline of the call leaves no time for say so', async () => {
    const scrape = await scrapeHost(withFaults({ slowClassesMs: { Msvm_ComputerSystem: 60_000 } }), {
      collectors: ['vm', 'heartbeat'],
      now,
      deadlineMs: 1_000,
    });
    expect(scrape.records.vm?.reason).toContain('timed out');
    expect(scrape.records.heartbeat).toMatchObject({
      outcome: 'error',
      reason: 'timed out: not started within the deadline of the call',
    });
    expect(scrape.ended).toBe(true);
  });
});
