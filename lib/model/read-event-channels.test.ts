import { describe, expect, it } from 'vitest';
import type { EventBookmarks } from './event-bookmarks.ts';
import { readEventBookmarks } from './event-bookmarks.ts';
import { happenedBefore, readEventChannels } from './read-event-channels.ts';
import { toEventKey } from './read-host-event.ts';

const channel = 'Microsoft-Windows-Hyper-V-Worker-Admin';
const vmms = 'Microsoft-Windows-Hyper-V-VMMS-Admin';
const vmId = '5d9e9825-1973-4b27-9af1-ba77940a4066';
const sid = 'S-1-5-83-1-1570674725-1260853619-2008740250-1715473044';
const now = Date.parse('2026-11-23T07:40:00.000Z');
const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 7, 30, second)).toISOString();
const since = now - 3_600_000;
const mark = (recordId: number) => ({ recordId, at: at(recordId % 60), since, emptied: false });
const state: EventBookmarks = { [channel]: mark(123) };

function row(over: object = {}): object {
  return {
    channel,
    outcome: 'ok',
    reason: null,
    bookmark: mark(124),
    oldestRecordId: 1,
    newestRecordId: 124,
    missed: null,
    events: [{ recordId: 124, id: 18502, at: at(4), sid, fields: { VmName: 'web-01', VmId: vmId.toUpperCase() } }],
    unknown: {},
    ...over,
  };
}
const read = (over: object = {}, before: EventBookmarks | undefined = state) => readEventChannels([row(over)], before, now);
const quiet = { bookmark: mark(123), newestRecordId: 123, events: [] };

describe('events', () => {
  it('come with their id, time, VM and fields, and move the bookmark', () => {
    const { events, bookmarks, logEvents, problems } = read();
    const fields = { VmName: 'web-01', VmId: vmId.toUpperCase() };
    expect(events).toEqual([{ channel, recordId: 124, eventId: 18502, at: Date.parse(at(4)), vmId, fields }]);
    expect(bookmarks).toEqual({ [channel]: mark(124) });
    expect([logEvents, problems]).toEqual([[], []]);
    expect(events.map(toEventKey)).toEqual([`${channel} 124 ${at(4)}`]);
  });

  it.each<[string, object, string | undefined]>([
    ['VMID', { sid: null, fields: { VMID: `{${vmId}}` } }, vmId],
    ['Parameter1 where it is a GUID', { sid: null, fields: { Parameter0: 'web-01', Parameter1: vmId, Parameter2: '0.5' } }, vmId],
    ['the account where the payload has none', { fields: { Parameter1: 'web-01' } }, vmId],
    ['nothing where neither names one', { sid: 'S-1-5-18', fields: { VmName: vmId } }, undefined],
  ])('name their VM by %s', (_what, over, expected) => {
    const { events } = read({ events: [{ recordId: 124, id: 1, at: at(4), ...{ sid, fields: {} }, ...over }] });
    expect(events.map((event) => event.vmId)).toEqual([expected]);
  });

  it('that were read before, or come twice, are left out', () => {
    const again = [123, 125, 124, 125].map((recordId) => ({ recordId, id: 18500, at: at(4), sid, fields: {} }));
    expect(read({ events: again }).events.map(({ recordId }) => recordId)).toEqual([124, 125]);
  });

  it('that cannot be read cost only themselves, and are counted', () => {
    const good = { recordId: 124, id: 1, at: at(4), sid: null, fields: null };
    const { events, problems } = read({ events: [null, { ...good, id: -1 }, { ...good, at: 'yesterday' }, good] });
    expect(events).toHaveLength(1);
    expect(problems).toEqual([`${channel}: 3 events cannot be read`]);
  });

  it('have their texts cut and cleaned', () => {
    const fields = { VmName: `a\u202eb\u0000${'x'.repeat(2_000)}`, ['n'.repeat(65)]: 'x', number: 5 };
    const [event] = read({ events: [{ recordId: 124, id: 1, at: at(4), sid: null, fields }] }).events;
    expect(Object.keys(event?.fields ?? {})).toEqual(['VmName']);
    expect(event?.fields.VmName).toBe(`a\ufffdb\ufffd${'x'.repeat(1_020)}`);
  });

  it('with ids that nobody asked for are counted by id', () => {
    const { unknownIds } = read({ unknown: { 18999: 3, 70000: 1, abc: 2 } });
    expect(unknownIds).toEqual([{ channel, eventId: 18999, count: 3 }]);
  });
});

describe('bookmarks', () => {
  it('stay the same object where nothing is new', () => {
    expect(read(quiet).bookmarks).toBe(state);
  });

  it.each(['unsupported', 'access-denied', 'error'])('stay where the channel is %s, which is said', (outcome) => {
    const { bookmarks, problems, channels } = read({ ...quiet, outcome, bookmark: null, reason: 'no such log' });
    expect([bookmarks === state, problems, channels[0]?.outcome]).toEqual([true, [`${channel}: no such log`], outcome]);
  });

  it('of other channels are kept', () => {
    const both = { ...state, [vmms]: mark(7) };
    expect(read({}, both).bookmarks).toEqual({ [channel]: mark(124), [vmms]: mark(7) });
  });

  it('are never behind what was taken, and never go back', () => {
    expect(read({ bookmark: null }).bookmarks).toEqual({ [channel]: mark(124) });
    expect(read({ events: [], bookmark: mark(100), newestRecordId: 123 }).bookmarks).toBe(state);
  });

  it('begin with what was read at first contact, which is no gap', () => {
    const first = readEventChannels([row({ oldestRecordId: 90 })], undefined, now);
    expect(first.logEvents).toEqual([]);
    expect(first.bookmarks).toEqual({ [channel]: { ...mark(124), since: now } });
  });

  it('of a channel that was empty at first lead to whatever number comes', () => {
    const empty = { ...quiet, bookmark: null, oldestRecordId: null, newestRecordId: null };
    const first = readEventChannels([row(empty)], undefined, now);
    expect(first.bookmarks[channel]).toMatchObject({ recordId: 0, since: now });
    expect(readEventChannels([row(empty)], first.bookmarks, now + 1).bookmarks).toBe(first.bookmarks);
    const next = readEventChannels([row({ oldestRecordId: 124 })], first.bookmarks, now + 2);
    expect([next.events.length, next.logEvents.length, next.bookmarks[channel]?.since]).toEqual([1, 0, now]);
  });

  it('say what happened before anybody watched', () => {
    const early = { recordId: 125, id: 1, at: new Date(since - 16_000).toISOString(), sid: null, fields: {} };
    const result = read({ events: [early, { ...early, recordId: 126, at: new Date(since - 14_000).toISOString() }] });
    expect(result.events.map((event) => happenedBefore(event, result, 15))).toEqual([true, false]);
  });

  it('come back from the store, and only whole ones', () => {
    expect(readEventBookmarks(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(readEventBookmarks({ [channel]: 5 })).toBeUndefined();
  });
});

describe('gaps', () => {
  const kinds = (over: object, before = state) =>
    read(over, before).logEvents.map(({ kind, detail }) => [kind, detail.missed] as const);

  it.each<[string, object, readonly (readonly [string, number | undefined])[]]>([
    ['none where the record after the bookmark is the oldest', { oldestRecordId: 124 }, []],
    ['the word of the host', { outcome: 'rolled-over', oldestRecordId: 131, missed: 7 }, [['log-rolled-over', 7]]],
    ['the numbers, where the host says that all is well', { oldestRecordId: 131, newestRecordId: 140 }, [['log-rolled-over', 7]]],
    [
      'an emptied log',
      { ...quiet, outcome: 'cleared', bookmark: null, oldestRecordId: null, newestRecordId: null },
      [['log-cleared', undefined]],
    ],
    ['numbers that went back', { ...quiet, newestRecordId: 4, oldestRecordId: 1 }, [['log-reset', undefined]]],
    ['another record under the number of the bookmark', { outcome: 'reset' }, [['log-reset', undefined]]],
  ])('are told by %s', (_what, over, expected) => {
    expect(kinds(over)).toEqual(expected);
  });

  it('by a reset make all numbers new', () => {
    const events = [1, 2].map((recordId) => ({ recordId, id: 18500, at: at(recordId), sid, fields: {} }));
    const { events: taken, bookmarks } = read({ outcome: 'reset', events, bookmark: mark(2), newestRecordId: 2 });
    expect(taken.map(({ recordId }) => recordId)).toEqual([1, 2]);
    expect(bookmarks).toEqual({ [channel]: mark(2) });
  });

  it('of an emptied log are told once, and once more when numbers are missing', () => {
    const empty = { ...quiet, outcome: 'cleared', bookmark: null, oldestRecordId: null, newestRecordId: null };
    const emptied = read(empty).bookmarks;
    expect(kinds(empty, emptied)).toEqual([]);
    expect(read(empty, emptied).bookmarks).toBe(emptied);
    expect(kinds({ oldestRecordId: 126, newestRecordId: 126, outcome: 'rolled-over', missed: 2 }, emptied)).toEqual([
      ['log-cleared', 2],
    ]);
    expect(kinds({ oldestRecordId: 124 }, emptied)).toEqual([]);
  });

  it('have one key however often they are told', () => {
    const over = { outcome: 'rolled-over', oldestRecordId: 131, missed: 7 };
    const [first, second] = [read(over), readEventChannels([row(over)], state, now + 15_000)].map(
      ({ logEvents }) => logEvents[0],
    );
    expect(first?.key).toBe(second?.key);
    expect(first).toMatchObject({ vmId: undefined, severity: 'warning', at: now, detail: { channel, lastRecordId: 123 } });
  });
});

it.each<[unknown, string]>([
  [undefined, 'the record has no list of channels'],
  [[{ channel: 'Security' }], 'channel 1 cannot be read: outcome'],
  [[row({ channel: 'Security' })], 'channel 1 was not asked for'],
  [[row(), row()], `${channel} comes twice`],
])('says what cannot be read of %j', (channels, problem) => {
  expect(readEventChannels(channels, state, now).problems).toEqual([problem]);
});
