import { describe, expect, test } from 'vitest';
import { judgeHost } from './judge-host.ts';
import { judgeVm } from './judge-vm.ts';
import { beaconOf, type FactsCase, factsOf, hostClockOf, hostFactsOf, noItems, readAt, standing } from './testdata/facts.ts';

const codesOf = (change: FactsCase) => judgeVm(factsOf(change)).findings.map(({ code }) => code);
const noDaemon = {
  daemon: undefined,
  daemons: [],
  source: undefined,
  synchronised: undefined,
  offsetSeconds: undefined,
} as const;
const onHost = { source: 'host-ptp', reference: '/dev/ptp_hyperv', offsetSeconds: 0.000_01, rootDelaySeconds: 0 } as const;

describe('a host whose clock is 40 s ahead', () => {
  const hostClock = hostClockOf(40);

  test('has the finding itself, which counts the guests that follow it', () => {
    const { findings } = judgeHost(hostFactsOf(hostClock), { clockFollowers: 7 });
    expect(findings).toMatchObject([{ code: 'host-clock-bad', severity: 'warning', host: 'hv01' }]);
    expect(JSON.stringify(findings)).toContain('"count":7');
  });

  test.each([
    ['by its PTP clock', onHost, {}],
    ['by samples alone', { ...noDaemon, hostSamples: 'every' }, {}],
    [
      'by W32Time’s own provider',
      { daemon: 'w32time', daemons: ['w32time'], source: 'host-service', offsetSeconds: 0 },
      { system: 'windows' },
    ],
  ] as const)('is not the fault of a guest that follows it %s', (_, clock, rest) => {
    expect(codesOf({ beacon: beaconOf(clock, rest), hostClock })).toEqual([]);
  });

  test('leaves a guest with its own servers without a finding, though it is 40 s behind the host', () => {
    expect(codesOf({ beacon: beaconOf({}, { writtenAt: -40_000 }), hostClock })).toEqual([]);
  });

  test('is a conflict for FreeBSD, whose kernel steps to the host while ntpd steps back', () => {
    const clock = { daemon: 'ntpd', daemons: ['ntpd'], hostSamples: 'large' } as const;
    expect(codesOf({ beacon: beaconOf(clock, { system: 'freebsd', writtenAt: -40_000 }), hostClock })).toEqual([
      'time-sync-conflict',
    ]);
  });
});

const cases: readonly (readonly [string, FactsCase, readonly string[]])[] = [
  ['a guest on good servers', { beacon: beaconOf({}) }, []],
  [
    'a daemon that knows that it is 3 s off',
    { beacon: beaconOf({ offsetSeconds: -3 }, { writtenAt: -3_000 }) },
    ['clock-offset-high'],
  ],
  ['an offset that its own bound explains', { beacon: beaconOf({ offsetSeconds: 3, rootDispersionSeconds: 2.5 }) }, []],
  [
    'a guest ten minutes off, its daemon sure of itself',
    { beacon: beaconOf({}, { writtenAt: 600_000 }), hostClock: hostClockOf(0) },
    ['clock-offset-high'],
  ],
  [
    'ten minutes off without any daemon',
    { beacon: beaconOf(noDaemon, { writtenAt: 600_000 }) },
    ['clock-offset-high', 'clock-undisciplined'],
  ],
  [
    'twenty seconds off by the written time, which proves nothing',
    { beacon: beaconOf({ ...noDaemon, hostSamples: 'every' }, { writtenAt: 20_000 }) },
    [],
  ],
  ['no daemon and samples at the start only', { beacon: beaconOf(noDaemon) }, ['clock-undisciplined']],
  ['a daemon that is not synchronised', { beacon: beaconOf({ synchronised: false }) }, ['clock-undisciplined']],
  ['a daemon that says leap 3', { beacon: beaconOf({ leap: 3 }) }, ['clock-undisciplined']],
  ['a daemon that follows its own clock', { beacon: beaconOf({ source: 'local' }) }, ['clock-undisciplined']],
  [
    'samples where the service is off',
    { beacon: beaconOf({ ...noDaemon, hostSamples: 'every' }), services: { 'time-synchronization': { enabled: false } } },
    ['clock-undisciplined'],
  ],
  ['modern Linux, service and chrony both on', { beacon: beaconOf({ hostSamples: 'never' }) }, []],
  ['an old kernel that steps beside a daemon', { beacon: beaconOf({ hostSamples: 'every' }) }, ['time-sync-conflict']],
  [
    'the same where the service is off',
    { beacon: beaconOf({ hostSamples: 'every' }), services: { 'time-synchronization': { enabled: false } } },
    [],
  ],
  ['samples beside a daemon that follows the host too', { beacon: beaconOf({ ...onHost, hostSamples: 'every' }) }, []],
  [
    'FreeBSD with ntpd, host and guest agree',
    { beacon: beaconOf({ daemon: 'ntpd', daemons: ['ntpd'], hostSamples: 'large' }), hostClock: hostClockOf(0.05) },
    [],
  ],
  ['two daemons', { beacon: beaconOf({ daemons: ['chrony', 'systemd-timesyncd'] }) }, ['time-sync-conflict']],
  ['a beacon that stands still', { beacon: beaconOf({ offsetSeconds: 40 }), timing: { beacon: standing } }, ['beacon-stale']],
  [
    'a beacon that stands still because nothing carries it',
    { beacon: beaconOf({}), timing: { beacon: standing }, kvp: { primary: 12, ...noItems } },
    ['kvp-daemon-missing'],
  ],
  [
    'a beacon that stands still in a guest that is silent',
    { beacon: beaconOf({}), timing: { beacon: standing }, heartbeat: { primary: 13 } },
    ['heartbeat-lost'],
  ],
  ['no VSS daemon', { services: { vss: { enabled: true, primary: 12 } } }, ['vss-daemon-missing']],
  ['no VSS daemon and nobody offers it', { services: { vss: { enabled: false, primary: 12 } } }, []],
  [
    'no contact while the beacon sees the daemon run',
    { services: { vss: { enabled: true, primary: 12 } }, beacon: beaconOf({}, { daemons: { vss: true, modules: [] } }) },
    [],
  ],
  [
    'no VSS on FreeBSD, which has none',
    { kvp: { intrinsic: [{ key: 'OSName', value: 'FreeBSD' }] }, services: { vss: { enabled: true, primary: 12 } } },
    [],
  ],
  [
    'no file copy daemon where it was switched on',
    { services: { 'guest-service-interface': { enabled: true, primary: 12 } } },
    ['fcopy-daemon-missing'],
  ],
  ['no file copy daemon, as by default', { services: { 'guest-service-interface': { enabled: false, primary: 12 } } }, []],
  [
    'duplicate keys, as cloud-init makes them',
    { kvp: { problems: ['duplicate-key'] }, beacon: beaconOf({}, { problems: ['duplicate-key'] }) },
    [],
  ],
  ['forged keys of a beacon', { beacon: { present: false, problems: ['unknown-key'] } }, ['kvp-hostile']],
  ['malformed items', { kvp: { problems: ['duplicate-key', 'malformed-item'] } }, ['kvp-hostile']],
];

test.each(cases)('%s', (_, change, codes) => {
  expect(codesOf(change)).toEqual(codes);
});

test('a daemon may look for its servers for a quarter of an hour, and a stale beacon says nothing of clocks', () => {
  const young = { vm: { startedAt: new Date(readAt - 600_000).toISOString() }, beacon: beaconOf({ synchronised: false }) };
  expect(judgeVm(factsOf(young))).toEqual({ findings: [], undecided: ['clock-undisciplined'] });
  const old = factsOf({ beacon: beaconOf({ synchronised: false }), timing: { beacon: standing } });
  expect(judgeVm(old).undecided).toEqual(['clock-offset-high', 'time-sync-conflict', 'clock-undisciplined']);
});

describe('a host’s clock', () => {
  const severityOf = (clock: Parameters<typeof hostFactsOf>[0], failures = 0) => {
    const { findings, undecided } = judgeHost(hostFactsOf(clock, failures), { clockFollowers: 0 });
    return findings[0]?.severity ?? (undecided.length > 0 ? 'undecided' : 'none');
  };

  test('is fine up to a second beyond its bound, critical where Kerberos refuses, undecided where it was not read', () => {
    expect([1.01, 1.02, -300, -301].map((seconds) => severityOf(hostClockOf(seconds)))).toEqual([
      'none',
      'warning',
      'warning',
      'critical',
    ]);
    expect([severityOf(undefined), severityOf(hostClockOf(40), 1)]).toEqual(['none', 'undecided']);
  });

  test('is judged by W32Time’s own figure only where no server answered', () => {
    const w32time = { offsetMagnitudeSeconds: 3 };
    expect(severityOf({ ...hostClockOf(0), servers: [{ server: 'x', failure: 'timeout' }], w32time })).toBe('warning');
    expect(severityOf({ ...hostClockOf(0), w32time })).toBe('none');
  });

  test('is not decided by one server that lies among three', () => {
    const lying = { server: 'liar', offset: { seconds: 90, boundSeconds: 0.000_1 } };
    const others = ['a', 'b'].map((server) => ({ server, offset: { seconds: 0.01, boundSeconds: 0.02 } }));
    expect(severityOf({ ...hostClockOf(0), servers: [lying, ...others] })).toBe('none');
  });
});
