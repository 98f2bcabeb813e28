import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyJson, anyText, twisted } from '../../e2e/golden/arbitrary-record.ts';
import { readEventBookmarks } from './event-bookmarks.ts';
import { channelOutcomes } from './event-channel-row.ts';
import { eventChannels } from './host-event.ts';
import { readEventChannels } from './read-event-channels.ts';

const numRuns = process.env.HVITALS_SOAK === '1' ? 10_000 : 1_500;
const now = Date.parse('2026-11-23T07:40:00.000Z');

const recordId = fc.oneof(fc.nat({ max: 200 }), fc.constantFrom(0, Number.MAX_SAFE_INTEGER, -1, 1.5));
const time = fc.oneof(
  fc.nat({ max: 10_000 }).map((seconds) => new Date(now - seconds * 1_000).toISOString()),
  fc.constantFrom('2023-08-04T00:45:04.2627283Z', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59Z', 'now'),
);
const fieldName = fc.oneof(fc.constantFrom('VmId', 'VmName', 'Parameter1', '__proto__', 'ErrorCode0'), anyText);
const fieldValue = fc.oneof(fc.constantFrom('5D9E9825-1973-4B27-9AF1-BA77940A4066', '%%2147942432'), anyText, anyJson);
const event = fc.record({
  recordId,
  id: fc.oneof(fc.constantFrom(18500, 18502, 18590), fc.integer({ min: -5, max: 70_000 })),
  at: time,
  sid: fc.oneof(fc.constantFrom(null, 'S-1-5-18', 'S-1-5-83-1-1570674725-1260853619-2008740250-1715473044'), anyText),
  fields: fc.dictionary(fieldName, fieldValue, { maxKeys: 40 }),
});
const row = fc.record({
  channel: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...eventChannels) }, { weight: 1, arbitrary: anyText }),
  outcome: fc.constantFrom(...channelOutcomes),
  reason: fc.option(anyText),
  bookmark: fc.option(fc.record({ recordId, at: time })),
  oldestRecordId: fc.option(recordId),
  newestRecordId: fc.option(recordId),
  missed: fc.option(fc.nat({ max: 100 })),
  events: fc.array(event, { maxLength: 12 }),
  unknown: fc.dictionary(fc.oneof(fc.nat({ max: 80_000 }).map(String), anyText), fc.nat({ max: 9 })),
});
const channels = fc.array(row, { maxLength: 4 });
const bookmarks = fc.option(
  fc.dictionary(
    fc.constantFrom(...eventChannels),
    fc.record({ recordId: fc.nat({ max: 200 }), at: time, since: fc.nat(), emptied: fc.boolean() }),
  ),
  { nil: undefined },
);

it('never throws, keeps its limits, and leads nowhere back, whatever a host sends', () => {
  fc.assert(
    fc.property(fc.oneof(channels, twisted(channels), anyJson), bookmarks, (sent, before) => {
      const read = readEventChannels(sent, before, now);
      expect(readEventBookmarks(JSON.parse(JSON.stringify(read.bookmarks)))).toEqual(read.bookmarks);
      for (const { fields, vmId, at, channel } of read.events) {
        expect(Object.keys(fields).length).toBeLessThanOrEqual(32);
        expect(Object.values(fields).every((text) => text.length <= 1_024 && text.isWellFormed())).toBe(true);
        expect(vmId ?? '00000000-0000-0000-0000-000000000000').toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(Number.isFinite(at)).toBe(true);
        expect(read.bookmarks[channel]?.recordId).toBeDefined();
      }
      const isReset = new Set(read.logEvents.flatMap(({ kind, detail }) => (kind === 'log-reset' ? [detail.channel] : [])));
      for (const [channel, bookmark] of Object.entries(before ?? {})) {
        if (!isReset.has(channel)) expect(read.bookmarks[channel]?.recordId).toBeGreaterThanOrEqual(bookmark.recordId);
      }
    }),
    { numRuns },
  );
});

it('tells the same record a second time as nothing new', () => {
  fc.assert(
    fc.property(channels, bookmarks, (sent, before) => {
      const first = readEventChannels(sent, before, now);
      const second = readEventChannels(sent, first.bookmarks, now);
      const resets = second.logEvents.some(({ kind }) => kind === 'log-reset');
      if (!resets) expect(second.events).toEqual([]);
    }),
    { numRuns },
  );
});
