import { expect, test } from 'vitest';
import type { VmReading } from '#lib/model/readings/vm.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { toVmFacts, type VmParts } from './vm-facts.ts';

const vmId = parseVmId('2a34b1c2-fd73-4043-8a5b-dd2159bc743f');
if (vmId === undefined) throw new Error('The test’s own id is none.');

function place(host: string, reading: Partial<VmReading>): VmParts {
  const vm: VmReading = { name: `on ${host}`, kind: 'realized', state: 2, operationalStatus: [2], ...reading };
  const freshness = { readAt: 60_000, intervalSeconds: 15, failures: 0 };
  return {
    host,
    vmId: vmId as NonNullable<typeof vmId>,
    hostFacts: { host, parts: {}, invalid: [] },
    parts: { vm: { reading: vm, freshness, changedAt: 1 } },
    invalid: [],
  };
}

test('the owner is shown and the other places are its copies', () => {
  const facts = toVmFacts([place('hv02', { kind: 'replica', state: 3 }), place('hv01', {}), place('hv03', { kind: 'planned' })]);
  expect(facts).toMatchObject({ host: 'hv01', name: 'on hv01', owned: true, contested: [], runsTwice: 'no' });
  expect(facts?.copies.map(({ host, kind }) => [host, kind])).toEqual([
    ['hv02', 'replica'],
    ['hv03', 'planned'],
  ]);
});

test('two that run at once are both named', () => {
  const facts = toVmFacts([place('hv01', {}), place('hv02', {})]);
  expect(facts).toMatchObject({ contested: ['hv01', 'hv02'], runsTwice: 'yes' });
});

test('a replica without its primary is shown, and no owner is claimed', () => {
  const facts = toVmFacts([place('hv02', { kind: 'replica', state: 3 })]);
  expect(facts).toMatchObject({ host: 'hv02', owned: false, copies: [] });
});

test('without a vm reading the id stands for the name', () => {
  const bare: VmParts = { ...place('hv01', {}), parts: {}, invalid: ['vm'] };
  expect(toVmFacts([bare])).toMatchObject({ host: 'hv01', name: vmId, owned: false, invalid: ['vm'] });
  expect(toVmFacts([])).toBeUndefined();
});
