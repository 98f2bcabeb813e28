// Longer than 250 lines: the stories of a disk are told by one small host.
import { describe, expect, it } from 'vitest';
import type { DiskReading } from '#lib/model/readings/disk.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { disk } from './disk.ts';
import type { DiskState } from './disk-state.ts';

const gib = 1_073_741_824;
const vmId = vmIdOf(1);
const controllerId = '5c510000-0000-4000-8000-000000000001';
const start = Date.UTC(2026, 10, 23, 8);

/** What the image service knows of a file in these tests, by path. */
interface File {
  readonly sizeGib: number;
  readonly id?: string;
  readonly parents?: readonly string[];
  readonly failure?: string;
}

/** One disk as the host sends it; `file: undefined` is one that was not asked this time. */
function row(path: string, file: File | undefined, over: object = {}) {
  const image =
    file?.failure !== undefined
      ? { failure: file.failure, reason: 'some reason' }
      : file && {
          type: file.parents === undefined ? 3 : 4,
          format: 3,
          maxBytes: file.sizeGib * gib,
          minBytes: null,
          diskId: file.id ?? null,
          parents: file.parents ?? [],
          cut: false,
          again: false,
        };
  return {
    controller: 'scsi',
    controllerNumber: 0,
    controllerId,
    location: 0,
    kind: 'virtual',
    path,
    shared: false,
    deviceBytes: null,
    file: { bytes: gib, writtenAt: '2026-11-23T07:00:00Z' },
    stamp: stampOf(path),
    ...(image === undefined ? {} : { image }),
    ...over,
  };
}

const stampOf = (path: string) => Buffer.from(path).toString('hex').slice(-12).padStart(12, '0');

/** Scrapes of one host, one after the other, as the runtime keeps them. */
function createHost() {
  let previous: ReadonlyMap<VmId, DiskReading> = new Map();
  let state: DiskState | undefined;
  let scrapes = 0;
  return {
    scrape(rows: readonly unknown[], over: { readonly next?: string; readonly forget?: boolean } = {}) {
      scrapes += 1;
      const hostTime = start + scrapes * 300_000;
      const data = { vms: [{ id: vmId, disks: rows }], next: over.next ?? null };
      const result = disk.parse(data, { hostTime, now: hostTime, state, previous: over.forget === true ? new Map() : previous });
      if (!result.ok) throw new Error(result.reason);
      previous = result.vms;
      state = result.state ?? state;
      const events = (result.events ?? []).map(({ kind, detail }) => ({ kind, ...detail }));
      return {
        events,
        kinds: events.map(({ kind }) => kind),
        disks: result.vms.get(vmId)?.disks ?? [],
        state,
        readings: result.vms,
      };
    },
  };
}

const [base, snapshot, second] = [
  'C:\\VMs\\db.vhdx',
  'C:\\VMs\\db_1C1A1A1A-0000-4000-8000-000000000001.avhdx',
  'C:\\VMs\\other.vhdx',
];
const own = 'd15c0000-0000-4000-8000-000000000001';
const another = 'd15c0000-0000-4000-8000-000000000002';
const whole: File = { sizeGib: 40, id: own };

describe('what is no resize', () => {
  it('is the first sight of a VM', () => {
    expect(createHost().scrape([row(base, whole)]).kinds).toEqual([]);
  });

  it('is a checkpoint, its merge, and a checkpoint that is applied', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    const taken = host.scrape([row(snapshot, { sizeGib: 40, id: own, parents: [base] })]);
    expect(taken.kinds).toEqual([]);
    expect(taken.disks[0]).toMatchObject({ isCheckpoint: true, virtualBytes: 40 * gib, chain: [base] });
    const applied = 'C:\\VMs\\db_2C1A1A1A-0000-4000-8000-000000000002.avhdx';
    expect(host.scrape([row(applied, { sizeGib: 40, id: own, parents: [base] })]).kinds).toEqual([]);
    expect(host.scrape([row(base, whole)]).kinds).toEqual([]);
  });

  it('is a checkpoint whose file nobody could ask yet: its name tells', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    const taken = host.scrape([row(snapshot, undefined)]);
    expect(taken.kinds).toEqual([]);
    expect(taken.disks[0]).toMatchObject({ type: 'differencing', virtualBytes: 40 * gib, file: { outcome: 'not-asked' } });
    expect(host.scrape([row(snapshot, { sizeGib: 40, id: another, parents: [base] })]).kinds).toEqual([]);
  });

  it.each([
    ['under its old name', 'D:\\New\\db.vhdx'],
    ['under another name', 'D:\\New\\renamed.vhdx'],
  ])('is storage that was moved, %s', (_, path) => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    expect(host.scrape([row(path, whole)]).kinds).toEqual([]);
  });

  it('is a letter case, a turn that did not come, or a second source', () => {
    const host = createHost();
    host.scrape([row(base, undefined, { deviceBytes: 40 * gib })]);
    expect(host.scrape([row(base.toUpperCase(), { ...whole, sizeGib: 41 }, { deviceBytes: 40 * gib })]).kinds).toEqual([]);
    expect(host.scrape([row(base, undefined)]).disks[0]?.virtualBytes).toBe(41 * gib);
    expect(host.scrape([row(base, undefined, { deviceBytes: 40 * gib })]).kinds).toEqual([]);
  });
});

describe('what is told', () => {
  it('a disk that grew, once, whichever source says so first', () => {
    const host = createHost();
    host.scrape([row(base, whole, { deviceBytes: 40 * gib })]);
    const grown = host.scrape([row(base, undefined, { deviceBytes: 60 * gib })]);
    expect(grown.events).toEqual([
      expect.objectContaining({
        kind: 'disk-resized',
        fromBytes: 40 * gib,
        toBytes: 60 * gib,
        controller: 'scsi',
        location: 0,
        path: base,
      }),
    ]);
    expect(host.scrape([row(base, { ...whole, sizeGib: 60 }, { deviceBytes: 60 * gib })]).kinds).toEqual([]);
    expect(host.scrape([row(base, { ...whole, sizeGib: 80 }, { deviceBytes: 60 * gib })]).kinds).toEqual(['disk-resized']);
    expect(host.scrape([row(base, undefined, { deviceBytes: 80 * gib })]).kinds).toEqual([]);
  });

  it('a disk that grew before a checkpoint was taken', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    expect(host.scrape([row(snapshot, { sizeGib: 50, id: own, parents: [base] })]).events).toMatchObject([
      { kind: 'disk-resized', fromBytes: 40 * gib, toBytes: 50 * gib },
    ]);
  });

  it('a disk that was attached, and one that was detached', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    const added = row(second, { sizeGib: 10, id: another }, { location: 1 });
    expect(host.scrape([row(base, whole), added]).events).toMatchObject([
      { kind: 'disk-attached', location: 1, path: second, toBytes: 10 * gib },
    ]);
    const gone = host.scrape([row(base, whole)]);
    expect(gone.events).toMatchObject([{ kind: 'disk-detached', location: 1, path: second }]);
    expect(gone.events[0]).not.toHaveProperty('toBytes');
  });

  it('another disk at the same place, be it of the same size, of the same name, or under the same path', () => {
    for (const path of [second, 'D:\\Restore\\db.vhdx', base]) {
      const host = createHost();
      host.scrape([row(base, whole)]);
      expect(host.scrape([row(path, { sizeGib: 40, id: another })]).events).toMatchObject([
        { kind: 'disk-replaced', fromPath: base, path, fromBytes: 40 * gib },
      ]);
    }
  });

  it('a pass-through disk in the place of a file', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    const raw = { ...row('HOST-DISK-3', undefined), kind: 'pass-through', file: null, stamp: null };
    expect(host.scrape([raw]).kinds).toEqual(['disk-replaced']);
  });

  it('the same moment twice, under the same key', () => {
    const context = { hostTime: start, now: start, state: undefined, previous: new Map([[vmId, { disks: [] }]]) };
    const keys = [1, 2].map(() => {
      const result = disk.parse({ vms: [{ id: vmId, disks: [row(base, whole)] }] }, context);
      return result.ok ? result.events?.map(({ key }) => key) : undefined;
    });
    expect(keys[0]).toHaveLength(1);
    expect(keys[0]).toEqual(keys[1]);
  });
});

describe('another file that nobody could ask yet', () => {
  it('is told as another disk once its id says so', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    expect(host.scrape([row(second, undefined)]).kinds).toEqual([]);
    expect(host.scrape([row(second, { sizeGib: 40, failure: 'locked' })]).kinds).toEqual([]);
    expect(host.scrape([row(second, { sizeGib: 40, id: another })]).events).toMatchObject([
      { kind: 'disk-replaced', fromPath: base },
    ]);
    expect(host.scrape([row(second, { sizeGib: 40, id: another })]).kinds).toEqual([]);
  });

  it('is no event where the id turns out the same, and a resize where only the size differs', () => {
    for (const [sizeGib, kinds] of [
      [40, []],
      [50, ['disk-resized']],
    ] as const) {
      const host = createHost();
      host.scrape([row(base, whole)]);
      host.scrape([row(second, undefined)]);
      expect(host.scrape([row(second, { sizeGib, id: own })]).kinds).toEqual(kinds);
    }
  });

  it('is told at once where it can never be asked', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    const denied = row(second, undefined, { file: { failure: 'access-denied', reason: 'denied' }, stamp: null });
    expect(host.scrape([denied]).kinds).toEqual(['disk-replaced']);
  });
});

describe('what is asked', () => {
  it('leaves out files whose details the readings hold, and goes on where the host stopped', () => {
    const host = createHost();
    const first = host.scrape([row(base, whole), row(second, undefined, { location: 1 })], { next: base });
    expect(disk.args(first.state)).toEqual({ known: [stampOf(base)], after: base });
    const later = host.scrape([row(base, undefined), row(second, { sizeGib: 10 }, { location: 1 })]);
    expect(disk.args(later.state)).toEqual({ known: [stampOf(base), stampOf(second)].toSorted(), after: null });
    expect(later.disks[0]).toMatchObject({ type: 'dynamic', diskId: own, file: { outcome: 'ok' } });
  });

  it('asks anew where the reading was lost, or one of two VMs with the file has none', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    expect(host.scrape([row(base, undefined)], { forget: true }).state?.known).toEqual([]);
    const both = disk.parse(
      {
        vms: [
          { id: vmId, disks: [row(base, whole)] },
          { id: vmIdOf(2), disks: [row(base, undefined)] },
        ],
      },
      { hostTime: start, now: start, state: undefined, previous: new Map() },
    );
    expect(both.ok && both.state?.known).toEqual([]);
  });

  it('keeps state and reading as they are where nothing changed', () => {
    const host = createHost();
    const before = host.scrape([row(base, whole)]);
    const after = host.scrape([row(base, undefined)]);
    expect(after.state).toBe(before.state);
    expect(after.readings.get(vmId)).toBe(before.readings.get(vmId));
  });

  it('keeps its state small: a host of 1,000 disks', () => {
    const rows = Array.from({ length: 1_000 }, (_, n) => ({
      id: vmIdOf(n + 1),
      disks: [
        row(`C:\\ClusterStorage\\Volume1\\a-rather-long-name-of-a-machine-${n}\\disk.vhdx`, whole, {
          stamp: n.toString(16).padStart(12, '0'),
        }),
      ],
    }));
    const result = disk.parse({ vms: rows }, { hostTime: start, now: start, state: undefined, previous: new Map() });
    expect(result.ok && JSON.stringify(result.state).length).toBeLessThan(20_000);
  });

  it('keeps what a file said before while it is locked', () => {
    const host = createHost();
    host.scrape([row(base, whole)]);
    const locked = host.scrape([row(base, { ...whole, failure: 'locked' })]);
    expect(locked.disks[0]).toMatchObject({
      diskId: own,
      virtualBytes: 40 * gib,
      file: { outcome: 'locked', reason: 'some reason' },
    });
    expect(locked.state?.known).toEqual([]);
  });
});

it('sorts disks by place, takes the first of two at one, and says how many it left out', () => {
  const ide = row(base, whole, { controller: 'ide', controllerNumber: 1, controllerId: null, location: 1 });
  const read = createHost().scrape([row(second, undefined, { location: 3 }), row(base, whole), row(second, whole), ide]);
  expect(read.disks.map(({ controller, location }) => [controller, location])).toEqual([
    ['ide', 1],
    ['scsi', 0],
    ['scsi', 3],
  ]);
  expect(read.readings.get(vmId)?.leftOut).toBe(1);
});

it('has two series for each disk, and none for a size that is not known', () => {
  const read = createHost().scrape([
    row(base, whole),
    { ...row('RAW', undefined, { location: 5 }), kind: 'pass-through', file: null },
  ]);
  const reading = read.readings.get(vmId);
  const samples = reading === undefined ? [] : disk.vmSamples?.(reading, { vmId, name: 'web', host: 'hv01' });
  const labels = { vm_id: vmId, vm: 'web', controller: 'scsi-0', location: '0' };
  expect(samples).toEqual([
    { metric: 'hvitals_vm_disk_virtual_bytes', labels, value: 40 * gib },
    { metric: 'hvitals_vm_disk_file_bytes', labels, value: gib },
  ]);
});
