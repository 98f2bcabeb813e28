import { expect, test } from 'vitest';
import { type FindingCode, findingCodes } from './finding.ts';
import { judgeVm } from './judge-vm.ts';
import { type FactsCase, factsOf, noItems, readAt } from './testdata/facts.ts';

const codesOf = (change: FactsCase) => judgeVm(factsOf(change)).findings.map(({ code }) => code);
const guestCodes = findingCodes.filter(
  (code) => code !== 'duplicate-vm-id' && code !== 'turned-off-dirty' && code !== 'migration-failed',
);
const needKvp: readonly FindingCode[] = ['kvp-daemon-missing', 'beacon-stale', 'kvp-hostile'];
const booting = { startedAt: new Date(readAt - 30_000).toISOString() };
const silentKvp = { primary: 12, ...noItems };

const cases: readonly (readonly [string, FactsCase, readonly FindingCode[]])[] = [
  ['a healthy guest', {}, []],
  ['a dead KVP daemon', { kvp: silentKvp }, ['kvp-daemon-missing']],
  ['a KVP daemon that fell silent', { kvp: { primary: 13, ...noItems } }, ['kvp-daemon-missing']],
  ['a component that says OK but brings no item', { kvp: noItems }, ['kvp-daemon-missing']],
  ['data exchange disabled on the host', { kvp: { enabled: false, ...silentKvp } }, []],
  ['a KVP component with a code that nobody knows', { kvp: { primary: 4_711, ...noItems } }, []],
  ['a guest that is silent as a whole', { heartbeat: { primary: 13 }, kvp: { primary: 13, ...noItems } }, ['heartbeat-lost']],
  ['no contact after there was contact', { heartbeat: { primary: 12 } }, ['heartbeat-lost']],
  ['a guest that never had a heartbeat', { heartbeat: { primary: 12, everInContact: false } }, []],
  ['a heartbeat with a code that nobody knows', { heartbeat: { primary: 4_711 } }, []],
  ['a guest that boots', { vm: booting, heartbeat: { primary: 12 }, kvp: silentKvp }, []],
  ['a guest that boots and whose first items are still to come', { vm: booting, kvp: noItems }, []],
  ['a VM that is off', { vm: { state: 3 }, heartbeat: { primary: 13 }, kvp: noItems }, []],
  ['a paused VM', { vm: { state: 9 }, heartbeat: { primary: 15 } }, []],
  ['a state that nobody knows', { vm: { state: 4_711 }, heartbeat: { primary: 13 } }, []],
  ['a replica that waits', { vm: { kind: 'replica', state: 3 }, facts: { owned: false } }, []],
  ['a running test replica', { vm: { kind: 'replica' }, heartbeat: { primary: 13 }, facts: { owned: false } }, []],
  ['shutdown switched off', { services: { shutdown: { enabled: false, primary: 2 } } }, ['shutdown-unavailable']],
  ['a shutdown driver that is silent', { services: { shutdown: { enabled: true, primary: 12 } } }, ['shutdown-unavailable']],
  ['a shutdown code that nobody knows', { services: { shutdown: { enabled: true, primary: 4_711 } } }, []],
  ['a protocol mismatch, usual on Linux', { services: { shutdown: { enabled: true, primary: 2, secondary: 32775 } } }, []],
  ['guest services off, as by default', { services: { 'guest-service-interface': { enabled: false } } }, []],
  ['one id that runs on two hosts', { facts: { contested: ['hv01', 'hv02'], runsTwice: 'yes' } }, ['duplicate-vm-id']],
];

test.each(cases)('%s', (_, change, codes) => {
  expect(codesOf(change)).toEqual(codes);
});

const undecided: readonly (readonly [string, FactsCase, readonly FindingCode[]])[] = [
  ['a host out of reach: all about its guests', { failures: { vm: 1 } }, guestCodes],
  [
    'a heartbeat that could not be read: what needs it',
    { failures: { heartbeat: 2 } },
    [
      'heartbeat-lost',
      'kvp-daemon-missing',
      'shutdown-unavailable',
      'vss-daemon-missing',
      'fcopy-daemon-missing',
      'beacon-stale',
    ],
  ],
  ['KVP that could not be read', { failures: { kvp: 1 }, kvp: silentKvp }, needKvp],
  [
    'services that could not be read',
    { failures: { 'integration-services': 1 } },
    ['time-sync-conflict', 'clock-undisciplined', 'shutdown-unavailable', 'vss-daemon-missing', 'fcopy-daemon-missing'],
  ],
  ['a stored reading of another shape', { facts: { invalid: ['kvp'] } }, needKvp],
  ['an incoming VM without its source', { vm: { kind: 'planned', state: 3 }, facts: { owned: false } }, guestCodes],
  ['two that say they run, not proven', { facts: { runsTwice: 'unknown' } }, ['duplicate-vm-id']],
  [
    'a guest that boots and is silent',
    { vm: booting, heartbeat: { primary: 12 }, kvp: silentKvp },
    ['heartbeat-lost', 'kvp-daemon-missing'],
  ],
  ['component rows that have not appeared', { heartbeat: { primary: undefined } }, ['heartbeat-lost']],
  ['a VM that is off, whatever could not be read of its guest', { vm: { state: 3 }, failures: { kvp: 3, heartbeat: 3 } }, []],
];

test.each(undecided)('nothing is decided about %s', (_, change, codes) => {
  const judgement = judgeVm(factsOf(change));
  expect(judgement.undecided).toEqual(codes);
  expect(judgement.findings).toEqual([]);
});

test('a reading that is still to come on a new host decides nothing, one that never comes is no finding', () => {
  const facts = factsOf({ without: ['kvp'] });
  expect(judgeVm(facts, new Set(['kvp'] as const)).undecided).toEqual(needKvp);
  expect(judgeVm(facts)).toEqual({ findings: [], undecided: [] });
});

test('a guest that answers again only since the last reading of its daemons is not yet judged by that reading', () => {
  const back = { heartbeat: { changedAt: readAt + 5_000 } };
  const facts = factsOf({
    kvp: { primary: 13, ...noItems },
    services: { shutdown: { enabled: true, primary: 13 } },
    timing: back,
  });
  expect(judgeVm(facts)).toEqual({ findings: [], undecided: ['kvp-daemon-missing', 'shutdown-unavailable'] });
});

test('a finding names the readings that prove it, and nothing that they do not say', () => {
  const [found] = judgeVm(factsOf({ kvp: { primary: 13 } })).findings;
  expect(found?.evidence.map(({ message, collector, host }) => [message.key.split('.').at(-1), collector, host])).toEqual([
    ['status', 'kvp', 'hv01'],
    ['heartbeat', 'heartbeat', 'hv01'],
  ]);
  const [silent] = judgeVm(factsOf({ kvp: silentKvp })).findings;
  expect(silent?.evidence).toHaveLength(3);
});

test('two hosts that run one id are both evidence', () => {
  const [found] = judgeVm(factsOf({ facts: { contested: ['hv01', 'hv02'], runsTwice: 'yes' } })).findings;
  expect(found?.evidence.map(({ host }) => host)).toEqual(['hv01', 'hv02']);
});

test('commands for the guest at hand come first, those for other systems follow', () => {
  const commands = (change: FactsCase) => judgeVm(factsOf(change)).findings[0]?.fixes.at(-1)?.commands ?? [];
  const known = commands({ vm: { guestOperatingSystem: 'FreeBSD' }, kvp: silentKvp });
  expect(known.map(({ family, fits }) => [family, fits])).toEqual([
    ['freebsd', true],
    ...['debian', 'ubuntu', 'rhel', 'suse', 'windows'].map((family) => [family, undefined]),
  ]);
  const unknown = commands({ kvp: silentKvp });
  expect(unknown.map(({ fits }) => fits)).toEqual(Array(6).fill(undefined));
});

test('no command holds text of a guest: a name can be a script', () => {
  const name = "'; Remove-Item C:\\ -Recurse #";
  for (const [, change] of cases) {
    const vm = { ...change.vm, name, guestOperatingSystem: name };
    const found = judgeVm(factsOf({ ...change, vm, facts: { ...change.facts, name } })).findings;
    for (const { fixes } of found)
      for (const { commands } of fixes) for (const { text } of commands) expect(text).not.toContain('Remove-Item');
  }
});
