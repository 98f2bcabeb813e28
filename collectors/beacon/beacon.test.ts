import { describe, expect, it } from 'vitest';
import type { BeaconReading } from '#lib/model/readings/beacon.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { toKvpXml } from '../../e2e/golden/kvp-xml.ts';
import { beacon } from './beacon.ts';
import type { BeaconState } from './beacon-state.ts';

const id = vmIdOf(1);
const t0 = Date.UTC(2026, 10, 23, 7, 40);
type Pairs = readonly (readonly [string, string])[];
interface Scraped {
  readonly vms: ReadonlyMap<VmId, BeaconReading>;
  readonly state?: BeaconState;
}

const item = ([key, value]: readonly [string, string]) => toKvpXml(key, value);
const write = (sequence: number, more = `up=${sequence * 30};`): Pairs => [
  ['hvitals.beacon', `v=1;os=linux;interval=30;seq=${sequence};at=1795419580.125;${more}`],
];

function scrapeRows(vms: readonly object[], hostTime = t0, before?: Scraped): Scraped {
  const context = { hostTime, now: hostTime, state: before?.state, previous: before?.vms ?? new Map<VmId, BeaconReading>() };
  const result = beacon.parse({ vms }, context);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

const scrape = (pairs: Pairs, hostTime = t0, before?: Scraped) => scrapeRows([{ id, items: pairs.map(item) }], hostTime, before);

function present(scraped: Scraped) {
  const reading = scraped.vms.get(id);
  if (reading?.present !== true) throw new Error(`no beacon: ${reading?.problems.join()}`);
  return reading;
}

const read = (...pairs: Pairs) => present(scrape([...write(1), ...pairs]));

describe('a beacon', () => {
  it('is absent where a VM sends none', () => {
    expect(scrape([]).vms.get(id)).toEqual({ present: false, problems: [] });
  });

  it.each([
    ['no write', [['hvitals.host', 'name=HV01;']], 'malformed-value'],
    ['another format', [['hvitals.beacon', 'v=2;seq=1;at=1795419580;']], 'malformed-value'],
    ['no format', [['hvitals.beacon', 'seq=1;at=1795419580;']], 'malformed-value'],
    ['no sequence', [['hvitals.beacon', 'v=1;at=1795419580;']], 'malformed-value'],
    ['a sequence with a fraction', [['hvitals.beacon', 'v=1;seq=1.5;at=1795419580;']], 'malformed-value'],
    ['no time', [['hvitals.beacon', 'v=1;seq=1;']], 'malformed-value'],
    ['a time before 2000', [['hvitals.beacon', 'v=1;seq=1;at=946684799;']], 'out-of-range'],
    ['a time after 2099', [['hvitals.beacon', 'v=1;seq=1;at=4102444801;']], 'out-of-range'],
    ['a negative sequence', [['hvitals.beacon', 'v=1;seq=-1;at=1795419580;']], 'out-of-range'],
  ] as const)('is absent with %s, which is named', (_what, pairs, problem) => {
    expect(scrape(pairs).vms.get(id)).toEqual({ present: false, problems: [problem] });
  });

  it('holds what the pairs say, in any order, with or without a last semicolon', () => {
    expect(read(['hvitals.disk.0', 'lun=3;bytes=5;dev=sda'])).toMatchObject({
      system: 'linux',
      intervalSeconds: 30,
      sequence: 1,
      writtenAt: 1_795_419_580_125,
      seenAt: t0,
      disks: [{ device: 'sda', sizeBytes: 5, lun: 3 }],
      problems: [],
    });
  });

  it('passes over pairs that are not known', () => {
    expect(read(['hvitals.host', 'name=HV01;mood=fine;']).problems).toEqual([]);
  });

  it('has the interval of the format where its own is absent or out of range', () => {
    const of = (text: string) => present(scrape([['hvitals.beacon', `v=1;seq=1;at=1795419580;${text}`]]));
    expect(of('')).toMatchObject({ intervalSeconds: 30, problems: [] });
    expect(of('interval=4;')).toMatchObject({ intervalSeconds: 30, problems: ['out-of-range'] });
    expect(of('interval=3601;')).toMatchObject({ intervalSeconds: 30, problems: ['out-of-range'] });
    expect(of('interval=300;')).toMatchObject({ intervalSeconds: 300, problems: [] });
  });

  it('is read from indented items too', () => {
    const items = write(7).map(([key, value]) => toKvpXml(key, value, { indented: true }));
    expect(present(scrapeRows([{ id, items }])).sequence).toBe(7);
  });
});

describe('numbers of a clock', () => {
  const clock = (text: string) => read(['hvitals.clock', text]);

  it.each([
    ['offset=-0.000012', { offsetSeconds: -0.000_012 }],
    ['offset=1000000000', { offsetSeconds: 1e9 }],
    ['freq=-12.4', { frequencyPpm: -12.4 }],
    ['daemon=none', { daemons: [] }],
    ['daemon=chrony', { daemon: 'chrony', daemons: ['chrony'] }],
    ['daemon=chrony;daemons=ntpd,chrony', { daemon: 'chrony', daemons: ['chrony', 'ntpd'] }],
    ['sync=0;leap=3', { synchronised: false, leap: 3 }],
  ])('%s', (text, expected) => {
    const reading = clock(text);
    expect(reading.clock).toMatchObject(expected);
    expect(reading.problems).toEqual([]);
  });

  it.each([
    ['offset=1000000000.1', 'out-of-range'],
    ['offset=-1000000001', 'out-of-range'],
    ['offset=NaN', 'out-of-range'],
    ['offset=-inf', 'out-of-range'],
    ['offset=1e3', 'malformed-value'],
    ['offset=0x10', 'malformed-value'],
    ['offset= 1', 'malformed-value'],
    ['offset=', undefined],
    ['rootdelay=-0.1', 'out-of-range'],
    ['freq=1000001', 'out-of-range'],
    ['stratum=256', 'out-of-range'],
    ['stratum=2.5', 'malformed-value'],
    ['leap=4', 'out-of-range'],
    ['sync=yes', 'malformed-value'],
    ['source=sundial', 'malformed-value'],
    ['daemon=rootkit', 'malformed-value'],
    ['samples=often', 'malformed-value'],
  ])('%s is left out and named %s', (text, problem) => {
    const reading = clock(text);
    expect(reading.clock).toEqual({ daemons: [] });
    expect(reading.problems).toEqual(problem === undefined ? [] : [problem]);
  });
});

describe('the sequence', () => {
  const minute = 60_000;
  const first = scrape(write(10));

  it('is new at first sight, and nothing says since when', () => {
    expect(present(first).seenAt).toBe(t0);
    expect(present(first)).not.toHaveProperty('notBefore');
  });

  it('stands still: the very same reading, however often it is read', () => {
    const second = scrape(write(10), t0 + minute, first);
    const third = scrape(write(10), t0 + 2 * minute, second);
    expect(third.vms.get(id)).toBe(first.vms.get(id));
  });

  it('goes on: seen now, and not before the scrape before, also where it stood still then', () => {
    const still = scrape(write(10), t0 + minute, first);
    const next = present(scrape(write(16), t0 + 2 * minute, still));
    expect([next.seenAt, next.notBefore, next.problems]).toEqual([t0 + 2 * minute, t0 + minute, []]);
  });

  it('keeps its time where other items changed under it', () => {
    const next = present(scrape([...write(10), ['hvitals.host', 'name=HV02;']], t0 + minute, first));
    expect([next.seenAt, next.physicalHostName]).toEqual([t0, 'HV02']);
  });

  it('goes back after a restart of the guest, and that is no problem', () => {
    const next = present(scrape(write(2), t0 + minute, first));
    expect([next.sequence, next.seenAt, next.notBefore, next.problems]).toEqual([2, t0 + minute, t0, []]);
  });

  it('goes back while the guest ran on: named until it goes on', () => {
    const back = scrape(write(2, 'up=330;'), t0 + minute, first);
    expect(present(back).problems).toEqual(['sequence-backwards']);
    const still = scrape(write(2, 'up=330;'), t0 + 2 * minute, back);
    expect(still.vms.get(id)).toBe(back.vms.get(id));
    expect(present(scrape(write(3, 'up=360;'), t0 + 3 * minute, still)).problems).toEqual([]);
  });

  it('is not judged where the uptime is not known', () => {
    expect(present(scrape(write(2, ''), t0 + minute, first)).problems).toEqual([]);
  });

  it('does not take the scrape before for its own where that scrape left the VM out', () => {
    const without = scrapeRows([{ id: vmIdOf(2), items: [] }], t0 + minute, first);
    const next = present(scrape(write(16), t0 + 2 * minute, { ...without, vms: first.vms }));
    expect(next).not.toHaveProperty('notBefore');
  });

  it('is seen for the first time after the items were gone, and with a state that another version wrote', () => {
    const gone = scrape([], t0 + minute, first);
    expect(present(scrape(write(10), t0 + 2 * minute, gone))).toMatchObject({ seenAt: t0 + 2 * minute });
    const other = { ...first, state: { version: 0 } as unknown as BeaconState };
    expect(present(scrape(write(11), t0 + minute, other))).not.toHaveProperty('notBefore');
  });

  it('comes through the store as it was', () => {
    const saved = JSON.parse(JSON.stringify(first.state)) as BeaconState;
    const reading = beacon.vmReading.parse(JSON.parse(JSON.stringify(present(first))));
    const stored = { vms: new Map([[id, reading]]), state: saved };
    expect(scrape(write(10), t0 + minute, stored).vms.get(id)).toBe(reading);
  });
});

describe('beacon samples', () => {
  const samples = (reading: BeaconReading) => beacon.vmSamples?.(reading, { vmId: id, name: 'web01', host: 'hv01' });

  it("say when it advanced, in seconds of the host's clock", () => {
    expect(samples(present(scrape(write(1))))).toEqual([
      { metric: 'hvitals_vm_beacon_seen_timestamp_seconds', labels: { vm_id: id, vm: 'web01' }, value: t0 / 1_000 },
    ]);
  });

  it('are absent without a beacon', () => {
    expect(samples({ present: false, problems: [] })).toEqual([]);
  });
});
