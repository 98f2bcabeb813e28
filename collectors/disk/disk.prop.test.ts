import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiskReading, diskReading } from '#lib/model/readings/disk.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyJson, anyText, twisted, vmIdOf, vmRows } from '../../e2e/golden/arbitrary-record.ts';
import { disk } from './disk.ts';
import type { DiskState } from './disk-state.ts';

const numRuns = process.env.HVITALS_SOAK === '1' ? 10_000 : 1_000;
const hostTime = Date.parse('2026-11-23T08:00:00.000Z');
const gib = 1_073_741_824;

const size = fc.constantFrom(10, 20, 40).map((count) => count * gib);
const guid = fc.constantFrom('d15c0000-0000-4000-8000-000000000001', 'd15c0000-0000-4000-8000-000000000002');
const path = fc.oneof(
  fc.constantFrom(
    'C:\\a.vhdx',
    'C:\\a_d15c0000-0000-4000-8000-00000000000f.avhdx',
    '\\\\fs\\v\\b.vhds',
    'D:\\a.vhdx',
    'D:\\c.vhd',
  ),
  anyText,
);
const failure = fc.record({
  failure: fc.constantFrom('missing', 'access-denied', 'locked', 'timed-out', 'error'),
  reason: anyText,
});
const image = fc.record({
  type: fc.option(fc.nat({ max: 6 })),
  format: fc.option(fc.nat({ max: 6 })),
  maxBytes: fc.option(size),
  minBytes: fc.option(size),
  diskId: fc.option(guid),
  parents: fc.array(path, { maxLength: 20 }),
  cut: fc.boolean(),
  again: fc.boolean(),
});
const row = fc.record({
  controller: fc.constantFrom('ide', 'scsi', 'other'),
  controllerNumber: fc.option(fc.nat({ max: 3 })),
  controllerId: fc.option(guid),
  location: fc.nat({ max: 3 }),
  kind: fc.constantFrom('virtual', 'pass-through'),
  path,
  shared: fc.boolean(),
  deviceBytes: fc.option(size),
  file: fc.option(fc.oneof(failure, fc.record({ bytes: size, writtenAt: fc.constantFrom(null, '2026-11-23T07:00:00Z') }))),
  stamp: fc.option(fc.constantFrom('000000000001', '000000000002')),
  image: fc.option(fc.oneof(failure, image)),
});
const record = fc.record({ vms: vmRows(fc.record({ disks: fc.array(row, { maxLength: 6 }) })), next: fc.option(anyText) });

type Result = ReturnType<typeof disk.parse>;

/** Parses records one after the other, as the runtime does; readings and state pass through JSON in between, as the store keeps them. */
function parseAll(records: readonly unknown[]): Result[] {
  let previous: ReadonlyMap<VmId, DiskReading> = new Map();
  let state: DiskState | undefined;
  return records.map((data, at) => {
    const result = disk.parse(data, { hostTime: hostTime + at * 300_000, now: hostTime, state, previous });
    if (result.ok) {
      previous = new Map([...result.vms].map(([id, reading]) => [id, diskReading.parse(JSON.parse(JSON.stringify(reading)))]));
      state = result.state === undefined ? state : (JSON.parse(JSON.stringify(result.state)) as DiskState);
    }
    return result;
  });
}

describe('any record', () => {
  it('is read or refused, never thrown on, and every reading fits its schema', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(record, twisted(record), anyJson), { maxLength: 3 }), (records) => {
        for (const result of parseAll(records)) {
          if (!result.ok) expect(result.reason).not.toBe('');
          else for (const reading of result.vms.values()) expect(diskReading.parse(reading)).toEqual(reading);
        }
      }),
      { numRuns },
    );
  });

  it('told twice brings no event the second time, and the same readings', () => {
    fc.assert(
      fc.property(record, record, (before, data) => {
        const [, first, second] = parseAll([before, data, data]);
        if (first?.ok !== true || second?.ok !== true) throw new Error('a good record was refused');
        expect(second.events).toEqual([]);
        expect(second.vms.size).toBe(first.vms.size);
      }),
      { numRuns },
    );
  });

  it('has no two events under one key, and none of a VM that was not there before', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 3 }), (records) => {
        const results = parseAll(records);
        const events = results.flatMap((result) => (result.ok ? (result.events ?? []) : []));
        expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
        const [first] = results;
        expect(first?.ok === true ? first.events : []).toEqual([]);
      }),
      { numRuns },
    );
  });
});

describe('a history of one disk', () => {
  type Step = 'checkpoint' | 'merge' | 'move' | 'grow' | 'replace' | 'skip';
  const steps = fc.array(fc.constantFrom<Step>('checkpoint', 'merge', 'move', 'grow', 'replace', 'skip'), { maxLength: 12 });

  it('is told as what it was: each growth and each other disk once, and nothing else', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.boolean()), (history, asked) => {
        const model = { folder: 0, id: 1, sizeGib: 10, checkpoints: 0 };
        const told: Record<string, number> = {};
        const expected: Record<string, number> = {};
        const expectOne = (kind: string) => {
          expected[kind] = (expected[kind] ?? 0) + 1;
        };
        // Whatever the host's two seconds allow, at the end the file is asked.
        const records = [...history, 'skip' as const].map((step, at) => {
          if (step === 'checkpoint') model.checkpoints += 1;
          if (step === 'merge') model.checkpoints = 0;
          if (step === 'move') model.folder += 1;
          if (step === 'grow' && at > 0) {
            model.sizeGib += 10;
            expectOne('disk-resized');
          }
          if (step === 'replace' && at > 0) {
            Object.assign(model, { id: model.id + 1, checkpoints: 0, folder: model.folder + 1 });
            expectOne('disk-replaced');
          }
          const isAsked = asked.next().value || step !== 'skip' || at === history.length || at === 0;
          return recordOf(model, isAsked);
        });
        for (const result of parseAll(records)) {
          for (const { kind } of result.ok ? (result.events ?? []) : []) told[kind] = (told[kind] ?? 0) + 1;
        }
        expect(told).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  function recordOf(
    model: { readonly folder: number; readonly id: number; readonly sizeGib: number; readonly checkpoints: number },
    isAsked: boolean,
  ) {
    const folder = `C:\\${model.folder}`;
    const base = `${folder}\\disk-${model.id}.vhdx`;
    const named = (n: number) => `${folder}\\disk-${model.id}_d15c0000-0000-4000-8000-${String(n).padStart(12, '0')}.avhdx`;
    const line = [...Array.from({ length: model.checkpoints }, (_, n) => named(model.checkpoints - n)), base];
    const [top = base, ...parents] = line;
    const details = {
      type: parents.length > 0 ? 4 : 3,
      format: 3,
      maxBytes: model.sizeGib * gib,
      minBytes: null,
      diskId: `d15c0000-0000-4000-8000-00000000a${String(model.id).padStart(3, '0')}`,
      parents,
      cut: false,
      again: false,
    };
    const one = {
      controller: 'scsi',
      controllerNumber: 0,
      controllerId: 'd15c0000-0000-4000-8000-000000000001',
      location: 0,
      kind: 'virtual',
      path: top,
      shared: false,
      deviceBytes: null,
      file: { bytes: gib, writtenAt: '2026-11-23T07:00:00Z' },
      stamp: null,
      ...(isAsked ? { image: details } : {}),
    };
    return { vms: [{ id: vmIdOf(1), disks: [one] }], next: null };
  }
});
