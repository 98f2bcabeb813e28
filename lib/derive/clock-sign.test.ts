import { expect, test } from 'vitest';
import { beaconOf, type FactsCase, factsOf, hostClockOf, standing } from '../findings/testdata/facts.ts';
import { clockSign } from './clock-sign.ts';
import { hostSign } from './host-sign.ts';
import { vmClock } from './vm-clock.ts';

const signOf = (change: FactsCase) => {
  const facts = factsOf(change);
  const { level, word } = clockSign(facts.parts.vm?.reading, vmClock(facts));
  return [level, word.key];
};
const noDaemon = { daemon: undefined, daemons: [], source: undefined, synchronised: undefined } as const;

const cases: readonly (readonly [string, FactsCase, readonly string[]])[] = [
  ['without a beacon there is nothing to say', {}, ['none', 'clockSign.noBeacon']],
  ['a VM that is off has no clock', { vm: { state: 3 }, beacon: beaconOf({}) }, ['none', 'sign.vmNotRunning']],
  [
    'a stale beacon says nothing',
    { beacon: beaconOf({ offsetSeconds: 9 }), timing: { beacon: standing } },
    ['unknown', 'clockSign.stale'],
  ],
  ['a good clock', { beacon: beaconOf({}) }, ['ok', 'clockOffset.ahead']],
  ['behind for certain', { beacon: beaconOf({ offsetSeconds: -3 }) }, ['warning', 'clockOffset.behind']],
  [
    'off with its host',
    { beacon: beaconOf({ source: 'host-ptp' }), hostClock: hostClockOf(40) },
    ['warning', 'clockOffset.ahead'],
  ],
  ['right by the written time alone', { beacon: beaconOf({ ...noDaemon, hostSamples: 'every' }) }, ['info', 'clockSign.coarse']],
  ['right, and kept by nothing', { beacon: beaconOf(noDaemon) }, ['warning', 'clockSign.undisciplined']],
  [
    'nothing known of it yet',
    { beacon: beaconOf({ rootDispersionSeconds: undefined }, { notBefore: undefined }) },
    ['unknown', 'clockSign.unknown'],
  ],
];

test.each(cases)('%s', (_, change, expected) => {
  expect(signOf(change)).toEqual(expected);
});

test('a finding about a host is its sign, unless that it does not answer is as bad', () => {
  const fine = [{ collector: 'vm', outcome: 'ok' }] as const;
  const away = [{ collector: 'vm', outcome: 'unreachable' }] as const;
  const finding = (severity: 'warning' | 'critical') => [{ code: 'host-clock-bad', severity }] as const;
  expect(hostSign(fine, finding('warning'))).toMatchObject({ level: 'warning', word: { key: 'finding.host-clock-bad.title' } });
  expect(hostSign(fine, finding('critical')).level).toBe('critical');
  expect(hostSign(away, finding('critical')).word.key).toBe('host.unreachable');
  expect(hostSign(fine)).toMatchObject({ level: 'ok', word: { key: 'host.ok' } });
});
