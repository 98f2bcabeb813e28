import { describe, expect, it } from 'vitest';
import type { BeaconDisk, BeaconFilesystem, BeaconReading } from '#lib/model/readings/beacon.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { compareSizes } from './beacon-events.ts';

const vmId = vmIdOf(1);
const at = Date.UTC(2026, 10, 23, 8);
const gib = 1_073_741_824;
const controllerId = '5c510000-0000-4000-8000-000000000001';

function reading(disks: readonly BeaconDisk[], filesystems: readonly BeaconFilesystem[] = []): BeaconReading {
  const write = { intervalSeconds: 30, sequence: 1, writtenAt: at, seenAt: at, problems: [] };
  return { present: true, ...write, disks: [...disks], filesystems: [...filesystems] };
}
const sda = (sizeGib: number, over: Partial<BeaconDisk> = {}): BeaconDisk => ({
  device: 'sda',
  sizeBytes: sizeGib * gib,
  controllerId,
  lun: 0,
  ...over,
});
const root = (sizeGib: number, over: Partial<BeaconFilesystem> = {}): BeaconFilesystem => ({
  mount: '/',
  device: '/dev/sda1',
  type: 'ext4',
  sizeBytes: sizeGib * gib,
  ...over,
});
const compare = (before: BeaconReading | undefined, now: BeaconReading) => compareSizes(vmId, before, now, at);

describe('sizes in a guest', () => {
  it('that changed are told, with what they were', () => {
    const events = compare(reading([sda(40)], [root(39)]), reading([sda(60)], [root(59)]));
    expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['guest-disk-resized', { device: 'sda', controllerId, lun: 0, fromBytes: 40 * gib, toBytes: 60 * gib }],
      ['filesystem-resized', { mount: '/', device: '/dev/sda1', type: 'ext4', fromBytes: 39 * gib, toBytes: 59 * gib }],
    ]);
  });

  it('follow a disk whose name moved at a restart', () => {
    const other = sda(80, { device: 'sdb', lun: 1 });
    const swapped = [sda(40, { device: 'sdb' }), { ...other, device: 'sda' }];
    expect(compare(reading([sda(40), other]), reading(swapped))).toEqual([]);
  });

  it.each<[string, BeaconReading | undefined, BeaconReading]>([
    ['at first sight', undefined, reading([sda(40)])],
    ['after a silence', { present: false, problems: [] }, reading([sda(40)])],
    ['of a disk without a place', reading([sda(40, { lun: undefined })]), reading([sda(60, { lun: undefined })])],
    ['of a disk that is new', reading([]), reading([sda(40)])],
    ['of a place that is named twice', reading([sda(40)]), reading([sda(60), sda(70)])],
    ['of ZFS, which moves by itself', reading([], [root(40, { type: 'zfs' })]), reading([], [root(30, { type: 'zfs' })])],
    ['of another filesystem at the same place', reading([], [root(40)]), reading([], [root(30, { type: 'xfs' })])],
    ['by less than a mebibyte', reading([sda(40)]), reading([{ ...sda(40), sizeBytes: 40 * gib + 512 }])],
  ])('are not told %s', (_, before, now) => {
    expect(compare(before, now)).toEqual([]);
  });

  it('are told eight at a time, whatever a guest writes', () => {
    const many = (sizeGib: number) => reading(Array.from({ length: 32 }, (_, lun) => sda(sizeGib, { lun })));
    expect(compare(many(40), many(60))).toHaveLength(8);
  });
});
