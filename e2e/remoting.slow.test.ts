import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHostModule } from '#collectors/host-module/build-host-module.ts';
import { registry } from '#collectors/registry.ts';
import { createPowerShellTransports, type PowerShellTransports } from '#collectors/transport/create-transports.ts';
import { outcomesOf, type SshTarget, scrapeOverSsh } from './jea/scrape-over-ssh.ts';
import { type SshHost, startSshHost } from './lab/start-ssh-host.ts';
import { ensurePwsh } from './pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from './support/make-host.ts';

const { text, hash } = buildHostModule();
const vmsOf = (host: number, count: number) =>
  Array.from({ length: count }, (_, index) => linuxVm(testVmId(host, index + 1), `vm${index}`, Date.now()));
let current: SshHost;
let outdated: SshHost;
let transports: PowerShellTransports;

beforeAll(async () => {
  const { executable } = await ensurePwsh();
  [current, outdated] = await Promise.all([
    startSshHost({ address: '127.0.0.61', host: makeHost('hv61', vmsOf(61, 5)), installModule: text }),
    startSshHost({
      address: '127.0.0.62',
      host: makeHost('hv62', vmsOf(62, 5)),
      installModule: text.replaceAll(hash, '0123456789abcdef'),
    }),
  ]);
  transports = createPowerShellTransports({ executable, processes: 1, log: pino({ level: 'silent' }) });
}, 300_000);

afterAll(async () => {
  await transports.close();
  await Promise.all([current.stop(), outdated.stop()]);
}, 60_000);

const scrape = (host: SshHost, name: string, over: Partial<SshTarget> = {}) => scrapeOverSsh(transports, host, { ...over, name });

const names = registry.map(({ name }) => name);
const restricted = { subsystem: 'hvitals', restricted: true };
type Received = Awaited<ReturnType<typeof scrape>>;
const vmCount = ({ records }: Received) => (records.get('vm')?.record.data as { vms: unknown[] } | undefined)?.vms.length;

describe('a restricted endpoint with the module of this version', () => {
  it('gives every record, call after call in one session, although it takes no language', async () => {
    for (let call = 0; call < 2; call++) {
      const received = await scrape(current, 'restricted', restricted);
      expect(outcomesOf(received)).toEqual(names.map((name) => [name, 'ok']));
      expect(vmCount(received)).toBe(5);
    }
    expect(await current.acceptedLogins()).toBe(1);
  }, 90_000);

  it('refuses what is not our function, such as the module as text', async () => {
    const received = await scrape(current, 'not-told', { ...restricted, restricted: false });
    expect(received.records.size).toBe(0);
    expect(received.rest).toMatchObject({ outcome: 'error', reason: expect.stringContaining('restricted endpoint') });
  }, 60_000);
});

it('a restricted endpoint with another module is role-outdated for every collector, with both versions', async () => {
  const received = await scrape(outdated, 'outdated', restricted);
  expect(received.records.size).toBe(0);
  expect([...received.bad.keys()]).toEqual(names);
  for (const { outcome, reason } of received.bad.values()) {
    expect(outcome).toBe('role-outdated');
    expect(reason).toBe(
      `The host's module is "0123456789abcdef", and this hvitals needs ${hash}: install the Hvitals module of this version on the host.`,
    );
  }
}, 60_000);

it('a plain session is asked the same by one scrape, whether the host has 5 VMs or 200', async () => {
  const callsOf = async (count: number) => {
    await current.update(makeHost('hv61', vmsOf(61, count)));
    const before = (await current.calls()).length;
    const received = await scrape(current, 'plain');
    expect(outcomesOf(received)).toEqual(names.map((name) => [name, 'ok']));
    expect(vmCount(received)).toBe(count);
    const calls = (await current.calls()).slice(before);
    // Get-WinEvent knows no time-out.
    const timed = calls.filter(({ command }) => command !== 'Get-WinEvent');
    for (const call of timed) expect(call.timeoutSeconds).toBeGreaterThan(0);
    // Files are the one thing that is asked one by one, in two seconds at most.
    return calls
      .filter(({ method }) => method?.startsWith('GetVirtualHardDisk') !== true)
      .map((call) => `${call.command} ${call.class} ${call.method}`);
  };
  const few = await callsOf(5);
  expect(few.length).toBeGreaterThan(10);
  expect(await callsOf(200)).toEqual(few);
}, 120_000);
