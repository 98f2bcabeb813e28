import { describe, expect, it } from 'vitest';
import type { CollectorEvent } from '#collectors/collector.ts';
import { power } from '#collectors/power/power.ts';
import type { PowerState } from '#collectors/power/power-state.ts';
import type { PowerReading } from '#lib/model/readings/power.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { demoFleet } from './demo-fleet.ts';
import { powerRecord } from './power-record.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const minute = 60_000;
const options = { hosts: 6, vmsPerHost: 20, seed: 1 };

/** What collector `power` makes of a host from minute to minute. */
function follow(name: string, from: number, minutes: number) {
  const fleet = demoFleet(options);
  let state: PowerState | undefined;
  let previous: ReadonlyMap<VmId, PowerReading> = new Map();
  return Array.from({ length: minutes }, (_, at) => {
    const now = from + at * minute;
    const host = fleet.hostAt(name, now);
    if (host === undefined) return { host, events: [] as readonly CollectorEvent[], vms: previous };
    const { data } = powerRecord(host, power.args(state), now);
    const result = power.parse(JSON.parse(JSON.stringify(data)), { hostTime: now + host.clockOffsetMs, now, state, previous });
    if (!result.ok) throw new Error(result.reason);
    state = result.state;
    previous = result.vms;
    return { host, events: result.events ?? [], vms: result.vms };
  });
}

describe('the logs of the demo fleet', () => {
  const ticks = follow('hv01', noon + minute, 240);
  const later = ticks.slice(1).flatMap(({ events }) => events);

  it('tell of stops and starts as they happen, with no gap, and mark those of before', () => {
    expect(ticks[0]?.events.every(({ detail }) => detail.before === true)).toBe(true);
    expect(ticks[0]?.events.length).toBeGreaterThan(50);
    expect(later.filter(({ kind, detail }) => kind.startsWith('log-') || detail.before === true)).toEqual([]);
    const told = [...new Set(later.map(({ kind }) => kind))];
    expect(told).toEqual(expect.arrayContaining(['turned-off', 'shut-down-by-service', 'started']));
  });

  it('agree with the VM that is stopped every half hour', () => {
    for (const { host, vms } of ticks) {
      const vm = host?.vms[6];
      const last = vm === undefined ? undefined : vms.get(vm.id)?.last;
      expect([vm?.state, last?.kind === 'started']).toBeOneOf([
        [2, true],
        [3, false],
      ]);
    }
  });

  it('leave a VM that was turned off, and that is forgotten once it was shut down again', () => {
    const dirty = ticks.map(({ host, vms }) => vms.get(host?.vms[6]?.id as VmId)?.dirty?.kind);
    expect(new Set(dirty)).toEqual(new Set(['turned-off', undefined]));
  });

  it('have no gap on a host whose clock goes wrong for a while, or that is out of reach', () => {
    for (const name of ['hv04', 'hv06']) {
      const events = follow(name, noon, 120).flatMap(({ events: told }) => told);
      expect(events.filter(({ kind }) => kind.startsWith('log-'))).toEqual([]);
    }
  });

  it('hold crashes now and then, of a larger fleet', () => {
    const large = demoFleet({ hosts: 40, vmsPerHost: 25, seed: 1 });
    const ids = large
      .at(noon)
      .flatMap(({ logs }) => (logs['Microsoft-Windows-Hyper-V-Worker-Admin'] ?? []).map(({ eventId }) => eventId));
    expect(new Set(ids)).toEqual(new Set([18500, 18502, 18504, 18508, 18590]));
  });

  it('are numbered alike whenever they are asked for, one by one', () => {
    const recordsAt = (now: number) =>
      demoFleet(options).hostAt('hv01', now)?.logs['Microsoft-Windows-Hyper-V-Worker-Admin'] ?? [];
    const [afterwards, earlier] = [recordsAt(noon + 10 * minute), recordsAt(noon)];
    const byRecord = new Map(afterwards.map((event) => [event.recordId, event]));
    for (const event of earlier) if (byRecord.has(event.recordId)) expect(byRecord.get(event.recordId)).toEqual(event);
    const numbers = afterwards.map(({ recordId }) => recordId);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(numbers.length).toBe(120);
  });
});
