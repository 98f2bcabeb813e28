import { expect, test } from 'vitest';
import { everyMigration } from '#lib/model/migration-filter.ts';
import { type MigrationsWanted, parseMigrationsUrl, toMigrationsHref } from './search-params.ts';

const parse = (href: string) => parseMigrationsUrl(new URL(href, 'http://x').searchParams);

test('an address leads back to what it shows', () => {
  const shown: readonly MigrationsWanted[] = [
    { filter: everyMigration, sort: undefined },
    { filter: { ...everyMigration, range: '7d', result: 'failed' }, sort: { id: 'duration', descending: true } },
    { filter: { ...everyMigration, host: 'a&b ?' }, sort: { id: 'blackout', descending: false } },
  ];
  for (const one of shown) expect(parse(toMigrationsHref(one))).toEqual(one);
  expect(toMigrationsHref({ filter: everyMigration, sort: undefined })).toBe('/migrations');
});

test('nonsense shows the usual', () => {
  expect(parse('/migrations?sort=reason&range=1y')).toEqual({ filter: everyMigration, sort: undefined });
  expect(parse('/migrations?sort=--start').sort).toBeUndefined();
});
