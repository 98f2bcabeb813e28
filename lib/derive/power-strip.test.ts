import { describe, expect, it } from 'vitest';
import type { Present } from './known-spans.ts';
import type { PowerState } from './power-meaning.ts';
import { powerStrip, type StripEvent, type StripInput, type StripMigration } from './power-strip.ts';

const hour = 3_600_000;
const minute = 60_000;
const now = Date.UTC(2026, 10, 23, 8);
const day = { from: now - 24 * hour, to: now };
const ago = (hours: number) => now - hours * hour;

let ids = 0;
const event = (kind: string, hoursAgo: number, parts: Partial<StripEvent> = {}): StripEvent => {
  ids += 1;
  return { id: ids, host: 'hv01', kind, at: ago(hoursAgo), detail: { eventId: ids }, ...parts };
};
const move = (hoursAgo: number, parts: Partial<StripMigration>): StripMigration => {
  ids += 1;
  return { id: `m${ids}`, kind: 'live', result: 'finished', at: ago(hoursAgo), ...parts };
};
const read = <Value>(value: Value | undefined, parts: Partial<Present<Value>> = {}): Present<Value> => ({
  value,
  since: undefined,
  provenSince: ago(1),
  changedAt: ago(1),
  readAt: now - 5_000,
  stale: false,
  watched: true,
  ...parts,
});

type Input = StripInput<StripEvent, StripMigration>;
const draw = (parts: Partial<Input>) =>
  powerStrip(
    {
      events: [],
      migrations: [],
      gaps: [],
      power: read<PowerState>('running'),
      host: read('hv01'),
      knownFrom: ago(240),
      ...parts,
    },
    day,
  );
/** Spans as `value since hours ago`, an unknown one with why. */
const told = (spans: ReturnType<typeof draw>['power' | 'hosts']) =>
  spans.map(({ from, value, why }) => `${value ?? why} ${Math.round(((now - from) / hour) * 100) / 100}`);
const power = (parts: Partial<Input>) => told(draw(parts).power);
const hosts = (parts: Partial<Input>) => told(draw(parts).hosts);

describe('power between events', () => {
  it('is what the first event says it was before, as far back as events are told', () => {
    expect(power({ events: [event('turned-off', 10), event('started', 9)] })).toEqual(['running 24', 'off 10', 'running 9']);
    expect(power({ events: [event('turned-off', 10), event('started', 9)], knownFrom: ago(12) })).toEqual([
      'not-told 24',
      'running 12',
      'off 10',
      'running 9',
    ]);
    expect(power({ events: [event('created', 10), event('started', 9)] })).toEqual(['not-told 24', 'off 10', 'running 9']);
  });

  it('is known at the start of the window from an event before it', () => {
    expect(power({ events: [event('saved', 30), event('restored', 3)] })).toEqual(['saved 24', 'running 3']);
  });

  it('holds the states of pauses, saves, and critical pauses; a paused VM can be turned off', () => {
    const events = [event('paused', 20), event('resumed', 19), event('paused-critical', 10), event('turned-off', 8)];
    expect(power({ events, power: read<PowerState>('off') })).toEqual([
      'running 24',
      'paused 20',
      'running 19',
      'paused 10',
      'off 8',
    ]);
  });

  it('after a crash is what the next event says it was, or the reading', () => {
    expect(power({ events: [event('guest-crashed', 10), event('started', 9)] })).toEqual(['running 24', 'off 10', 'running 9']);
    expect(power({ events: [event('triple-fault', 10), event('reset-by-guest', 9)] })).toEqual(['running 24']);
    expect(power({ events: [event('guest-crashed', 10)] })).toEqual(['running 24']);
  });

  it('is not known where two events contradict each other, unless they tell one thing twice', () => {
    expect(power({ events: [event('started', 12), event('started', 6)] })).toEqual(['off 24', 'contradictory 12', 'running 6']);
    const stop = event('stopped-critical', 6);
    const again = event('turned-off', 6, { at: stop.at + 2_000 });
    expect(power({ events: [stop, again], power: read<PowerState>('off') })).toEqual(['running 24', 'off 6']);
  });

  it('is not moved by the VM being created and deleted on its hosts as it moves', () => {
    expect(power({ events: [event('started', 12), event('created', 5, { host: 'hv02' }), event('deleted', 5)] })).toEqual([
      'off 24',
      'running 12',
    ]);
  });

  it('after a failed start is what it was before', () => {
    expect(power({ events: [event('saved', 12), event('start-failed', 6)], power: read<PowerState>('saved') })).toEqual([
      'running 24',
      'saved 12',
    ]);
  });
});

describe('power up to now', () => {
  it('without events is as read, as long as that is proven or events are told', () => {
    expect(power({})).toEqual(['running 24']);
    expect(power({ knownFrom: undefined })).toEqual(['not-told 24', 'running 1']);
    expect(power({ power: read<PowerState>('off', { watched: false }) })).toEqual(['not-told 24', 'off 1']);
    expect(power({ power: read<PowerState>('running', { watched: false, provenSince: ago(90) }) })).toEqual(['running 24']);
    expect(power({ power: read<PowerState>(undefined) })).toEqual(['not-told 24']);
  });

  it('follows the event that the reading has not seen, and the reading whose event is on its way', () => {
    const off = event('turned-off', 0, { at: now - 3_000 });
    expect(power({ events: [off] })).toEqual(['running 24', 'off 0']);
    const stopped = read<PowerState>('off', { changedAt: now - 10_000, provenSince: now - 10_000 });
    expect(power({ events: [event('started', 5)], power: stopped })).toEqual(['off 24', 'running 5', 'off 0']);
  });

  it('is not known between an event and a reading that contradicts it for long, unless the reading tells since when', () => {
    expect(power({ events: [event('turned-off', 5)] })).toEqual(['running 24', 'contradictory 5', 'running 1']);
    expect(power({ events: [event('turned-off', 5)], power: read<PowerState>('running', { since: ago(3) }) })).toEqual([
      'running 24',
      'off 5',
      'running 3',
    ]);
  });

  it('is not known since the last reading where that is too old, and not after an event of a log that is no longer read', () => {
    const stale = read<PowerState>('running', { stale: true, readAt: ago(2), changedAt: ago(9) });
    expect(power({ power: stale })).toEqual(['running 24', 'not-read 2']);
    expect(power({ events: [event('turned-off', 1)], power: stale })).toEqual(['running 24', 'not-read 1']);
    expect(power({ events: [event('started', 5)], power: read<PowerState>('running', { watched: false }) })).toEqual([
      'off 24',
      'not-told 5',
      'running 1',
    ]);
  });

  it('is not known after the host went away until the VM starts elsewhere', () => {
    const placed = event('placed', 5, { host: 'hv02', detail: { notBefore: ago(6), fromAway: true } });
    expect(power({ events: [event('started', 12), placed, event('started', 4, { host: 'hv02' })] })).toEqual([
      'off 24',
      'running 12',
      'host-away 6',
      'running 4',
    ]);
  });
});

describe('a log that lost records', () => {
  it('leaves the power unknown up to the first event that it still had', () => {
    const gaps = [{ host: 'hv01', from: ago(10), to: ago(4) }];
    expect(power({ gaps })).toEqual(['not-told 24', 'log-lost 10', 'running 4']);
    expect(power({ gaps, events: [event('started', 12), event('saved', 6), event('restored', 2)] })).toEqual([
      'off 24',
      'running 12',
      'log-lost 10',
      'saved 6',
      'running 2',
    ]);
  });

  it('leaves it known before and after where the reading proves more', () => {
    const gaps = [{ host: 'hv01', from: ago(10), to: ago(4) }];
    const power48 = read<PowerState>('running', { since: ago(48), provenSince: ago(48) });
    expect(power({ gaps, power: power48 })).toEqual(['running 24', 'log-lost 10', 'running 4']);
    expect(power({ gaps, power: { ...power48, provenSince: ago(12) } })).toEqual([
      'not-told 24',
      'running 12',
      'log-lost 10',
      'running 4',
    ]);
    expect(power({ gaps, power: power48, events: [event('created', 20), event('saved', 3), event('restored', 2)] })).toEqual([
      'not-told 24',
      'log-lost 10',
      'running 4',
      'saved 3',
      'running 2',
    ]);
  });

  it('counts only where the VM was on that host, or may have been', () => {
    const gaps = [
      { host: 'hv02', from: ago(10), to: ago(4) },
      { host: 'hv02', from: ago(9), to: ago(5) },
    ];
    expect(power({ gaps })).toEqual(['running 24']);
    const migrations = [move(7, { fromHost: 'hv02', toHost: 'hv01' })];
    expect(power({ gaps, migrations, events: [event('started', 20, { host: 'hv02' })] })).toEqual([
      'off 24',
      'running 20',
      'log-lost 10',
      'running 7',
    ]);
  });
});

describe('the host', () => {
  it('is where moves say that the VM was', () => {
    const migrations = [move(10, { fromHost: 'hv01', toHost: 'hv02' }), move(4, { fromHost: 'hv02', toHost: 'hv03' })];
    expect(hosts({ migrations, host: read('hv03') })).toEqual(['hv01 24', 'hv02 10', 'hv03 4']);
  });

  it('is not guessed where a move does not say it, but whoever told something of the VM had it', () => {
    const migrations = [move(10, {})];
    expect(hosts({ migrations, host: read('hv02') })).toEqual(['not-told 24', 'hv02 10']);
    expect(hosts({ migrations, host: read('hv02'), events: [event('started', 15)] })).toEqual(['hv01 24', 'hv02 10']);
    const halves = [move(10, { toHost: 'hv02' }), move(4, { fromHost: 'hv03', toHost: 'hv01' })];
    expect(hosts({ migrations: halves })).toEqual(['not-told 24', 'contradictory 10', 'hv01 4']);
  });

  it('stays with storage alone, a failed migration, and one that runs', () => {
    const migrations = [
      move(10, { kind: 'storage', fromHost: 'hv01', toHost: 'hv01' }),
      move(4, { result: 'failed', fromHost: 'hv01', toHost: 'hv02' }),
      move(0.1, { result: 'running', fromHost: 'hv01', toHost: 'hv02', startedAt: ago(0.1) }),
    ];
    expect(hosts({ migrations })).toEqual(['hv01 24']);
  });

  it('is not moved by what both hosts say around a move', () => {
    const migrations = [move(10, { kind: 'quick', fromHost: 'hv01', toHost: 'hv02' })];
    const events = [
      event('saved', 10, { at: ago(10) - 40_000 }),
      event('restored', 10, { host: 'hv02', at: ago(10) - minute / 2 }),
      event('created', 11, { host: 'hv02' }),
    ];
    expect(hosts({ migrations, events, host: read('hv02') })).toEqual(['hv01 24', 'hv02 10']);
  });
});

it('marks every event of the window once, and every migration at its end, a running one now', () => {
  const started = event('started', 5);
  const running = move(1, { result: 'running', startedAt: ago(1) });
  const failed = move(3, { result: 'failed', finishedAt: ago(3) });
  const { marks } = draw({
    events: [started, { ...started, id: 10_000 }, event('turned-off', 30), event('placed', 2), event('saved', -1)],
    migrations: [running, failed, move(25, {})],
  });
  expect(marks.map(({ id, at }) => [id, at])).toEqual([
    [`event ${started.id}`, ago(5)],
    [`migration ${failed.id}`, ago(3)],
    [`migration ${running.id}`, now],
  ]);
});
