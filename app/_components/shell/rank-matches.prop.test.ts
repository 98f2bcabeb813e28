import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Jump, rankMatches } from './rank-matches.ts';

const vm = (name: string, place = 'hv01', also: readonly string[] = []): Jump => ({
  kind: 'vm',
  href: `/vms/${name}`,
  name,
  place,
  also,
});
const host = (name: string): Jump => ({ kind: 'host', href: `/hosts/${name}`, name, also: [] });
const fleet = [vm('web-1-7', 'hv01', ['192.0.2.8']), vm('web-1-17'), vm('db-7', 'hv02'), host('hv01'), vm('hv01-backup')];
const names = (query: string) => rankMatches(query, fleet).map(({ name }) => name);

test('the whole name comes first, then its beginning, then a part', () => {
  expect(names('web-1-7')[0]).toBe('web-1-7');
  expect(names('hv01').slice(0, 2)).toEqual(['hv01', 'hv01-backup']);
});

test('letters in order with gaps find a name', () => {
  expect(names('w17')).toContain('web-1-7');
  expect(names('71w')).toEqual([]);
});

test('a part of an address finds a VM, scattered digits of it do not', () => {
  expect(names('192.0.2')).toEqual(['web-1-7']);
  expect(names('1928')).toEqual([]);
});

test('every word must fit: a name and its host', () => {
  expect(names('7 hv02')).toEqual(['db-7']);
});

test('nothing typed lists what there is, in its own order', () => {
  expect(rankMatches(' ', fleet)).toEqual(fleet);
});

test('any text finds a thing that is called so, and never more than fifty', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((one) => /^\S+$/.test(one));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 80 }), fc.nat(), (all, pick) => {
      const wanted = all[pick % all.length] ?? '';
      const found = rankMatches(
        wanted,
        all.map((one) => vm(one)),
      );
      expect(found.length).toBeLessThanOrEqual(50);
      expect(found[0]?.name.toLowerCase()).toBe(wanted.toLowerCase());
    }),
  );
});

test('twenty-five thousand VMs are searched between two key strokes', () => {
  const many = Array.from({ length: 25_000 }, (_, index) =>
    vm(`web-${index}`, `hv${index % 1_000}`, [`10.0.${index >> 8}.${index & 255}`]),
  );
  const started = performance.now();
  expect(rankMatches('web-249', many)).toHaveLength(50);
  expect(performance.now() - started).toBeLessThan(1_000);
});
