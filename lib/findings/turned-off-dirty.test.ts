import { describe, expect, test } from 'vitest';
import { dirtyStops } from '../model/readings/power.ts';
import { judgeVm } from './judge-vm.ts';
import { type FactsCase, factsOf, readAt, stoppedBy } from './testdata/facts.ts';

const code = 'turned-off-dirty';
const minutesAgo = (minutes: number) => new Date(readAt - minutes * 60_000).toISOString();
const off = { state: 3, startedAt: undefined };
const restarted = { startedAt: minutesAgo(5) };
const clean = { last: { kind: 'shut-down-by-guest', eventId: 18508, at: minutesAgo(10), expected: 'yes' } } as const;

function verdictOf(change: FactsCase): 'found' | 'undecided' | 'none' {
  const { findings, undecided } = judgeVm(factsOf(change));
  if (findings.some((finding) => finding.code === code)) return 'found';
  return undecided.includes(code) ? 'undecided' : 'none';
}

describe('the truth table', () => {
  test.each(dirtyStops)('%s: found while the VM is off, not once it is known to have started and stopped since', (kind) => {
    expect(verdictOf({ vm: off, power: stoppedBy(kind) })).toBe('found');
    expect(verdictOf({ vm: off, power: stoppedBy(kind, { recent: false }) })).toBe('found');
    expect(verdictOf({ vm: off, power: stoppedBy(kind, { backAt: minutesAgo(8) }) })).toBe('none');
  });

  test.each(dirtyStops)('%s: found for an hour where the VM is on again', (kind) => {
    expect(verdictOf({ vm: restarted, power: stoppedBy(kind, { backAt: minutesAgo(5) }) })).toBe('found');
    expect(verdictOf({ vm: restarted, power: stoppedBy(kind) })).toBe('found');
    expect(verdictOf({ vm: restarted, power: stoppedBy(kind, { backAt: minutesAgo(5), recent: false }) })).toBe('none');
  });

  test.each<[(typeof dirtyStops)[number], 'found' | 'undecided']>([
    ['turned-off', 'undecided'],
    ['stopped-critical', 'undecided'],
    ['worker-died', 'undecided'],
    ['guest-crashed', 'found'],
    ['triple-fault', 'found'],
  ])('%s of a VM that is on since before it: %s', (kind, verdict) => {
    expect(verdictOf({ power: stoppedBy(kind) })).toBe(verdict);
  });

  test.each<[string, FactsCase, 'undecided' | 'none']>([
    ['a clean stop', { vm: off, power: clean }, 'none'],
    ['a VM of which no log says anything', { vm: off }, 'none'],
    ['a saved VM', { vm: { state: 6 }, power: stoppedBy('turned-off') }, 'none'],
    ['a VM that starts just now', { vm: { state: 10 }, power: stoppedBy('turned-off') }, 'none'],
    [
      'a replica that waits',
      { vm: { kind: 'replica', ...off }, power: stoppedBy('turned-off'), facts: { owned: false } },
      'none',
    ],
    ['logs that could not be read', { vm: off, power: stoppedBy('turned-off'), failures: { power: 1 } }, 'undecided'],
    ['a host out of reach', { vm: off, power: stoppedBy('turned-off'), failures: { vm: 1, power: 1 } }, 'undecided'],
  ])('%s', (_what, change, verdict) => {
    expect(verdictOf(change)).toBe(verdict);
  });
});

test('the codes of a crash and what they say of Linux are evidence', () => {
  const power = stoppedBy('guest-crashed', { codes: ['0x0', '0x8100000606570000'], linuxPanic: true });
  const [found] = judgeVm(factsOf({ vm: off, power })).findings;
  expect(found?.evidence.map(({ collector, message }) => [collector, message.key.split('.').at(-1), message.params])).toEqual([
    ['power', 'guest-crashed', { at: '2026-06-01 11:50:00 UTC', event: '18502' }],
    ['power', 'codes', { codes: '0x0, 0x8100000606570000' }],
    ['power', 'panic', undefined],
    ['vm', 'off', undefined],
  ]);
});

test('shutdown-unavailable says where it already came to a turn-off', () => {
  const services = { shutdown: { enabled: false, primary: 2 } };
  const evidenceOf = (power: FactsCase['power']) => {
    const { findings } = judgeVm(factsOf({ services, vm: restarted, ...(power === undefined ? {} : { power }) }));
    return findings.find((finding) => finding.code === 'shutdown-unavailable')?.evidence.map(({ collector }) => collector);
  };
  expect(evidenceOf(stoppedBy('turned-off'))).toEqual(['integration-services', 'power']);
  expect(evidenceOf(stoppedBy('guest-crashed'))).toEqual(['integration-services']);
  expect(evidenceOf(undefined)).toEqual(['integration-services']);
});
