import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventGroups, eventKinds, eventSeverities, groupOfKind } from '#lib/derive/event-groups.ts';
import { parseVmId, type VmId } from '#lib/model/vm-id.ts';
import {
  allEvents,
  eventRangeNames,
  isNarrowed,
  kindsWanted,
  parseEventsWanted,
  toEventsHref,
  toEventsParams,
  toSearchParams,
  withGroups,
  withKinds,
} from './search-params.ts';

const parse = (query: string) => parseEventsWanted(new URLSearchParams(query));
const vmId = parseVmId('c10c0000-0000-4000-8000-000000010001') as VmId;

test('what a query names is wanted', () => {
  expect(parse(`group=power,disk&severity=critical&host=hv01&vm=${vmId}&range=24h`)).toEqual({
    groups: ['power', 'disk'],
    kinds: [],
    severities: ['critical'],
    host: 'hv01',
    vmId,
    range: '24h',
  });
  expect(parse('from=2026-06-01T00:00:00Z&to=2026-06-02T02:00:00%2B02:00')).toMatchObject({
    from: Date.UTC(2026, 5, 1),
    to: Date.UTC(2026, 5, 2),
  });
});

test.each([
  'group=nonsense&kind=toString&severity=loud',
  `host=${'x'.repeat(254)}`,
  'host=%20',
  'vm=web-1&range=forever',
  'from=yesterday&to=2026-06-01',
  'from=2026-06-02T00:00:00Z&to=2026-06-01T00:00:00Z',
  'from=-000001-01-01T00:00:00Z',
  `kind=${'turned,'.repeat(100_000)}`,
])('%s makes no sense, and restricts nothing', (query) => {
  expect(parse(query)).toEqual(allEvents);
});

test('a kind outside of the groups that are chosen is not asked for', () => {
  expect(kindsWanted(parse('group=disk&kind=turned-off'))?.every((kind) => groupOfKind[kind] === 'disk')).toBe(true);
  expect(kindsWanted(parse('group=disk,power&kind=turned-off'))).toEqual(['turned-off']);
  expect(kindsWanted(parse(''))).toBeUndefined();
});

test('kinds that are outside of newly chosen groups are let go, others stay', () => {
  const wanted = withKinds(withGroups(allEvents, ['disk', 'power']), ['saved', 'disk-resized', 'nonsense']);
  expect(toEventsHref(wanted)).toBe('/events?group=power%2Cdisk&kind=saved%2Cdisk-resized');
  expect(withGroups(wanted, ['power'])).toEqual({ ...allEvents, groups: ['power'], kinds: ['saved'] });
  expect(withGroups(wanted, [])).toEqual({ ...allEvents, kinds: ['saved', 'disk-resized'] });
});

test('an address leads back to what was wanted', () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
  const wanted = fc.record(
    {
      groups: fc.constant([]),
      kinds: fc.subarray([...eventKinds]),
      severities: fc.subarray([...eventSeverities]),
      host: fc.string({ minLength: 1, maxLength: 40 }).filter((name) => name.trim() === name),
      vmId: fc.constant(vmId),
      range: fc.constantFrom(...eventRangeNames),
    },
    { requiredKeys: ['groups', 'kinds', 'severities'] },
  );
  fc.assert(
    fc.property(wanted, (one) => {
      expect(parseEventsWanted(new URL(toEventsHref(one), 'http://x').searchParams)).toEqual(one);
      expect(isNarrowed(one)).toBe(toEventsHref(one) !== '/events');
    }),
  );
  fc.assert(
    fc.property(fc.subarray([...eventGroups]), time, fc.nat({ max: 1_000_000 }), (groups, from, length) => {
      const one = { ...allEvents, groups, from, to: from + length + 1 };
      expect(parseEventsWanted(toEventsParams(one))).toEqual(one);
    }),
  );
});

test('of a name that stands twice in a page’s query the first counts', () => {
  expect(toSearchParams({ host: ['hv02', 'hv01'], group: 'power', vm: undefined, none: [] }).toString()).toBe(
    'host=hv02&group=power',
  );
});
