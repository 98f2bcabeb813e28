import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { type Scrape, scrapeHost } from '../../e2e/support/scrape-host.ts';
import type { SimulatedHost } from '../transport/simulated/scenario.ts';
import { hostCollectors } from './build-host-module.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
/** The collectors that read only Hyper-V's classes; the others have tests of their own (their twins). */
const others = new Set(['clock', 'disk', 'power', 'migration', 'host']);
const all = Object.keys(hostCollectors).filter((name) => !others.has(name));
const id = (number: number) => testVmId(1, number);
const good = makeHost('hv01', [linuxVm(id(1), 'web', now), linuxVm(id(2), 'db', now)]);
const counters = 'Win32_PerfFormattedData_VmmsVirtualMachineStats_HyperVVirtualMachineHealthSummary';

/** Runs all collectors on a host on which something is wrong. */
function scrapeWith(faults: Partial<SimulatedHost['faults']>, over: Partial<SimulatedHost> = {}): Promise<Scrape> {
  return scrapeHost({ ...good, ...over, faults: { ...good.faults, ...faults } }, { collectors: all, now });
}

const outcomesOf = ({ records }: Scrape) => Object.fromEntries(all.map((name) => [name, records[name]?.outcome]));
type Row = { readonly id: string; readonly services?: readonly { readonly component: string }[] };
const rowsOf = ({ records }: Scrape, name: string) => (records[name]?.data as { vms: Row[] } | null | undefined)?.vms ?? [];
const idsOf = (scrape: Scrape, name: string) => rowsOf(scrape, name).map((row) => row.id);

beforeAll(() => ensurePwsh(), 300_000);

describe.concurrent('what goes wrong on a host', { timeout: 60_000 }, () => {
  test('no Hyper-V: unsupported, after one call', async () => {
    const scrape = await scrapeWith({ missingNamespaces: ['root/virtualization/v2'] });
    expect(outcomesOf(scrape)).toEqual({
      vm: 'unsupported',
      heartbeat: 'unsupported',
      'integration-services': 'unsupported',
      kvp: 'unsupported',
      beacon: 'unsupported',
    });
    for (const name of all)
      expect(scrape.records[name]).toMatchObject({ reason: expect.stringContaining('namespace not found'), data: null });
    expect(scrape.calls).toHaveLength(1);
    expect(scrape.ended).toBe(true);
  });

  test('the first cheap row fails: no other class is asked', async () => {
    const scrape = await scrapeWith({ failingClasses: { Msvm_VirtualSystemManagementService: 'RPC server is too busy' } });
    expect(outcomesOf(scrape)).toEqual({
      vm: 'error',
      heartbeat: 'error',
      'integration-services': 'error',
      kvp: 'error',
      beacon: 'error',
    });
    expect(scrape.records.kvp?.reason).toContain(
      'Hyper-V does not answer: Msvm_VirtualSystemManagementService: RPC server is too busy',
    );
    expect(scrape.calls).toHaveLength(1);
  });

  test('access denied by WMI itself is access-denied, whatever the language of the text', async () => {
    const scrape = await scrapeWith({
      failingClasses: { Msvm_VirtualSystemManagementService: 'Zugriff verweigert (0x80041003)' },
    });
    expect(new Set(Object.values(outcomesOf(scrape)))).toEqual(new Set(['access-denied']));
  });

  test('no rights: host row only, no error, but the health counters count VMs', async () => {
    const scrape = await scrapeWith({}, { rights: 'none' });
    expect(new Set(Object.values(outcomesOf(scrape)))).toEqual(new Set(['access-denied']));
    expect(scrape.records.vm?.reason).toContain('Hyper-V counts 2 VMs and shows none');
    expect(scrape.calls.filter((call) => call.class === counters)).toHaveLength(1);
  });

  test('no rights and counters that answer late, as they do the first time: access-denied all the same', async () => {
    const scrape = await scrapeWith({ slowClassesMs: { [counters]: 2_000 } }, { rights: 'none' });
    expect(new Set(Object.values(outcomesOf(scrape)))).toEqual(new Set(['access-denied']));
    expect(scrape.calls.find((call) => call.class === counters)?.ms).toBeGreaterThanOrEqual(1_900);
  });

  test('no rights and no counters: partial, because an empty host cannot be told from missing rights', async () => {
    const scrape = await scrapeWith({ missingClasses: [counters] }, { rights: 'none' });
    expect(new Set(Object.values(outcomesOf(scrape)))).toEqual(new Set(['partial']));
    expect(scrape.records.vm?.reason).toContain('missing rights');
  });

  test('a host without VMs is ok and says that none are counted', async () => {
    const scrape = await scrapeWith({}, { vms: [] });
    expect(outcomesOf(scrape)).toEqual({ vm: 'ok', heartbeat: 'ok', 'integration-services': 'ok', kvp: 'ok', beacon: 'ok' });
    expect(scrape.records.vm?.data).toEqual({ host: { computerName: 'HV01', countedByHealthSummary: 0 }, vms: [] });
  });

  test('a host with nothing but an incoming VM has its rights', async () => {
    const scrape = await scrapeWith(
      {},
      { vms: [linuxVm(id(3), 'arriving', now, { kind: 'planned', state: 3, startedAt: undefined })] },
    );
    expect(outcomesOf(scrape)).toEqual({ vm: 'ok', heartbeat: 'ok', 'integration-services': 'ok', kvp: 'ok', beacon: 'ok' });
    expect(idsOf(scrape, 'vm')).toEqual([id(3)]);
    expect(idsOf(scrape, 'kvp')).toEqual([]);
  });

  test('a missing class costs its collectors only, and services whose rows did not come are left out', async () => {
    const scrape = await scrapeWith({ missingClasses: ['Msvm_KvpExchangeComponent'] });
    expect(outcomesOf(scrape)).toEqual({
      vm: 'ok',
      heartbeat: 'ok',
      'integration-services': 'partial',
      kvp: 'unsupported',
      beacon: 'unsupported',
    });
    expect(scrape.records.kvp?.reason).toContain('Msvm_KvpExchangeComponent: class not found');
    const services = rowsOf(scrape, 'integration-services')[0]?.services;
    expect(services).toHaveLength(5);
    expect(services?.map((service) => service.component)).not.toContain('2a34b1c2-fd73-4043-8a5b-dd2159bc743f');
  });

  test('VMs come without details where details do not answer', async () => {
    const scrape = await scrapeWith({
      missingClasses: ['Msvm_PlannedComputerSystem'],
      failingClasses: { Msvm_VirtualSystemSettingData: 'Generic failure', Msvm_SummaryInformation: 'Generic failure' },
    });
    expect(outcomesOf(scrape)).toEqual({ vm: 'partial', heartbeat: 'ok', 'integration-services': 'ok', kvp: 'ok', beacon: 'ok' });
    for (const part of ['Msvm_PlannedComputerSystem: ', 'Msvm_VirtualSystemSettingData: ', 'GetSummaryInformation: ']) {
      expect(scrape.records.vm?.reason).toContain(part);
    }
    const vms = rowsOf(scrape, 'vm');
    expect(vms).toHaveLength(2);
    expect(vms[0]).toMatchObject({ id: id(1), name: 'web', state: 2, generation: null, version: null, processors: null });
  });

  test('a heartbeat class that fails gives no heartbeat reading, its setting class only no setting', async () => {
    const [runtime, setting] = await Promise.all([
      scrapeWith({ failingClasses: { Msvm_HeartbeatComponent: 'Generic failure' } }),
      scrapeWith({ failingClasses: { Msvm_HeartbeatComponentSettingData: 'Generic failure' } }),
    ]);
    expect(runtime.records.heartbeat).toMatchObject({ outcome: 'error', data: null });
    expect(setting.records.heartbeat).toMatchObject({
      outcome: 'partial',
      data: { vms: [{ enabledState: null, operationalStatus: [2] }, {}] },
    });
  });

  test('an error text is one line of ASCII with at most 500 characters', async () => {
    const scrape = await scrapeWith({ failingClasses: { Msvm_KvpExchangeComponent: `Ошибка\r\n\u0000 "${'x'.repeat(2_000)}` } });
    const line = scrape.lines.find((one) => one.includes('"collector":"kvp"')) ?? '';
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(scrape.records.kvp?.reason).toHaveLength(500);
    expect(scrape.records.kvp?.reason).toMatch(/^Msvm_KvpExchangeComponent: Ошибка /);
  });

  test('a script that throws costs its own record only', async () => {
    const scrape = await scrapeHost(good, {
      collectors: all,
      now,
      editModule: (text) => text.replace('$statuses = Get-HvitalsHeartbeatStatus', "throw 'bad luck'"),
    });
    expect(outcomesOf(scrape)).toEqual({ vm: 'ok', heartbeat: 'error', 'integration-services': 'ok', kvp: 'ok', beacon: 'ok' });
    expect(scrape.records.heartbeat).toMatchObject({ reason: 'bad luck', data: null });
  });

  test('a script that fails in .NET, writes what it should not, or gives nothing costs its own record only', async () => {
    const scrape = await scrapeHost(good, {
      collectors: all,
      now,
      editModule: (text) =>
        text
          .replace('$statuses = Get-HvitalsHeartbeatStatus', '$null.Substring(1)')
          .replace('$rows = [ordered]@{}', "$rows = [ordered]@{}; 'stray'; 42; @{ a = 1 }")
          .replace('$components = Get-HvitalsKvpComponents', 'return'),
    });
    expect(outcomesOf(scrape)).toEqual({
      vm: 'ok',
      heartbeat: 'error',
      'integration-services': 'ok',
      kvp: 'error',
      beacon: 'ok',
    });
    expect(scrape.records.kvp?.reason).toBe('collector kvp returned no result');
    expect(scrape.lines.every((line) => line.startsWith('{'))).toBe(true);
  });

  test('an unknown collector is unsupported, and others go on', async () => {
    const scrape = await scrapeHost(good, { collectors: ['Vm', 'vm'], now });
    expect(scrape.records.Vm).toMatchObject({ outcome: 'unsupported', data: null });
    expect(scrape.records.vm?.outcome).toBe('ok');
  });
});
