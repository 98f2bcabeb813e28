import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentGuids, integrationServices as services } from '#lib/model/integration-service.ts';
import { type IntegrationServicesReading, integrationServicesReading } from '#lib/model/readings/integration-services.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyCode, anyJson, anyStatus, twisted, vmIdOf, vmRows } from '../../e2e/golden/arbitrary-record.ts';
import { integrationServices } from './integration-services.ts';

const context = { hostTime: 0, now: 0, state: undefined, previous: new Map<VmId, IntegrationServicesReading>() };
const row = fc
  .uniqueArray(
    fc.record({
      component: fc.constantFrom(...services).map((service) => componentGuids[service]),
      enabledState: anyCode,
      operationalStatus: anyStatus,
    }),
    { selector: ({ component }) => component },
  )
  .map((list) => ({ services: list }));
const record = vmRows(row).map((vms) => ({ vms }));

describe('integration services', () => {
  it('never throw, and yield only readings that pass their schema and survive JSON', () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, twisted(record)), (data) => {
        const result = integrationServices.parse(data, context);
        expect(result.ok || result.reason.length > 0).toBe(true);
        if (!result.ok) return;
        for (const reading of result.vms.values()) {
          expect(integrationServicesReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
        }
      }),
    );
  });

  it('that say what they said before are read as any others, and then give the very reading from before', () => {
    let [kept, all] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(record, twisted(record)), fc.oneof(record, twisted(record)), fc.boolean(), (first, other, same) => {
        const before = integrationServices.parse(first, context);
        if (!before.ok) return;
        const next: unknown = same ? JSON.parse(JSON.stringify(first)) : other;
        const fast = integrationServices.parse(next, { ...context, previous: before.vms });
        expect(fast).toEqual(integrationServices.parse(next, context));
        if (!same || !fast.ok || before.partialReason !== undefined) return;
        for (const [id, reading] of fast.vms) if (reading === before.vms.get(id)) kept += 1;
        all += fast.vms.size;
      }),
    );
    expect(kept / all).toBeGreaterThan(0.9);
  });

  it('are read as they were sent, and in one order whatever the order of the rows', () => {
    fc.assert(
      fc.property(record, (data) => {
        const result = integrationServices.parse(data, context);
        const reversed = { vms: data.vms.map((vm) => ({ ...vm, services: vm.services.toReversed() })) };
        const again = integrationServices.parse(reversed, context);
        if (!result.ok || !again.ok) throw new Error('not read');
        expect(result.partialReason).toBeUndefined();
        for (const vm of data.vms) {
          const reading = result.vms.get(vm.id)?.services ?? {};
          expect(JSON.stringify(again.vms.get(vm.id)?.services)).toBe(JSON.stringify(reading));
          expect(Object.keys(reading)).toHaveLength(vm.services.length);
          for (const { component, enabledState, operationalStatus } of vm.services) {
            const service = services.find((name) => componentGuids[name] === component);
            const expected = { enabled: enabledState === 2, primary: operationalStatus[0], secondary: operationalStatus[1] };
            expect(service === undefined ? undefined : reading[service]).toEqual(expected);
          }
        }
      }),
    );
  });

  it('never let one VM change the reading of another', () => {
    fc.assert(
      fc.property(row, twisted(record), fc.nat({ max: 5 }), (mine, theirs, at) => {
        const own = { ...mine, id: vmIdOf(99) };
        const rest = (theirs as { vms?: unknown } | null)?.vms;
        const among = Array.isArray(rest) ? rest.toSpliced(at, 0, own) : [own];
        const together = integrationServices.parse({ vms: among }, context);
        const alone = integrationServices.parse({ vms: [own] }, context);
        expect(together.ok && together.vms.get(vmIdOf(99))).toEqual(alone.ok && alone.vms.get(vmIdOf(99)));
      }),
    );
  });
});
