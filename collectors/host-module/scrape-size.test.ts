import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePwsh } from '../../e2e/pwsh/find-pwsh.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { type Scrape, scrapeHost } from '../../e2e/support/scrape-host.ts';
import { renderKvpItem } from '../transport/simulated/kvp-item.ts';
import type { SimulatedVm } from '../transport/simulated/scenario.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
const id = (number: number) => testVmId(1, number);
const mebibyte = 1_048_576;

interface Block {
  hash: string | null;
  count: number;
  items?: string[];
  cut?: boolean;
}
type KvpRow = Record<'intrinsic' | 'guest' | 'host', Block> & { id: string };
const rowsOf = (scrape: Scrape) => (scrape.records.kvp?.data as { vms: KvpRow[] } | null | undefined)?.vms ?? [];
const guestItems = (vm: SimulatedVm, guest: SimulatedVm['kvp']['guest']): SimulatedVm => ({ ...vm, kvp: { ...vm.kvp, guest } });

beforeAll(() => ensurePwsh(), 300_000);

describe.concurrent('much data', { timeout: 60_000 }, () => {
  test('large data travel packed and come out whole: 200 VMs with 26 items each', async () => {
    const guest = Array.from({ length: 16 }, (_, index) => [`key-${index}`, `value ${index} \u0416`] as const);
    const vms = Array.from({ length: 200 }, (_, index) => guestItems(linuxVm(id(index + 1), `vm${index}`, now), guest));
    const scrape = await scrapeHost(makeHost('hv01', vms), { collectors: ['kvp'], now });
    expect(scrape.lines[0]).toContain('"gz":"');
    expect(scrape.lines[0]).not.toContain('"data"');
    expect(scrape.records.kvp).toMatchObject({ outcome: 'ok' });
    expect(rowsOf(scrape)).toHaveLength(200);
    for (const row of rowsOf(scrape)) {
      expect(row.intrinsic).toMatchObject({ count: 10, items: { length: 10 } });
      expect(row.guest.items).toEqual(guest.map(([key, value]) => renderKvpItem('guest', key, value)));
    }
  });

  test('a block is cut at 1,100 items or 512 Ki characters, and says how many there were', async () => {
    const many = Array.from({ length: 1_300 }, (_, index) => [`k${index}`, ''] as const);
    const long = Array.from({ length: 10 }, (_, index) => [`k${index}`, 'x'.repeat(100_000)] as const);
    const vms = [
      guestItems(linuxVm(id(1), 'many', now), many),
      guestItems(linuxVm(id(2), 'long', now), long),
      linuxVm(id(3), 'calm', now),
    ];
    const scrape = await scrapeHost(makeHost('hv01', vms), { collectors: ['kvp'], now });
    const [first, second, third] = rowsOf(scrape);
    expect(first?.guest).toMatchObject({ count: 1_300, cut: true, items: { length: 1_100 } });
    expect(second?.guest).toMatchObject({ count: 10, cut: true, items: { length: 5 } });
    expect(third?.intrinsic).toMatchObject({ count: 10, items: { length: 10 } });
    expect(third?.intrinsic).not.toHaveProperty('cut');
  });

  test('guests that write more than a record holds delay only themselves, until all has come', async () => {
    const loud = Array.from({ length: 24 }, (_, index) =>
      guestItems(linuxVm(id(index + 1), `loud${index}`, now), [[`k${index}`, `${index} ${'x'.repeat(500_000)}`]]),
    );
    const calm = [linuxVm(id(31), 'calm', now), linuxVm(id(32), 'calm too', now)];
    const host = makeHost('hv01', [...loud, ...calm]);
    const first = await scrapeHost(host, { collectors: ['kvp'], now });
    expect(first.records.kvp).toMatchObject({ outcome: 'partial', reason: expect.stringContaining('did not fit') });
    expect(JSON.stringify(first.records.kvp?.data).length).toBeLessThan(8 * mebibyte);
    const came = rowsOf(first);
    expect(came.map((row) => row.id)).toEqual(expect.arrayContaining([id(31), id(32)]));
    expect(came.length).toBeGreaterThan(12);
    expect(came.length).toBeLessThan(26);
    const known = Object.fromEntries(
      came.map((row) => [row.id, { intrinsic: row.intrinsic.hash, guest: row.guest.hash, host: row.host.hash }]),
    );
    const second = await scrapeHost(host, { collectors: [{ name: 'kvp', args: { known } }], now });
    expect(second.records.kvp).toMatchObject({ outcome: 'ok' });
    expect(rowsOf(second)).toHaveLength(26);
    const withItems = rowsOf(second).filter((row) => row.guest.hash !== null && row.guest.items !== undefined);
    expect(withItems.map((row) => row.id)).toEqual(loud.map((vm) => vm.id).filter((vmId) => !Object.hasOwn(known, vmId)));
  });

  test('a beacon is cut at 200 items or 262,144 characters, and large ones cost no other VM its own', async () => {
    const many = Array.from({ length: 250 }, (_, index) => [`hvitals.disk.${index}`, ''] as const);
    const long = Array.from({ length: 5 }, (_, index) => [`hvitals.fs.${index}`, 'x'.repeat(100_000)] as const);
    const calm = [['hvitals.beacon', 'v=1;']] as const;
    const loud = Array.from({ length: 40 }, (_, index) => guestItems(linuxVm(id(index + 10), `loud${index}`, now), long));
    const vms = [guestItems(linuxVm(id(1), 'many', now), many), ...loud, guestItems(linuxVm(id(2), 'calm', now), calm)];
    const scrape = await scrapeHost(makeHost('hv01', vms), { collectors: ['beacon'], now });
    const data = scrape.records.beacon?.data as { vms: { id: string; items: string[]; cut?: boolean }[] } | undefined;
    const rows = data?.vms ?? [];
    const of = (number: number) => rows.find((row) => row.id === id(number));
    expect(of(1)).toMatchObject({ cut: true, items: { length: 200 } });
    expect(rows.find((row) => row.id !== id(1) && row.cut === true)).toMatchObject({ items: { length: 2 } });
    expect(of(2)).toEqual({ id: id(2), items: [renderKvpItem('guest', 'hvitals.beacon', 'v=1;')] });
    expect(rows.length).toBeLessThan(vms.length);
    expect(scrape.records.beacon).toMatchObject({ outcome: 'partial', reason: expect.stringContaining('did not fit') });
    expect(JSON.stringify(scrape.records.beacon?.data).length).toBeLessThan(8 * mebibyte);
  });

  test('characters that need escaping six times their size do not break the record of others', async () => {
    const vms = Array.from({ length: 4 }, (_, index) =>
      guestItems(linuxVm(id(index + 1), `vm${index}`, now), [['k', '\u0416a'.repeat(250_000)]]),
    );
    const scrape = await scrapeHost(makeHost('hv01', [...vms, linuxVm(id(9), 'calm', now)]), { collectors: ['kvp'], now });
    expect(scrape.records.kvp?.outcome).toBe('partial');
    expect(rowsOf(scrape).map((row) => row.id)).toContain(id(9));
    expect(rowsOf(scrape)[0]?.guest.items).toEqual([renderKvpItem('guest', 'k', '\u0416a'.repeat(250_000))]);
  });

  test('a record over 8 MiB is an error without data, and costs the others nothing', async () => {
    const host = makeHost('hv01', [linuxVm(id(1), 'x'.repeat(9 * mebibyte), now)]);
    const scrape = await scrapeHost(host, { collectors: ['vm', 'heartbeat'], now });
    expect(scrape.records.vm).toMatchObject({
      outcome: 'error',
      reason: expect.stringContaining('larger than 8 MiB'),
      data: null,
    });
    expect(scrape.records.heartbeat?.outcome).toBe('ok');
  });
});
