import { describe, expect, it } from 'vitest';
import type { HeartbeatReading } from '#lib/model/readings/heartbeat.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { heartbeat } from './heartbeat.ts';

const id = vmIdOf(1);

function read(row: object, previous?: HeartbeatReading): HeartbeatReading {
  const context = { hostTime: 0, now: 0, state: undefined, previous: new Map(previous === undefined ? [] : [[id, previous]]) };
  const result = heartbeat.parse({ vms: [{ id, enabledState: 2, operationalStatus: [2], ...row }] }, context);
  const reading = result.ok ? result.vms.get(id) : undefined;
  if (reading === undefined) throw new Error('no reading');
  return reading;
}

const samples = (reading: HeartbeatReading) =>
  (heartbeat.vmSamples?.(reading, { vmId: id, name: 'web01', host: 'hv01' }) ?? []).map(({ metric, value }) => [metric, value]);

describe('heartbeat reading', () => {
  it('takes both codes', () => {
    expect(read({ operationalStatus: [2, 32782] })).toEqual({ enabled: true, primary: 2, secondary: 32782, everInContact: true });
  });

  it('has no codes without a runtime row', () => {
    expect(read({ operationalStatus: [] })).toEqual({ enabled: true, everInContact: false });
    expect(read({ operationalStatus: null })).toEqual({ enabled: true, everInContact: false });
  });

  it.each([
    [2, true],
    [3, false],
    [0, false],
    [32769, false],
  ])('reads EnabledState %i as enabled: %s', (enabledState, enabled) => {
    expect(read({ enabledState }).enabled).toBe(enabled);
  });

  it('does not guess whether it is enabled without a setting row', () => {
    expect('enabled' in read({ enabledState: null })).toBe(false);
  });

  it.each([2, 3])('was in contact once the status was %i, and still was when contact is gone', (status) => {
    const first = read({ operationalStatus: [status] });
    const later = read({ operationalStatus: [13] }, first);
    expect([first.everInContact, later.everInContact, read({ operationalStatus: [] }, later).everInContact]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each([12, 13, 7, 15, 4711])('was never in contact as long as the status was only %i', (status) => {
    const first = read({ operationalStatus: [status] });
    expect(read({ operationalStatus: [status] }, first).everInContact).toBe(false);
  });
});

describe('heartbeat samples', () => {
  it('carry the codes as they are, documented or not', () => {
    expect(samples({ primary: 4711, secondary: 4712, everInContact: false })).toEqual([
      ['hvitals_vm_heartbeat_status', 4711],
      ['hvitals_vm_heartbeat_application_status', 4712],
    ]);
  });

  it('say disabled on the host, whatever the component says', () => {
    expect(samples({ enabled: false, primary: 2, secondary: 2, everInContact: true })).toEqual([
      ['hvitals_vm_heartbeat_status', 32896],
    ]);
  });

  it('are absent without a component row', () => {
    expect(samples({ enabled: true, everInContact: true })).toEqual([]);
  });
});
