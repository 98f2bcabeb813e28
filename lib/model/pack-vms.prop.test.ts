import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ApiVm, apiVms } from './api/vms.ts';
import { type PackedVms, packVms, unpackVms } from './pack-vms.ts';

const word = fc.oneof(
  fc.record({ key: fc.constantFrom('state.2', 'kvp.ok') }),
  fc.record({ key: fc.constant('services.someBad'), params: fc.record({ bad: fc.nat(6), count: fc.nat(6) }) }),
);
const sign = fc.record(
  {
    level: fc.constantFrom('critical', 'warning', 'ok', 'none'),
    word,
    detail: fc.array(word, { maxLength: 2 }),
    freshness: fc.record({
      readAt: fc.option(fc.nat(3)),
      intervalSeconds: fc.option(fc.nat(2)),
      failures: fc.nat(2),
    }),
    guestText: fc.string({ unit: 'binary', maxLength: 8 }),
  },
  { requiredKeys: ['level', 'word', 'detail', 'freshness'] },
);
const vm = fc.record({
  vmId: fc.uuid(),
  name: fc.string({ unit: 'binary', maxLength: 10 }),
  host: fc.constantFrom('hv01', 'hv02', '__proto__', ''),
  kind: fc.constantFrom('realized', 'replica', null),
  state: fc.option(fc.nat(9)),
  level: fc.constantFrom('critical', 'ok', 'none'),
  findings: fc.subarray(['heartbeat-lost', 'kvp-daemon-missing']),
  addresses: fc.array(fc.ipV4(), { maxLength: 2 }),
  copies: fc.nat(3),
  signs: fc.record({ power: sign, heartbeat: sign, services: sign, kvp: sign }),
});

test('what was packed, sent and unpacked is the list of the API', () => {
  fc.assert(
    fc.property(fc.array(vm, { maxLength: 20 }), fc.nat(), (vms, revision) => {
      const list = apiVms.parse({ revision, vms });
      expect(unpackVms(JSON.parse(JSON.stringify(packVms(list))))).toEqual(list);
    }),
  );
});

test('VMs that have everything in common cost little more than their names', () => {
  const common: ApiVm['signs']['power'] = {
    level: 'ok',
    word: { key: 'heartbeat.ok' },
    detail: [{ key: 'heartbeat.applicationSilent.detail' }],
    freshness: { readAt: 1_795_424_316_923, intervalSeconds: 15, failures: 0 },
  };
  const vms = Array.from(
    { length: 1_000 },
    (_, index): ApiVm => ({
      vmId: `5a5a0000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: `web-${index}`,
      host: 'hv01',
      kind: 'realized',
      state: 2,
      level: 'ok',
      findings: [],
      addresses: ['192.0.2.1'],
      copies: 0,
      signs: { power: common, heartbeat: common, services: common, kvp: common },
    }),
  );
  expect(JSON.stringify(packVms({ revision: 1, vms })).length).toBeLessThan(JSON.stringify(vms).length / 5);
});

test('a list that names a sign which it does not hold is refused', () => {
  const packed = packVms({ revision: 1, vms: [] });
  const broken: PackedVms['vms'][number] = ['id', 'n', 0, null, null, 'ok', [], [], 0, [0, 0], [0, 0], [0, 0], [0, 0]];
  expect(() => unpackVms({ ...packed, vms: [broken] })).toThrow(RangeError);
});
