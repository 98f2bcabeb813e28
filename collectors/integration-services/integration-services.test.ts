import { describe, expect, it } from 'vitest';
import { componentGuids } from '#lib/model/integration-service.ts';
import type { IntegrationServicesReading } from '#lib/model/readings/integration-services.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { integrationServices } from './integration-services.ts';

const id = vmIdOf(1);
const context = { hostTime: 0, now: 0, state: undefined, previous: new Map() };
const heartbeat = { component: componentGuids.heartbeat, enabledState: 2, operationalStatus: [2] };

function read(services: readonly unknown[]) {
  const result = integrationServices.parse({ vms: [{ id, services }] }, context);
  if (!result.ok) throw new Error(result.reason);
  return { services: result.vms.get(id)?.services, said: result.partialReason };
}

const samples = (services: IntegrationServicesReading['services']) =>
  (integrationServices.vmSamples?.({ services }, { vmId: id, name: 'web01', host: 'hv01' }) ?? []).map(({ labels, value }) => [
    labels.service,
    value,
  ]);

describe('integration services reading', () => {
  it('knows a service by its component GUID in any letter case', () => {
    const vss = { component: componentGuids.vss.toUpperCase(), enabledState: 3, operationalStatus: [] };
    expect(read([vss, heartbeat])).toEqual({
      services: { heartbeat: { enabled: true, primary: 2 }, vss: { enabled: false } },
      said: undefined,
    });
  });

  it('keeps a protocol mismatch as a remark', () => {
    expect(read([{ ...heartbeat, operationalStatus: [3, 32775] }]).services).toEqual({
      heartbeat: { enabled: true, primary: 3, secondary: 32775 },
    });
  });

  it('passes over components that it does not follow', () => {
    expect(read([{ component: '00000000-1111-2222-3333-444444444444', enabledState: 2, operationalStatus: [2] }])).toEqual({
      services: {},
      said: undefined,
    });
  });

  it('keeps the first of two rows of one service and says so', () => {
    const { services, said } = read([heartbeat, { ...heartbeat, operationalStatus: [12] }]);
    expect(services).toEqual({ heartbeat: { enabled: true, primary: 2 } });
    expect(said).toBe(`Left out: VM ${id}: heartbeat comes twice.`);
  });

  it('does not guess whether a service without a setting row is enabled', () => {
    const { services, said } = read([{ ...heartbeat, enabledState: null }]);
    expect(services).toEqual({});
    expect(said).toBe(`Left out: VM ${id}: heartbeat has no setting row.`);
  });

  it('loses one broken service row and keeps the others', () => {
    const { services, said } = read([{ component: 5 }, null, heartbeat]);
    expect(services).toEqual({ heartbeat: { enabled: true, primary: 2 } });
    expect(said).toBe(`Left out: VM ${id}: service 1 cannot be read; VM ${id}: service 2 cannot be read.`);
  });
});

describe('integration services samples', () => {
  it('are the status of each service, and 32896 where it is switched off on the host', () => {
    expect(
      samples({
        heartbeat: { enabled: true, primary: 2 },
        kvp: { enabled: true, primary: 12 },
        vss: { enabled: false, primary: 2 },
        'guest-service-interface': { enabled: false },
      }),
    ).toEqual([
      ['heartbeat', 2],
      ['kvp', 12],
      ['vss', 32896],
      ['guest-service-interface', 32896],
    ]);
  });

  it('are absent for a service that is switched on in a VM without component rows', () => {
    expect(samples({ heartbeat: { enabled: true }, shutdown: { enabled: true } })).toEqual([]);
  });

  it('never show the second status', () => {
    expect(samples({ heartbeat: { enabled: true, primary: 3, secondary: 32775 } })).toEqual([['heartbeat', 3]]);
  });
});
