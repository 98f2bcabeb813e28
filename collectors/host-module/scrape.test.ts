import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { componentGuids, integrationServices } from '#lib/model/integration-service.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { scrapeHost } from '../../e2e/support/scrape-host.ts';
import { renderKvpItem } from '../transport/simulated/kvp-item.ts';
import type { SimulatedVm } from '../transport/simulated/scenario.ts';
import { hostCollectors } from './build-host-module.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
/** The collectors that read Hyper-V; `clock` reads something else, and has tests of its own. */
const all = Object.keys(hostCollectors).filter((name) => name !== 'clock');
const id = (number: number) => testVmId(1, number);

/** The rows that a record has for its VMs, by id. */
function rowsOf(data: unknown): Map<string, Record<string, unknown>> {
  return new Map((data as { vms: (Record<string, unknown> & { id: VmId })[] }).vms.map((row) => [row.id, row]));
}

beforeAll(() => ensurePwsh(), 300_000);

describe.concurrent('one call of the host module', { timeout: 60_000 }, () => {
  const checkpoints: SimulatedVm['checkpoints'] = [
    { id: testVmId(9, 1), name: 'before the update', type: 'standard', createdAt: now - 86_400_000 },
    { id: testVmId(9, 2), name: 'backup', type: 'recovery', createdAt: now - 3_600_000 },
  ];
  const vms: readonly SimulatedVm[] = [
    linuxVm(id(1), 'web', now, { checkpoints, stateChangedAt: now - 1234 }),
    linuxVm(id(2), 'off', now, {
      state: 3,
      startedAt: undefined,
      generation: 1,
      createdAt: Date.UTC(1601, 0, 1),
      stateChangedAt: Date.UTC(1600, 11, 31),
    }),
    linuxVm(id(3), 'copy', now, { replicationMode: 2, state: 3, startedAt: undefined }),
    linuxVm(id(4), 'test copy', now, { replicationMode: 3, state: 3, startedAt: undefined }),
    linuxVm(id(5), 'third site', now, { replicationMode: 4, state: 3, startedAt: undefined }),
    linuxVm(id(6), 'primary', now, { replicationMode: 1 }),
    linuxVm(id(7), 'arriving', now, { kind: 'planned', state: 3, startedAt: undefined }),
    linuxVm(id(8), 'web', now, { state: 1, otherState: 'Saving', healthState: 25, operationalStatus: [2, 32776] }),
  ];
  const known = vms.filter(({ kind }) => kind === 'realized').map((vm) => vm.id);

  test('gives the records of all collectors in the order asked, and the end', async () => {
    const { records, order, ended, result } = await scrapeHost(makeHost('hv01', vms, { language: 'zh' }), {
      collectors: all,
      now,
    });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(order).toEqual(all);
    expect(ended).toBe(true);
    for (const name of all) {
      expect(records[name]).toMatchObject({ outcome: 'ok', collector: name });
      expect(records[name]).not.toHaveProperty('reason');
      expect(Math.abs(Date.parse(records[name]?.at ?? '') - Date.now())).toBeLessThan(60_000);
    }
    const vm = records.vm?.data as { host: unknown };
    expect(vm.host).toEqual({ computerName: 'HV01', countedByHealthSummary: null });
    const rows = rowsOf(vm);
    expect([...rows].map(([vmId, row]) => [vmId, row.kind, row.name])).toEqual([
      [id(1), 'realized', 'web'],
      [id(2), 'realized', 'off'],
      [id(3), 'replica', 'copy'],
      [id(4), 'replica', 'test copy'],
      [id(5), 'replica', 'third site'],
      [id(6), 'realized', 'primary'],
      [id(8), 'realized', 'web'],
      [id(7), 'planned', 'arriving'],
    ]);
    expect(rows.get(id(1))).toEqual({
      ...{ id: id(1), name: 'web', kind: 'realized', state: 2, otherState: null, healthState: 5, operationalStatus: [2] },
      onTimeMs: expect.toSatisfy((value) => value >= 7_200_000 && value < 7_260_000),
      ...{ stateChangedAt: '2026-11-23T07:39:58.766Z', createdAt: '2026-01-05T00:00:00.000Z', generation: 2, version: '9.0' },
      ...{ replicationMode: 0, processors: 2, guestOperatingSystem: 'Debian GNU/Linux' },
    });
    expect(rows.get(id(2))).toMatchObject({ state: 3, onTimeMs: 0, generation: 1, createdAt: null, stateChangedAt: null });
    expect(rows.get(id(7))).toMatchObject({ replicationMode: null, generation: 2, version: '9.0' });
    expect(rows.get(id(8))).toMatchObject({ state: 1, otherState: 'Saving', healthState: 25, operationalStatus: [2, 32776] });
    for (const name of ['heartbeat', 'integration-services', 'kvp', 'beacon'])
      expect([...rowsOf(records[name]?.data).keys()]).toEqual(known);
    expect(rowsOf(records.heartbeat?.data).get(id(1))).toEqual({ id: id(1), enabledState: 2, operationalStatus: [2] });
    expect(rowsOf(records.heartbeat?.data).get(id(2))).toEqual({ id: id(2), enabledState: 2, operationalStatus: null });
    expect(rowsOf(records['integration-services']?.data).get(id(1))?.services).toEqual(
      integrationServices.map((service) => ({
        component: componentGuids[service],
        enabledState: service === 'guest-service-interface' ? 3 : 2,
        operationalStatus: [2],
      })),
    );
  });

  test('sends KVP blocks with a hash over all items, and leaves out those whose hash is known', async () => {
    const guest = [
      ['a', '1'],
      ['a', '2'],
      ['b', '\u{1f600} "quotes" \\ <&> \u0441'],
    ] as const;
    const host = makeHost('hv01', [
      linuxVm(id(1), 'web', now, { kvp: { intrinsic: [['OSName', 'x']], guest, host: [], rawGuestItems: ['<broken'] } }),
    ]);
    const items = [...guest.map(([key, value]) => renderKvpItem('guest', key, value)), '<broken'];
    const hash = createHash('sha256').update(items.join('\0')).digest('hex').slice(0, 16);
    const intrinsic = createHash('sha256')
      .update(renderKvpItem('intrinsic', 'OSName', 'x'))
      .digest('hex')
      .slice(0, 16);
    const args = { known: { [id(1)]: { intrinsic, guest: 'ffffffffffffffff', host: null }, [id(2)]: {} } };
    const { records, lines } = await scrapeHost(host, { collectors: [{ name: 'kvp', args }], now });
    expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(rowsOf(records.kvp?.data).get(id(1))).toEqual({
      ...{ id: id(1), enabledState: 2, operationalStatus: [2] },
      intrinsic: { hash: intrinsic, count: 1 },
      guest: { hash, count: 4, items },
      host: { hash: null, count: 0, items: [] },
    });
  });

  test('sends the items of a beacon apart from the block, by one call to Hyper-V for both', async () => {
    const written = [
      ['app', '1'],
      ['hvitals.beacon', 'v=1;seq=7;'],
      ['hvitals', 'no beacon'],
      [' \thvitals.clock', ''],
      ['Hvitals.clock', 'no beacon'],
    ] as const;
    const kvp = { intrinsic: [], guest: written, host: [], rawGuestItems: ['<VALUE\n>\r\n hvitals.raw'] };
    const vms = [linuxVm(id(1), 'web', now, { kvp }), linuxVm(id(2), 'off', now, { kvp, state: 3, startedAt: undefined })];
    const { records, calls } = await scrapeHost(makeHost('hv01', vms), { collectors: ['kvp', 'beacon'], now });
    const texts = written.map(([key, value]) => renderKvpItem('guest', key, value));
    expect(rowsOf(records.kvp?.data).get(id(1))?.guest).toMatchObject({ count: 3, items: [texts[0], texts[2], texts[4]] });
    expect(rowsOf(records.beacon?.data).get(id(1))).toEqual({
      id: id(1),
      items: [texts[1], texts[3], '<VALUE\n>\r\n hvitals.raw'],
    });
    expect(rowsOf(records.beacon?.data).get(id(2))).toEqual({ id: id(2), items: [] });
    expect(calls.filter((call) => call.class === 'Msvm_KvpExchangeComponent')).toHaveLength(1);
  });

  test('carries any name as it is, also two of one name', async () => {
    const names = [
      'it\'s "quoted" `$(1+41)`',
      '<b>&amp;\\u0041\\',
      'line\r\nbreak\ttab\u0007',
      '虚拟机 \u{1f4bb} \u202e',
      '',
      'twin',
      'twin',
      'ä'.repeat(300),
    ];
    const host = makeHost(
      'hv01',
      names.map((name, index) => linuxVm(id(index + 1), name, now)),
    );
    const { records } = await scrapeHost(host, { collectors: ['vm'], now });
    expect([...rowsOf(records.vm?.data).values()].map((row) => row.name)).toEqual(names);
  });

  test('is the same under a strict session of another culture, on either build', async () => {
    const before = `Set-StrictMode -Version Latest
$culture = [cultureinfo]::InvariantCulture.Clone()
$culture.NumberFormat.NegativeSign = '~'
$culture.NumberFormat.NumberDecimalSeparator = ','
$culture.DateTimeFormat.TimeSeparator = '.'
$culture.DateTimeFormat.DateSeparator = '_'
[System.Threading.Thread]::CurrentThread.CurrentCulture = $culture`;
    const [plain, strict] = await Promise.all([
      scrapeHost(makeHost('hv01', vms), { collectors: all, now }),
      scrapeHost(makeHost('hv01', vms, { build: 'server23h2' }), { collectors: all, now, before }),
    ]);
    const comparable = ({ records }: typeof plain) =>
      JSON.stringify(all.map((name) => [records[name]?.outcome, records[name]?.data])).replace(
        /"onTimeMs":7\d+/g,
        '"onTimeMs":0',
      );
    expect(comparable(strict)).toBe(comparable(plain));
    expect(strict.result.stderr).toBe('');
  });

  test('asks Hyper-V the same, whether it has 5 VMs or 200, and never without a time-out', async () => {
    const hostOf = (count: number) =>
      makeHost(
        'hv01',
        Array.from({ length: count }, (_, index) => linuxVm(id(index + 1), `vm${index}`, now, { checkpoints })),
      );
    const [few, many] = await Promise.all([5, 200].map((count) => scrapeHost(hostOf(count), { collectors: all, now })));
    // Files are the one thing that is asked one by one, in two seconds at most.
    const ofHost = (scrape: typeof few) =>
      scrape?.calls.filter(({ method }) => method?.startsWith('GetVirtualHardDisk') !== true);
    const asked = (scrape: typeof few) =>
      ofHost(scrape)
        ?.map((call) => `${call.command} ${call.class} ${call.method}`)
        .toSorted();
    expect(rowsOf(many?.records.vm?.data).size).toBe(200);
    expect(asked(many)).toEqual(asked(few));
    expect(new Set(asked(few)).size).toBe(ofHost(few)?.length);
    expect(ofHost(few)).toHaveLength(28);
    expect(few?.calls).toHaveLength(38);
    for (const call of many?.calls ?? []) expect(call.timeoutSeconds).toBeGreaterThan(0);
    expect(many?.calls[0]).toMatchObject({ class: 'Msvm_VirtualSystemManagementService', timeoutSeconds: 5 });
  });
});
