import { describe, expect, it } from 'vitest';
import { power } from '../../collectors/power/power.ts';
import { powerRecord } from '../../collectors/transport/simulated/power-record.ts';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { SimulatedEvent } from '../../collectors/transport/simulated/simulated-event.ts';
import type { Json } from '../../lib/model/json.ts';
import { toVmSid } from '../../lib/model/to-vm-sid.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { scrapeHost } from '../support/scrape-host.ts';

/* The twins of collector `power`: the real scripts on the real engine over the simulated logs, and the TypeScript fleet, from one scenario. */

const now = Date.UTC(2026, 5, 1, 12);
const worker = 'Microsoft-Windows-Hyper-V-Worker-Admin';
const vmms = 'Microsoft-Windows-Hyper-V-VMMS-Admin';
const vm = linuxVm(testVmId(1, 1), 'web-01', now);

function event(recordId: number, over: Partial<SimulatedEvent> = {}): SimulatedEvent {
  return {
    recordId,
    eventId: 18502,
    at: now - 60_000 + recordId,
    provider: 'Microsoft-Windows-Hyper-V-Worker',
    payload: 'VmlEventLog',
    fields: [
      ['VmName', 'web-01'],
      ['VmId', vm.id.toUpperCase()],
    ],
    sid: toVmSid(vm.id),
    ...over,
  };
}

function hostOf(events: readonly SimulatedEvent[], over: Partial<SimulatedHost> = {}): SimulatedHost {
  return makeHost('hv01', [vm], { logs: { [worker]: events, [vmms]: [] }, ...over });
}

interface Data {
  readonly channels: readonly {
    readonly outcome: string;
    readonly missed: number | null;
    readonly bookmark: { readonly recordId: number; readonly at: string } | null;
    readonly events: readonly { readonly recordId: number; readonly fields: Readonly<Record<string, string>> }[];
  }[];
  readonly vms: readonly string[] | null;
}

/** What both send; fails where they differ. `recordId` and `at` are the bookmark of the worker's channel. */
async function expectTwins(host: SimulatedHost, bookmark?: { recordId: number; at: string }): Promise<Data | undefined> {
  const mark = bookmark === undefined ? {} : { [worker]: { ...bookmark, since: 0, emptied: false } };
  const args: Json = power.args({ bookmarks: mark, gaps: {}, unknown: {} });
  const { records, calls } = await scrapeHost(host, { collectors: [{ name: 'power', timeoutMs: 10_000, args }], now });
  const fleet = powerRecord(host, args, now);
  expect(records.power?.outcome, records.power?.reason).toBe(fleet.outcome);
  const reasons = (data: unknown) =>
    JSON.parse(JSON.stringify(data ?? null, (key, value) => (key === 'reason' && value !== null ? 'some' : value)));
  expect(reasons(records.power?.data)).toEqual(reasons(fleet.data));
  expect(calls.filter(({ command }) => command === 'Get-WinEvent').length).toBeLessThanOrEqual(6);
  return (records.power?.data ?? undefined) as Data | undefined;
}

const at = (recordId: number) => new Date(now - 60_000 + recordId).toISOString();
const markAt = (recordId: number) => ({ recordId, at: at(recordId) });
const ids = (data: Data | undefined) => data?.channels[0]?.events.map(({ recordId }) => recordId);

describe('scripts and fleet send the same', { timeout: 120_000 }, () => {
  it('at first contact: the last day, and who is here', async () => {
    const old = event(1, { at: now - 2 * 86_400_000 });
    const data = await expectTwins(hostOf([old, event(2), event(3, { eventId: 18999 }), event(4, { eventId: 18601 })]));
    expect(ids(data)).toEqual([2]);
    expect([data?.channels[0]?.bookmark, data?.vms]).toEqual([markAt(4), [vm.id]]);
    expect(data?.channels[0]).toMatchObject({ unknown: { 18999: 1 } });
  });

  it('at first contact with nothing but old events: a bookmark all the same', async () => {
    const data = await expectTwins(hostOf([event(7, { at: now - 2 * 86_400_000 })]));
    expect([ids(data), data?.channels[0]?.bookmark?.recordId]).toEqual([[], 7]);
  });

  it('from a bookmark on, by the clock of the host whatever it says now', async () => {
    const host = hostOf([event(5), event(6), event(7, { payload: 'EventData' })], { clockOffsetMs: 40_000 });
    expect(ids(await expectTwins(host, markAt(5)))).toEqual([6, 7]);
  });

  it('where nothing is new, with one question for each channel that holds anything', async () => {
    const data = await expectTwins(hostOf([event(5)]), markAt(5));
    expect([ids(data), data?.channels[0]?.outcome, data?.channels[0]?.bookmark]).toEqual([[], 'ok', markAt(5)]);
  });

  it.each<[string, readonly SimulatedEvent[], ReturnType<typeof markAt>, string, number | null]>([
    ['a log that rolled over the bookmark', [event(9), event(10)], markAt(5), 'rolled-over', 3],
    ['one that rolled up to the bookmark and lost nothing', [event(6)], markAt(5), 'ok', null],
    ['an emptied log', [], markAt(5), 'cleared', null],
    ['lower numbers than before', [event(1), event(2)], markAt(5), 'reset', null],
    [
      'another record under the number of the bookmark',
      [event(4), event(5), event(6)],
      { recordId: 5, at: at(999) },
      'reset',
      null,
    ],
    ['lower and only old ones', [event(1, { at: 1_000 })], markAt(5), 'reset', null],
  ])('for %s', async (_what, events, bookmark, outcome, missed) => {
    const data = await expectTwins(hostOf(events), bookmark);
    expect([data?.channels[0]?.outcome, data?.channels[0]?.missed]).toEqual([outcome, missed]);
  });

  it('for more than one call can carry', async () => {
    const many = Array.from({ length: 505 }, (_, index) => event(index + 1));
    const first = await expectTwins(hostOf(many), markAt(1));
    expect([first?.channels[0]?.outcome, first?.channels[0]?.bookmark]).toEqual(['more', markAt(501)]);
    expect(ids(await expectTwins(hostOf(many), markAt(501)))).toEqual([502, 503, 504, 505]);
  });

  it('for texts that guests and people make up', async () => {
    const fields = (text: string) =>
      event(1, {
        fields: [
          ['VmName', text],
          ['n'.repeat(70), 'x'],
          ['VmName', 'twice'],
          ['Reason', ''],
        ],
      });
    const texts = [
      '<b>&amp;</b>',
      '$(reboot)',
      '漢字 😀',
      '\'quoted\' "twice"',
      ' \n ',
      'a\u0001b',
      'x'.repeat(2_000),
      ' padded ',
    ];
    const data = await expectTwins(
      hostOf(texts.map((text, index) => ({ ...fields(text), recordId: index + 1, at: now - 60_000 + index }))),
    );
    expect(data?.channels[0]?.events).toHaveLength(8);
  });

  it('for fields beyond the limit, and events of somebody else', async () => {
    const fields = Array.from({ length: 40 }, (_, index) => [`F${index}`, 'x'] as const);
    const data = await expectTwins(
      hostOf([event(1, { fields }), event(2, { provider: 'Other-Program' }), event(3, { sid: undefined })]),
    );
    expect(data?.channels[0]?.events.map((one) => Object.keys(one.fields).length)).toEqual([32, 2]);
  });

  it.each<[string, Partial<SimulatedHost['faults']>, string]>([
    ['one log missing', { missingClasses: [vmms] }, 'partial'],
    ['both logs missing', { missingClasses: [worker, vmms] }, 'unsupported'],
    ['no right to read', { failingClasses: { [worker]: '0x80070005', [vmms]: '0x80070005' } }, 'access-denied'],
    ['a broken log', { failingClasses: { [worker]: 'The event log file is corrupted.' } }, 'partial'],
    ['Hyper-V silent, its logs not', { missingNamespaces: ['root/virtualization/v2'] }, 'ok'],
  ])('with %s', async (_what, over, outcome) => {
    const host = hostOf([event(1)]);
    const faulty = { ...host, faults: { ...host.faults, ...over } };
    await expectTwins(faulty);
    expect(powerRecord(faulty, power.args(undefined), now).outcome).toBe(outcome);
  });

  it('without the right to see VMs', async () => {
    const data = await expectTwins(hostOf([event(1)], { rights: 'none' }));
    expect([ids(data), data?.vms]).toEqual([[1], null]);
  });
});
