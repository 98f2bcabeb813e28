import { expect, test } from 'vitest';
import { translateFor } from '#lib/i18n/translate.ts';
import { toEventsCsv, toEventsFileName } from './events-csv.ts';
import { allEvents } from './search-params.ts';
import { eventAt } from './testdata/made-up-events.ts';

const now = Date.UTC(2026, 10, 23, 8, 5, 9);

test('a file holds every event with its codes, and no formula', () => {
  const event = eventAt(1, now, {
    vm: '=cmd|"x"',
    kind: 'turned-off',
    severity: 'warning',
    detail: { eventId: 18_502, reason: '@a' },
  });
  const [, header, row, end] = /^\uFEFF(.*)\r\n(.*)\r\n([\s\S]*)$/.exec(toEventsCsv([event], translateFor('en'))) ?? [];
  expect(header).toBe('Time (UTC),Taken up (UTC),Severity,What,Kind,VM,VM id,Host,Collector,Details,All details (JSON)');
  expect(row).toBe(
    `2026-11-23T08:05:09.000Z,2026-11-23T08:05:09.000Z,warning,Turned off,turned-off,"'=cmd|""x""",,hv01,power,its guest was not asked; @a; event 18502,"{""eventId"":18502,""reason"":""@a""}"`,
  );
  expect(end).toBe('');
  expect(toEventsCsv([eventAt(1, 9e15)], translateFor('en'))).toContain('\r\n,,info,Started,started,,,hv01,power,,{}\r\n');
});

test('its name tells the filter and the moment, in letters that every system takes', () => {
  expect(toEventsFileName(allEvents, now)).toBe('hvitals-events_2026-11-23T080509Z.csv');
  const wanted = { ...allEvents, groups: ['power', 'log'], range: '24h', host: '../Ä\u202e b' } as const;
  expect(toEventsFileName(wanted, now)).toBe('hvitals-events_group-power-log_host-b_range-24h_2026-11-23T080509Z.csv');
  const long = toEventsFileName({ ...allEvents, host: 'x'.repeat(250) }, now);
  expect(long.length).toBeLessThan(130);
});
