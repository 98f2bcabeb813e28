import { expect, test } from 'vitest';
import type { MigrationReading } from '../model/readings/migration.ts';
import { judgeVm } from './judge-vm.ts';
import { type FactsCase, factsOf, failedMigration } from './testdata/facts.ts';

const code = 'migration-failed';

function verdictOf(change: FactsCase): 'found' | 'undecided' | 'none' {
  const { findings, undecided } = judgeVm(factsOf(change));
  if (findings.some((finding) => finding.code === code)) return 'found';
  return undecided.includes(code) ? 'undecided' : 'none';
}

const running: MigrationReading = { jobs: [{ job: 'a', type: 'live' }] };
const failed = failedMigration();

test.each<[string, FactsCase, 'found' | 'undecided' | 'none']>([
  ['no word of any migration', {}, 'none'],
  ['one that runs', { migration: running }, 'none'],
  ['one that failed', { migration: failed }, 'found'],
  ['one that failed, and another that runs since', { migration: { ...failed, ...running } }, 'found'],
  ['one that was turned down', { migration: failedMigration({ refused: true }) }, 'found'],
  ['one that failed, of a VM that is off', { vm: { state: 3 }, migration: failed }, 'found'],
  ['one that failed, of a replica', { vm: { kind: 'replica' }, migration: failed, facts: { owned: false } }, 'none'],
  ['one that failed, by a host that is out of reach', { migration: failed, failures: { migration: 1 } }, 'undecided'],
])('%s: %s', (_what, change, verdict) => {
  expect(verdictOf(change)).toBe(verdict);
});

test('what log and job said of it is evidence, and a refusal has another cause', () => {
  const full = failedMigration({ eventId: 21_024, code: 32_768, reason: 'no switch of that name', destination: 'HV02' });
  const [found] = judgeVm(factsOf({ migration: full })).findings;
  expect(found?.evidence.map(({ message }) => [message.key.split('.').at(-1), message.params])).toEqual([
    ['failed', { at: '2026-06-01 11:50:00 UTC' }],
    ['event', { event: '21024' }],
    ['job', { code: '32768' }],
    ['reason', { reason: 'no switch of that name' }],
    ['destination', { destination: 'HV02' }],
  ]);
  const [refused] = judgeVm(factsOf({ migration: failedMigration({ refused: true }) })).findings;
  expect([found?.cause.key, refused?.cause.key]).toEqual([
    'finding.migration-failed.cause.failed',
    'finding.migration-failed.cause.refused',
  ]);
});
