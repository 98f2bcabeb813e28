import { expect, test } from 'vitest';
import type { VmFacts } from '../derive/vm-facts.ts';
import { type IntegrationService, integrationServices } from '../model/integration-service.ts';
import type { HeartbeatReading } from '../model/readings/heartbeat.ts';
import type { IntegrationServiceReading } from '../model/readings/integration-services.ts';
import type { KvpReading } from '../model/readings/kvp.ts';
import type { VmReading } from '../model/readings/vm.ts';
import { parseVmId, type VmId } from '../model/vm-id.ts';
import { judgeVm } from './judge-vm.ts';

const vmId = parseVmId('7e570001-0000-4000-8000-000000000001') as VmId;
const readAt = Date.UTC(2026, 5, 1, 12);
const freshness = { readAt, intervalSeconds: 60, failures: 0 };
const item = (key: string, value: string) => ({ key, value });

interface Case {
  vm?: Partial<VmReading>;
  heartbeat?: Partial<HeartbeatReading>;
  kvp?: Partial<KvpReading>;
  services?: Partial<Record<IntegrationService, IntegrationServiceReading>>;
  facts?: Partial<VmFacts>;
}

/** A healthy running Debian guest, with what the case changes. */
function factsOf({ vm = {}, heartbeat = {}, kvp = {}, services = {}, facts = {} }: Case): VmFacts {
  const part = <Reading>(reading: Reading) => ({ reading, freshness, changedAt: readAt });
  const started = new Date(readAt - 3_600_000).toISOString();
  const healthy = Object.fromEntries(integrationServices.map((service) => [service, { enabled: true, primary: 2 }]));
  return {
    host: 'hv01',
    vmId,
    name: 'web-01',
    copies: [],
    owned: true,
    contested: [],
    invalid: [],
    parts: {
      vm: part({ name: 'web-01', kind: 'realized' as const, state: 2, operationalStatus: [2], startedAt: started, ...vm }),
      heartbeat: part({ enabled: true, primary: 2, everInContact: true, ...heartbeat }),
      'integration-services': part({ services: { ...healthy, ...services } }),
      kvp: part({
        enabled: true,
        primary: 2,
        intrinsic: [item('OSName', 'Debian GNU/Linux')],
        guest: [],
        host: [],
        problems: [],
        ...kvp,
      }),
    },
    ...facts,
  };
}

const noItems = { intrinsic: [] };
const cases: readonly (readonly [string, Case, readonly string[]])[] = [
  ['a healthy guest', {}, []],
  ['a dead KVP daemon', { kvp: { primary: 12, ...noItems } }, ['kvp-daemon-missing']],
  ['a KVP daemon that fell silent', { kvp: { primary: 13, ...noItems } }, ['kvp-daemon-missing']],
  ['a component that says OK but brings no item', { kvp: noItems }, ['kvp-daemon-missing']],
  ['data exchange disabled on the host', { kvp: { enabled: false, primary: 12, ...noItems } }, []],
  ['a guest that is silent as a whole', { heartbeat: { primary: 13 }, kvp: { primary: 13, ...noItems } }, ['heartbeat-lost']],
  ['no contact after there was contact', { heartbeat: { primary: 12 } }, ['heartbeat-lost']],
  ['a guest that never had a heartbeat', { heartbeat: { primary: 12, everInContact: false } }, []],
  [
    'a guest that boots',
    { vm: { startedAt: new Date(readAt - 30_000).toISOString() }, heartbeat: { primary: 12 }, kvp: { primary: 12, ...noItems } },
    [],
  ],
  ['a VM that is off', { vm: { state: 3 }, heartbeat: { primary: 13 }, kvp: noItems }, []],
  ['a paused VM', { vm: { state: 9 }, heartbeat: { primary: 15 } }, []],
  ['a replica that waits', { vm: { kind: 'replica', state: 3 }, facts: { owned: false } }, []],
  [
    'a running test replica that nobody owns',
    { vm: { kind: 'replica' }, heartbeat: { primary: 13 }, facts: { owned: false } },
    [],
  ],
  ['shutdown switched off', { services: { shutdown: { enabled: false, primary: 2 } } }, ['shutdown-unavailable']],
  [
    'a shutdown driver that does not answer',
    { services: { shutdown: { enabled: true, primary: 12 } } },
    ['shutdown-unavailable'],
  ],
  ['a protocol mismatch, usual on Linux', { services: { shutdown: { enabled: true, primary: 2, secondary: 32775 } } }, []],
  ['guest services off, as by default', { services: { 'guest-service-interface': { enabled: false } } }, []],
  ['one id that runs on two hosts', { facts: { contested: ['hv01', 'hv02'] } }, ['duplicate-vm-id']],
];

test.each(cases)('%s', (_, change, codes) => {
  expect(judgeVm(factsOf(change)).map(({ code }) => code)).toEqual(codes);
});

test('a finding names the reading that proves it, and commands for the guest at hand', () => {
  const [found] = judgeVm(factsOf({ services: { shutdown: { enabled: true, primary: 12 } } }));
  expect(found?.evidence.map(({ collector, host }) => [collector, host])).toEqual([['integration-services', 'hv01']]);
  expect(found?.fixes[0]?.commands.map(({ family }) => family)).toEqual(['debian']);
});

test('where the system of the guest is not known, commands for every family are shown', () => {
  const [found] = judgeVm(factsOf({ kvp: { primary: 12, ...noItems } }));
  expect(found?.fixes[0]?.commands).toHaveLength(5);
});

test('no command holds text of a guest: a name can be a script', () => {
  const name = "'; Remove-Item C:\\ -Recurse #";
  for (const [, change] of cases) {
    const found = judgeVm(
      factsOf({ ...change, vm: { ...change.vm, name, guestOperatingSystem: name }, facts: { ...change.facts, name } }),
    );
    for (const { fixes } of found)
      for (const { commands } of fixes) for (const { text } of commands) expect(text).not.toContain('Remove-Item');
  }
});
