import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type VmReading, vmReading } from '#lib/model/readings/vm.ts';
import { longestRecordText } from '#lib/model/record-fields.ts';
import { anyCode, anyJson, anyStatus, anyText, twisted, vmIdOf, vmRows } from '../../e2e/golden/arbitrary-record.ts';
import { longestName } from './vm.parse.ts';
import { vm } from './vm.ts';

const hostTime = Date.parse('2026-11-23T07:40:00.000Z');
const context = { hostTime, now: hostTime, state: undefined, previous: new Map<ReturnType<typeof vmIdOf>, VmReading>() };
const host = { computerName: 'HV01', countedByHealthSummary: null };
const date = fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }).map((value) => value.toISOString());
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const row = fc.record({
  name: anyText,
  kind: fc.constantFrom('realized', 'planned', 'replica'),
  state: anyCode,
  otherState: orNull(anyText),
  healthState: orNull(anyCode),
  operationalStatus: anyStatus,
  onTimeMs: orNull(fc.nat()),
  stateChangedAt: orNull(date),
  createdAt: orNull(date),
  generation: orNull(fc.constantFrom(1, 2)),
  version: orNull(anyText),
  replicationMode: orNull(fc.nat({ max: 4 })),
  processors: orNull(fc.nat({ max: 2_048 })),
  guestOperatingSystem: orNull(anyText),
});
const record = vmRows(row).map((vms) => ({ host, vms }));

describe('vm', () => {
  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, twisted(record)), (data) => {
        const result = vm.parse(data, context);
        expect(result.ok || result.reason.length > 0).toBe(true);
      }),
    );
  });

  it('yields readings that pass their schema and survive JSON', () => {
    fc.assert(
      fc.property(fc.oneof(record, twisted(record)), (data) => {
        const result = vm.parse(data, context);
        if (!result.ok) return;
        for (const reading of result.vms.values()) {
          expect(vmReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
        }
      }),
    );
  });

  it('reads every valid row as it was sent', () => {
    fc.assert(
      fc.property(record, (data) => {
        const result = vm.parse(data, context);
        if (!result.ok) throw new Error(result.reason);
        expect(result.partialReason).toBeUndefined();
        expect([...result.vms.keys()]).toEqual(data.vms.map(({ id }) => id));
        for (const sent of data.vms) {
          const { onTimeMs: _time, id, name, otherState, version, guestOperatingSystem, ...same } = sent;
          const expected = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== null));
          expect(result.vms.get(id)).toMatchObject({ ...expected, name: name.slice(0, longestName).toWellFormed() });
          expect(result.vms.get(id)?.version).toBe(version?.slice(0, longestRecordText).toWellFormed());
          expect(result.vms.get(id)?.otherState).toBe(otherState?.slice(0, longestRecordText).toWellFormed());
          expect(result.vms.get(id)?.guestOperatingSystem).toBe(
            guestOperatingSystem?.slice(0, longestRecordText).toWellFormed().slice(0, 256).toWellFormed(),
          );
        }
      }),
    );
  });

  it('reads a row that says what it said before as any other, and then gives the very reading from before', () => {
    let [kept, all] = [0, 0];
    const ages = fc.constantFrom(0, 1_000, 2_000, 2_001, 3_600_000);
    fc.assert(
      fc.property(
        fc.oneof(record, twisted(record)),
        fc.oneof(record, twisted(record)),
        fc.boolean(),
        ages,
        (first, other, same, age) => {
          const before = vm.parse(first, context);
          if (!before.ok) return;
          const next: unknown = same ? JSON.parse(JSON.stringify(first)) : other;
          const later = { ...context, hostTime: hostTime + age };
          const fast = vm.parse(next, { ...later, previous: before.vms });
          // A reading with a start alone keeps the start and is no row's like.
          const starts = [...before.vms].map(([id, { startedAt }]) => [id, { startedAt } as VmReading] as const);
          expect(fast).toEqual(vm.parse(next, { ...later, previous: new Map(starts) }));
          if (!same || age > 0 || !fast.ok) return;
          all += fast.vms.size;
          for (const [id, reading] of fast.vms) if (reading === before.vms.get(id)) kept += 1;
        },
      ),
    );
    expect(kept / all).toBeGreaterThan(0.5);
  });

  it('never lets one VM change the reading of another', () => {
    const others = twisted(record);
    fc.assert(
      fc.property(row, others, fc.nat({ max: 5 }), (mine, theirs, at) => {
        const own = { ...mine, id: vmIdOf(99) };
        const alone = vm.parse({ host, vms: [own] }, context);
        const rest = (theirs as { vms?: unknown } | null)?.vms;
        const among = Array.isArray(rest) ? rest.toSpliced(at, 0, own) : [own];
        const together = vm.parse({ host, vms: among }, context);
        expect(together.ok && together.vms.get(vmIdOf(99))).toEqual(alone.ok && alone.vms.get(vmIdOf(99)));
      }),
    );
  });
});
