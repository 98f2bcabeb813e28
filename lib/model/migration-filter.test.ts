import { expect, test } from 'vitest';
import { everyMigration, type MigrationFilter, parseMigrationFilter, toMigrationParams } from './migration-filter.ts';
import { parseVmId } from './vm-id.ts';

const vm = '00000000-0000-4000-8000-000000000001';

test('what makes no sense is as if it were not there', () => {
  const nonsense = `range=2h&host=${'x'.repeat(254)}&vm=web-1&result=good&kind=teleport`;
  expect(parseMigrationFilter(new URLSearchParams(nonsense))).toEqual(everyMigration);
  expect(parseMigrationFilter(new URLSearchParams('host=%20'))).toEqual(everyMigration);
  expect(parseMigrationFilter(new URLSearchParams('range=toString&kind=constructor'))).toEqual(everyMigration);
});

test('a filter leads back to itself, and the usual one leaves no query', () => {
  const filters: readonly MigrationFilter[] = [
    everyMigration,
    { range: '1h', host: 'a&b=c ä', vm: parseVmId(vm), result: 'failed', kind: 'live-and-storage' },
    { ...everyMigration, range: '30d', result: 'unknown' },
  ];
  for (const filter of filters)
    expect(parseMigrationFilter(new URLSearchParams(toMigrationParams(filter).toString()))).toEqual(filter);
  expect(toMigrationParams(everyMigration).size).toBe(0);
});
