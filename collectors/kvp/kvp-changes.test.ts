import { describe, expect, it } from 'vitest';
import type { KvpItem, KvpReading } from '#lib/model/readings/kvp.ts';
import { vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { compareKvp } from './kvp-changes.ts';

const id = vmIdOf(1);
const items = (pairs: Record<string, string>): KvpItem[] => Object.entries(pairs).map(([key, value]) => ({ key, value }));
const reading = (change: Partial<KvpReading>): KvpReading => ({
  enabled: true,
  primary: 2,
  intrinsic: items({ OSName: 'Debian' }),
  guest: [],
  host: [],
  problems: [],
  ...change,
});
const silence = reading({ primary: 12, intrinsic: [] });
/** Runs readings one after the other and returns the changes of each step as `[what, from, to]`. */
function run(...readings: (KvpReading | undefined)[]) {
  let silent = {};
  let previous: KvpReading | undefined;
  return readings.map((next) => {
    if (next === undefined) throw new Error('no reading');
    const history = compareKvp(id, previous, next, silent);
    silent = history.silent;
    previous = next;
    return history.changes.map(({ what, from, to }) => [what, from, to]);
  });
}

describe('KVP history', () => {
  it('has no line for what is seen for the first time', () => {
    expect(run(reading({ guest: items({ a: '1' }) }))).toEqual([[]]);
  });

  it('has a line for each key that was added, changed or removed, in each block', () => {
    const before = reading({ guest: items({ gone: '1', kept: '2' }), host: items({ Owner: 'a' }) });
    const after = reading({ intrinsic: items({ OSName: 'FreeBSD' }), guest: items({ kept: '2', new: '3' }), host: [] });
    expect(run(before, after)[1]).toEqual([
      ['kvp.intrinsic.OSName', 'Debian', 'FreeBSD'],
      ['kvp.guest.gone', '1', undefined],
      ['kvp.guest.new', undefined, '3'],
      ['kvp.host.Owner', 'a', undefined],
    ]);
  });

  it('passes over keys of the beacon, which move all the time', () => {
    const at = (clock: string) => reading({ guest: items({ 'hvitals.clock': clock, hvitalsx: clock }) });
    expect(run(at('1'), at('2'))[1]).toEqual([['kvp.guest.hvitalsx', '1', '2']]);
  });

  it.each([12, 13])('has one line for a guest that goes silent with status %i, and none when it is back as it was', (primary) => {
    const alive = reading({ guest: items({ a: '1' }) });
    const silent = reading({ primary, intrinsic: [], guest: [] });
    expect(run(alive, silent, silent, alive)).toEqual([[], [['kvp.contact', '2', String(primary)]], [], []]);
  });

  it('compares a guest that is back with what it said before the silence', () => {
    const before = reading({ intrinsic: items({ OSVersion: '6.1', OSName: 'Debian' }), guest: items({ cloud: 'x' }) });
    const after = reading({ intrinsic: items({ OSVersion: '6.12', OSName: 'Debian' }) });
    expect(run(before, silence, silence, after)[3]).toEqual([
      ['kvp.intrinsic.OSVersion', '6.1', '6.12'],
      ['kvp.guest.cloud', 'x', undefined],
    ]);
  });

  it('has no line for a VM that is turned off and started again', () => {
    const { primary: _none, ...off } = reading({ intrinsic: [] });
    expect(run(reading({}), off, off, reading({}))).toEqual([[], [], [], []]);
  });

  it('takes a guest that was silent from the first sight for a new one', () => {
    expect(run(silence, reading({ guest: items({ a: '1' }) }))[1]).toEqual([]);
  });

  it('has lines for the items that a living guest removes, even all of them', () => {
    expect(run(reading({ guest: items({ a: '1' }) }), reading({}))[1]).toEqual([['kvp.guest.a', '1', undefined]]);
  });

  it('has a line for the first item that a living guest publishes', () => {
    expect(run(reading({}), reading({ guest: items({ a: '1' }) }))[1]).toEqual([['kvp.guest.a', undefined, '1']]);
  });

  it('keeps changes of the host block through the silence of the guest', () => {
    const changed = { ...silence, host: items({ Owner: 'b' }) };
    expect(run(reading({ host: items({ Owner: 'a' }) }), changed)[1]).toEqual([
      ['kvp.contact', '2', '12'],
      ['kvp.host.Owner', 'a', 'b'],
    ]);
  });

  it('has at most 50 lines, the last of which counts the rest', () => {
    const many = (value: string, count: number) =>
      reading({ guest: items(Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${100 + index}`, value]))) });
    expect(run(many('a', 50), many('b', 50))[1]).toHaveLength(50);
    const lines = run(many('a', 51), many('b', 51))[1];
    expect(lines).toHaveLength(50);
    expect(lines?.at(-1)).toEqual(['kvp.more', undefined, '2']);
  });

  it('shortens long values without halving a character', () => {
    const lines = run(reading({ guest: items({ a: '1' }) }), reading({ guest: items({ a: `${'x'.repeat(510)}😀xx` }) }))[1];
    expect(lines?.[0]?.[2]).toBe(`${'x'.repeat(510)}…`);
  });

  it('forgets what a silent guest said where it said too much', () => {
    const loud = reading({
      guest: items(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, 'x'.repeat(2_000)]))),
    });
    expect(compareKvp(id, loud, silence, {}).silent).toEqual({});
    expect(compareKvp(id, reading({}), silence, {}).silent).toEqual({ intrinsic: [['OSName', 'Debian']], guest: [] });
  });
});
