import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AgelessVm, type PackedVms, packVms, unpackHost, unpackVm, type VmHost } from './pack-vms.ts';

const word = fc.oneof(
  fc.record({ key: fc.constantFrom('state.2', 'kvp.ok') }),
  fc.record({ key: fc.constant('services.someBad'), params: fc.record({ bad: fc.nat(6), count: fc.nat(6) }) }),
);
const sign = fc.record(
  {
    level: fc.constantFrom('critical', 'warning', 'ok', 'none'),
    word,
    detail: fc.array(word, { maxLength: 2 }),
    guestText: fc.string({ unit: 'binary', maxLength: 8 }),
  },
  { requiredKeys: ['level', 'word', 'detail'] },
);
const four = <Value>(value: fc.Arbitrary<Value>) => fc.record({ power: value, heartbeat: value, services: value, kvp: value });
const freshness = fc.record({ readAt: fc.option(fc.nat(3)), intervalSeconds: fc.option(fc.nat(2)), failures: fc.nat(2) });
const hostNames = ['hv01', 'hv02', '__proto__', ''];
const hosts = fc
  .tuple(...hostNames.map(() => fc.record({ labels: fc.constantFrom({}, { site: 'north' }), freshness: four(freshness) })))
  .map((all) => new Map<string, VmHost>(all.map((host, index) => [hostNames[index] ?? '', host])));
const vm: fc.Arbitrary<AgelessVm> = fc.record({
  vmId: fc.uuid(),
  name: fc.string({ unit: 'binary', maxLength: 10 }),
  host: fc.constantFrom(...hostNames),
  kind: fc.constantFrom('realized' as const, 'replica' as const, null),
  state: fc.option(fc.nat(9)),
  level: fc.constantFrom('critical' as const, 'ok' as const, 'none' as const),
  findings: fc.subarray(['heartbeat-lost' as const, 'kvp-daemon-missing' as const]),
  addresses: fc.array(fc.ipV4(), { maxLength: 2 }),
  copies: fc.nat(3),
  signs: four(sign as fc.Arbitrary<AgelessVm['signs']['power']>),
  changedAt: four(fc.constantFrom(0, null)),
});
const empty = { life: 'a', revision: 1, since: null, gone: [] };

test('what was packed, sent and unpacked is what was there', () => {
  fc.assert(
    fc.property(hosts, fc.array(vm, { maxLength: 20 }), (places, vms) => {
      const packed: PackedVms = JSON.parse(JSON.stringify(packVms({ ...empty, hosts: places, vms })));
      expect(packed.vms.map((one) => unpackVm(one, packed))).toEqual(vms);
      expect(new Map(packed.hosts.map(unpackHost))).toEqual(places);
    }),
  );
});

test('VMs that have everything in common cost little more than their names', () => {
  const common: AgelessVm['signs']['power'] = {
    level: 'ok',
    word: { key: 'heartbeat.ok' },
    detail: [{ key: 'heartbeat.applicationSilent.detail' }],
  };
  const read = { readAt: 1_795_424_316_923, intervalSeconds: 15, failures: 0 };
  const host: VmHost = { labels: {}, freshness: { power: read, heartbeat: read, services: read, kvp: read } };
  const vms = Array.from(
    { length: 1_000 },
    (_, index): AgelessVm => ({
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
      changedAt: { power: 0, heartbeat: 0, services: 0, kvp: 0 },
    }),
  );
  const packed = packVms({ ...empty, hosts: new Map([['hv01', host]]), vms });
  expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify(vms).length / 5);
});

test('a list that names a sign or a host which it does not hold is refused', () => {
  const packed = packVms({ ...empty, hosts: new Map(), vms: [] });
  const broken: PackedVms['vms'][number] = ['id', 'n', 0, null, null, 'ok', [], [], 0, 0, 0, 0, 0];
  expect(() => unpackVm(broken, packed)).toThrow(RangeError);
  const signs = [{ level: 'ok' as const, word: { key: 'kvp.ok' }, detail: [] }];
  expect(() => unpackVm(broken, { ...packed, signs })).toThrow('names a host');
});
