import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeartbeatReading, heartbeatReading } from '#lib/model/readings/heartbeat.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyCode, anyJson, anyStatus, twisted, vmIdOf, vmRows } from '../../e2e/golden/arbitrary-record.ts';
import { heartbeat } from './heartbeat.ts';

const context = { hostTime: 0, now: 0, state: undefined, previous: new Map<VmId, HeartbeatReading>() };
const row = fc.record({
  enabledState: fc.option(anyCode, { nil: null }),
  operationalStatus: fc.option(anyStatus, { nil: null }),
});
const record = vmRows(row).map((vms) => ({ vms }));

describe('heartbeat', () => {
  it('never throws, and yields only readings that pass their schema and survive JSON', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, twisted(record)), (data) => {
        const result = heartbeat.parse(data, context);
        expect(result.ok || result.reason.length > 0).toBe(true);
        if (!result.ok) return;
        for (const reading of result.vms.values()) {
          expect(heartbeatReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
        }
      }),
    );
  });

  it('reads a row that says what it said before as any other, and then gives the very reading from before', () => {
    let [kept, all] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(record, twisted(record)), fc.oneof(record, twisted(record)), fc.boolean(), (first, other, same) => {
        const before = heartbeat.parse(first, context);
        if (!before.ok) return;
        const next: unknown = same ? JSON.parse(JSON.stringify(first)) : other;
        const fast = heartbeat.parse(next, { ...context, previous: before.vms });
        // What nothing is like, but for the one thing that is remembered.
        const memories = [...before.vms].map(
          ([id, { everInContact }]) => [id, { everInContact, enabled: 'unlike' as never }] as const,
        );
        expect(fast).toEqual(heartbeat.parse(next, { ...context, previous: new Map(memories) }));
        if (!same || !fast.ok) return;
        all += fast.vms.size;
        for (const [id, reading] of fast.vms) if (reading === before.vms.get(id)) kept += 1;
      }),
    );
    expect(kept / all).toBeGreaterThan(0.9);
  });

  it('reads every valid row as it was sent', () => {
    fc.assert(
      fc.property(record, (data) => {
        const result = heartbeat.parse(data, context);
        if (!result.ok) throw new Error(result.reason);
        expect(result.partialReason).toBeUndefined();
        expect(result.vms.size).toBe(data.vms.length);
        for (const { id, enabledState, operationalStatus } of data.vms) {
          const reading = result.vms.get(id);
          expect(reading?.enabled).toBe(enabledState === null ? undefined : enabledState === 2);
          expect([reading?.primary, reading?.secondary]).toEqual([operationalStatus?.[0], operationalStatus?.[1]]);
        }
      }),
    );
  });

  it('never lets one VM change the reading of another', () => {
    fc.assert(
      fc.property(row, twisted(record), fc.nat({ max: 5 }), (mine, theirs, at) => {
        const own = { ...mine, id: vmIdOf(99) };
        const rest = (theirs as { vms?: unknown } | null)?.vms;
        const together = heartbeat.parse({ vms: Array.isArray(rest) ? rest.toSpliced(at, 0, own) : [own] }, context);
        const alone = heartbeat.parse({ vms: [own] }, context);
        expect(together.ok && together.vms.get(vmIdOf(99))).toEqual(alone.ok && alone.vms.get(vmIdOf(99)));
      }),
    );
  });

  it('never forgets contact from one reading to the next', () => {
    fc.assert(
      fc.property(fc.array(anyStatus, { minLength: 1, maxLength: 20 }), (statuses) => {
        let previous = context.previous;
        let ever = false;
        for (const operationalStatus of statuses) {
          const result = heartbeat.parse(
            { vms: [{ id: vmIdOf(1), enabledState: 2, operationalStatus }] },
            { ...context, previous },
          );
          if (!result.ok) throw new Error(result.reason);
          ever ||= operationalStatus[0] === 2 || operationalStatus[0] === 3;
          expect(result.vms.get(vmIdOf(1))?.everInContact).toBe(ever);
          previous = new Map(result.vms);
        }
      }),
    );
  });
});
