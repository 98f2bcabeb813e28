import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { powerRecord } from '#collectors/transport/simulated/power-record.ts';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import type { SimulatedEvent } from '#collectors/transport/simulated/simulated-event.ts';
import { fleetEventDetail } from '#lib/model/fleet-event.ts';
import type { PowerHostReading, PowerReading } from '#lib/model/readings/power.ts';
import { toVmSid } from '#lib/model/to-vm-sid.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { loadRecordings, parseRecording } from '../../e2e/golden/recording.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import type { AnyCollector, CollectorEvent } from '../collector.ts';
import { power } from './power.ts';
import { powerChannels } from './power-events.ts';
import type { PowerState } from './power-state.ts';

const now = Date.UTC(2026, 10, 23, 7, 40);
const minute = 60_000;
const worker = 'Microsoft-Windows-Hyper-V-Worker-Admin';
const vmms = 'Microsoft-Windows-Hyper-V-VMMS-Admin';
const vm = linuxVm(testVmId(1, 1), 'web-01', now);

function event(recordId: number, eventId: number, at: number, fields: Record<string, string> = {}): SimulatedEvent {
  const payload = Object.entries({ VmName: 'web-01', VmId: vm.id.toUpperCase(), ...fields });
  const provider = 'Microsoft-Windows-Hyper-V-Worker';
  return { recordId, eventId, at, provider, payload: 'VmlEventLog', fields: payload, sid: toVmSid(vm.id) };
}
const hostOf = (logs: SimulatedHost['logs'], vms = [vm]) =>
  makeHost('hv01', vms, { logs: { [worker]: [], [vmms]: [], ...logs } });

interface Told {
  readonly host: PowerHostReading | undefined;
  readonly vms: ReadonlyMap<VmId, PowerReading>;
  readonly events: readonly CollectorEvent[];
  readonly state: PowerState | undefined;
}

/** A host read again and again, as the runtime does it. */
function follow() {
  let told: Told = { host: undefined, vms: new Map(), events: [], state: undefined };
  return (host: SimulatedHost, at: number): Told => {
    const args = power.args(told.state);
    expect(JSON.parse(JSON.stringify(args))).toEqual(args);
    const { data } = powerRecord(host, args, at);
    const result = power.parse(JSON.parse(JSON.stringify(data)), {
      hostTime: at,
      now: at,
      state: told.state,
      previous: told.vms,
    });
    if (!result.ok) throw new Error(result.reason);
    told = { host: result.host, vms: result.vms, events: result.events ?? [], state: result.state };
    return told;
  };
}
const kinds = ({ events }: Told) => events.map(({ kind, detail }) => (detail.before === true ? `${kind} before` : kind));

describe('events', () => {
  it('are told once, those from before the watch marked, and a restart goes on where it was', () => {
    const read = follow();
    const log = [event(1, 18500, now - 30 * 3_600_000), event(2, 18500, now - 60 * minute), event(3, 18508, now - 5_000)];
    expect(kinds(read(hostOf({ [worker]: log }), now))).toEqual(['started before', 'shut-down-by-guest']);
    expect(kinds(read(hostOf({ [worker]: log }), now + 15_000))).toEqual([]);
    const more = [...log, event(4, 18500, now + 16_000)];
    const { events } = read(hostOf({ [worker]: more }), now + 30_000);
    expect(events).toEqual([
      {
        key: `${worker} 4 ${new Date(now + 16_000).toISOString()}`,
        vmId: vm.id,
        kind: 'started',
        severity: 'info',
        at: now + 16_000,
        detail: { eventId: 18500, channel: worker, expected: 'yes', by: 'host', vmName: 'web-01' },
      },
    ]);
  });

  it('of one tick that brings nothing change nothing: state and readings stay the same objects', () => {
    const read = follow();
    const host = hostOf({ [worker]: [event(1, 18502, now - minute)] });
    const first = read(host, now);
    const second = read(host, now + 15_000);
    expect(second.state).toBe(first.state);
    expect(second.vms.get(vm.id)).toBe(first.vms.get(vm.id));
    expect(second.host).toEqual(first.host);
  });

  it('of a storm come in portions, all of them marked as the first are', () => {
    const read = follow();
    const log = Array.from({ length: 1_200 }, (_, index) =>
      event(index + 1, index % 2 === 0 ? 18500 : 18508, now - 3_600_000 + index),
    );
    const counts = [0, 1, 2, 3].map((tick) => read(hostOf({ [worker]: log }), now + tick * 15_000).events);
    expect(counts.map((events) => events.length)).toEqual([500, 500, 200, 0]);
    expect(counts.flat().every(({ detail }) => detail.before === true)).toBe(true);
  });

  it('that were lost are told and counted', () => {
    const read = follow();
    read(hostOf({ [worker]: [event(5, 18500, now - minute)] }), now);
    const rolled = read(hostOf({ [worker]: [event(9, 18500, now)] }), now + 15_000);
    expect(rolled.events[0]).toMatchObject({ kind: 'log-rolled-over', vmId: undefined, detail: { missed: 3, lastRecordId: 5 } });
    expect(kinds(read(hostOf({}), now + 30_000))).toEqual(['log-cleared']);
    expect(kinds(read(hostOf({}), now + 45_000))).toEqual([]);
    const anew = read(hostOf({ [worker]: [event(1, 18508, now + 50_000)] }), now + 60_000);
    expect(kinds(anew)).toEqual(['log-reset', 'shut-down-by-guest']);
    expect(anew.host?.logs).toEqual([
      { channel: worker, readable: true, gaps: 3 },
      { channel: vmms, readable: true, gaps: 0 },
    ]);
  });

  it('of a channel that cannot be read for a while come later, none lost', () => {
    const read = follow();
    const log = [event(1, 18500, now - minute)];
    read(hostOf({ [worker]: log }), now);
    const denied = hostOf({ [worker]: log });
    const faults = { ...denied.faults, failingClasses: { [worker]: '0x80070005' } };
    expect(read({ ...denied, faults }, now + 15_000).host?.logs[0]).toMatchObject({ readable: false });
    expect(kinds(read(hostOf({ [worker]: [...log, event(2, 18502, now + 16_000)] }), now + 30_000))).toEqual(['turned-off']);
  });

  it('with numbers that nobody knows are counted by number, up to twenty of a log', () => {
    const log = Array.from({ length: 30 }, (_, index) => event(index + 1, 19_900 + (index % 25), now - minute));
    const { host, events } = follow()(hostOf({ [worker]: log }), now);
    expect([events, host?.unknown.length, host?.unknown[0]]).toEqual([[], 20, { channel: worker, eventId: 19_900, count: 2 }]);
  });
});

describe('what is left of a VM', () => {
  const after = (events: readonly SimulatedEvent[], at = now) => follow()(hostOf({ [worker]: events }), at).vms.get(vm.id);

  it.each<[string, readonly number[], string | undefined]>([
    ['turned off', [18502], 'turned-off'],
    ['turned off after it was shut down', [18508, 18502], 'turned-off'],
    ['shut down after it was turned off and started', [18502, 18500, 18504], undefined],
    ['a crash, and the turn-off that follows it', [18590, 18502], 'guest-crashed'],
    ['a save', [18502, 18500, 18510], undefined],
    ['reset from the host, which is an event only', [18512], undefined],
  ])('%s', (_what, ids, kind) => {
    const reading = after(ids.map((id, index) => event(index + 1, id, now - minute + index)));
    expect(reading?.dirty?.kind).toBe(kind);
    expect(reading?.last.eventId).toBe(ids.at(-1));
  });

  it('a start after a crash is remembered for an hour, a turn-off for a day, a crash as long as it is off', () => {
    const crash = event(1, 18590, now);
    const started = event(2, 18500, now + minute);
    const at = (log: readonly SimulatedEvent[], hours: number) => {
      const read = follow();
      read(hostOf({ [worker]: log }), now + 2 * minute);
      return read(hostOf({ [worker]: log }), now + hours * 3_600_000).vms.get(vm.id)?.dirty;
    };
    expect(at([crash, started], 0.9)).toMatchObject({ recent: true, backAt: new Date(now + minute).toISOString() });
    expect(at([crash, started], 1.1)).toBeUndefined();
    expect(at([crash], 100)).toMatchObject({ kind: 'guest-crashed', recent: false });
    expect([at([event(1, 18502, now)], 23)?.kind, at([event(1, 18502, now)], 24)]).toEqual(['turned-off', undefined]);
  });

  it('goes with the VM, when it is deleted or is on this host no more', () => {
    const read = follow();
    const log = [event(1, 18502, now - minute)];
    expect(read(hostOf({ [worker]: log }), now).vms.size).toBe(1);
    expect(read(hostOf({ [worker]: log }, []), now + 15_000).vms.size).toBe(0);
  });

  it('stays where Hyper-V does not say who is here', () => {
    const read = follow();
    const host = hostOf({ [worker]: [event(1, 18502, now - minute)] });
    read(host, now);
    expect(read({ ...host, rights: 'none' }, now + 15_000).vms.size).toBe(1);
  });
});

describe('recordings', () => {
  const recordings = loadRecordings(power as unknown as AnyCollector);
  const eventsOf = (name: string) => {
    const recording = recordings.find((one) => one.name === name);
    const result = recording === undefined ? undefined : parseRecording(power as unknown as AnyCollector, recording);
    return result?.ok === true ? (result.events ?? []) : [];
  };

  it('hold at least twenty payloads, of most numbers that are known', () => {
    const all = recordings.flatMap(({ name }) => eventsOf(name)).filter(({ kind }) => !kind.startsWith('log-'));
    expect(all.length).toBeGreaterThanOrEqual(20);
    expect(new Set(all.map(({ detail }) => detail.eventId)).size).toBeGreaterThanOrEqual(20);
    for (const { detail } of all) expect(fleetEventDetail.safeParse(detail).success).toBe(true);
  });

  it('of captures tell the VM by payload and by account alike', () => {
    const told = eventsOf('captured-start-and-stop');
    expect(told.map(({ kind }) => kind)).toEqual(['started', 'turned-off', 'shut-down-by-service', 'created']);
    expect(new Set(told.slice(0, 3).map(({ vmId }) => vmId))).toEqual(new Set(['5d9e9825-1973-4b27-9af1-ba77940a4066']));
  });

  it('of crashes give the codes as hexadecimal numbers, and know a Linux panic', () => {
    const crashes = eventsOf('synthetic-guest-crashes').filter(({ kind }) => kind === 'guest-crashed');
    expect(crashes.map(({ detail }) => [detail.codes, detail.linuxPanic])).toEqual([
      [['0x79', '0x4', '0x0', '0x0', '0x0'], undefined],
      [['0xEF', '0xFFFFAB0F', '0x0', '0x0', '0x0'], undefined],
      [['0x0', '0x8100000606570000', '0x0'], true],
    ]);
  });

  it('of a hostile guest give no code, no control character, and the VM that the host named', () => {
    const [crash, shutdown, nobody] = eventsOf('synthetic-hostile-guest');
    expect([crash?.detail.codes, shutdown?.vmId, nobody?.vmId]).toEqual([
      undefined,
      '0b1f7a2e-5c11-4e60-9a01-000000000002',
      undefined,
    ]);
    expect(JSON.stringify(crash?.detail)).not.toMatch(/\\u202e|\\u0007|\u202e/);
  });
});

it('the page has every number that is read, with its kind and its mark', () => {
  const page = readFileSync(new URL('./power.md', import.meta.url), 'utf8');
  for (const { channel, meanings } of powerChannels) {
    expect(page).toContain(channel);
    for (const [id, { kind, expected, mark, severity }] of meanings) {
      expect(page).toMatch(new RegExp(`^\\| ${id} \\| \`${kind}\` \\| ${severity} \\| ${expected} \\| ${mark} \\|`, 'm'));
    }
  }
});

it('no number is both read and left alone', () => {
  for (const { meanings, ignored } of powerChannels) expect(ignored.filter((id) => meanings.has(id))).toEqual([]);
});
