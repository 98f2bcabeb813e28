import { expect, test } from 'vitest';
import { decideOwner, overlapMarginMs, type VmInstance } from './owner.ts';

const now = Date.UTC(2026, 10, 23, 8);
const second = 1_000;

/** A running instance that was read just now and has long been as it is, with what the case changes. */
function at(
  host: string,
  reading: Partial<VmInstance['reading']> = {},
  timing: Partial<Pick<VmInstance, 'readAt' | 'changedAt' | 'failures'>> = {},
): VmInstance {
  return {
    host,
    reading: { kind: 'realized', state: 2, ...reading },
    readAt: now,
    changedAt: now - 3_600 * second,
    failures: 0,
    ...timing,
  };
}
const decided = (...instances: VmInstance[]) => {
  const { owner, reason, copies, contested } = decideOwner(instances);
  return { owner: owner?.host, reason, copies: copies.map(({ host }) => host), contested };
};

test('an id that stands nowhere has no owner', () => {
  expect(decided()).toEqual({ owner: undefined, reason: 'no-candidate', copies: [], contested: 'no' });
});

test('a VM that is off on its only host belongs to that host', () => {
  expect(decided(at('hv01', { state: 3 }))).toEqual({ owner: 'hv01', reason: 'only-candidate', copies: [], contested: 'no' });
});

test('primary and replica: the primary owns, also while it is off', () => {
  const replica = at('hv02', { kind: 'replica', state: 3 });
  expect(decided(replica, at('hv01', { state: 3 }))).toMatchObject({ owner: 'hv01', copies: ['hv02'] });
});

test('a replica under test that runs does not take the id over', () => {
  expect(decided(at('hv02', { kind: 'replica' }), at('hv01', { state: 3 }))).toMatchObject({ owner: 'hv01', contested: 'no' });
});

test('a live migration under way: the source owns until the incoming instance is realized', () => {
  expect(decided(at('hv01'), at('hv02', { kind: 'planned' }))).toMatchObject({ owner: 'hv01', contested: 'no' });
});

test('an id that stands only as a replica has no owner', () => {
  expect(decided(at('hv02', { kind: 'replica' }))).toMatchObject({ owner: undefined, reason: 'no-candidate', copies: ['hv02'] });
});

test('two that run are flagged, and the one started last owns', () => {
  const older = at('hv01', { startedAt: '2026-11-01T00:00:00.000Z' });
  const newer = at('hv02', { startedAt: '2026-11-02T00:00:00.000Z' });
  expect(decided(older, newer)).toEqual({ owner: 'hv02', reason: 'newest', copies: ['hv01'], contested: 'yes' });
});

test('a known start is newer than an unknown one', () => {
  expect(decided(at('hv01'), at('hv02', { startedAt: '2026-11-02T00:00:00.000Z' }))).toMatchObject({
    owner: 'hv02',
    reason: 'newest',
  });
});

test('a paused instance comes before one that is off, and after one that runs', () => {
  expect(decided(at('hv01', { state: 3 }), at('hv02', { state: 9 }))).toMatchObject({ owner: 'hv02', reason: 'state' });
  expect(decided(at('hv01'), at('hv02', { state: 9 }))).toMatchObject({ owner: 'hv01', reason: 'state' });
});

test('of two that are off, the one whose state changed last owns', () => {
  const early = at('hv01', { state: 3, stateChangedAt: '2026-11-01T00:00:00.000Z' });
  const late = at('hv02', { state: 3, stateChangedAt: '2026-11-02T00:00:00.000Z' });
  expect(decided(early, late)).toMatchObject({ owner: 'hv02', reason: 'newest' });
});

test('a full tie goes to the first host name', () => {
  expect(decided(at('hv02'), at('hv01'))).toEqual({ owner: 'hv01', reason: 'host-name', copies: ['hv02'], contested: 'yes' });
});

const gone = { readAt: now - 60 * second, failures: 3 };

test('failover: the host that went away no longer owns what another one took over since, whatever its last word was', () => {
  const started = '2026-11-23T07:59:30.000Z';
  const late = { changedAt: now - 30 * second };
  for (const state of [2, 10, 4, 3]) {
    const here = at('hv02', { state, startedAt: started }, late);
    expect(decided(at('hv01', {}, gone), here), `state ${state}`).toMatchObject({ owner: 'hv02', reason: 'later-word' });
  }
});

test('one failed scrape is enough where the VM is on elsewhere, and an old copy at rest must wait until the host is stale', () => {
  const away = at('hv01', {}, { readAt: now - 20 * second, failures: 1 });
  const moved = { changedAt: now - 5 * second };
  expect(decided(away, at('hv02', { state: 10 }, moved))).toMatchObject({ owner: 'hv02' });
  expect(decided(away, at('hv02', { state: 3 }, moved))).toMatchObject({ owner: 'hv01', reason: 'state' });
});

test('a host out of reach keeps what nobody else has touched since it was last read', () => {
  expect(decided(at('hv01', {}, gone), at('hv02', { state: 3 }))).toMatchObject({ owner: 'hv01', contested: 'no' });
  expect(decided(at('hv01', {}, gone))).toMatchObject({ owner: 'hv01', reason: 'only-candidate' });
});

test('a replica that was not failed over takes nothing, however late its word', () => {
  expect(decided(at('hv01', {}, gone), at('hv02', { kind: 'replica', state: 2 }, { changedAt: now }))).toMatchObject({
    owner: 'hv01',
  });
});

test('when everybody is out of reach, the last word still stands', () => {
  const later = at('hv02', { state: 10 }, { readAt: now - 20 * second, changedAt: now - 30 * second, failures: 3 });
  expect(decided(at('hv01', {}, gone), later)).toMatchObject({ owner: 'hv02' });
});

test('a host that comes back and still runs its VM contests it, with both readings fresh', () => {
  const back = at('hv01', {}, { readAt: now });
  expect(decided(back, at('hv02', {}, { changedAt: now - 120 * second }))).toMatchObject({ contested: 'yes' });
});

test('after a live migration the old host is not asked again yet: nothing is proven', () => {
  const old = at('hv01', {}, { readAt: now - 14 * second });
  expect(decided(old, at('hv02', {}, { changedAt: now - second }))).toMatchObject({ contested: 'unknown' });
  // Read after the arrival elsewhere, but so soon that the answer may be older than its arrival.
  const close = at('hv01', {}, { readAt: now });
  expect(decided(close, at('hv02', {}, { changedAt: now - overlapMarginMs + 1 }))).toMatchObject({ contested: 'unknown' });
  expect(decided(close, at('hv02', {}, { changedAt: now - overlapMarginMs }))).toMatchObject({ contested: 'yes' });
});

test('a frozen reading proves no second VM', () => {
  const frozen = at('hv01', {}, { failures: 1 });
  expect(decided(frozen, at('hv02'))).toMatchObject({ contested: 'unknown' });
});

test('of three that say they run, only those proven to overlap are named', () => {
  const { runningOn } = decideOwner([at('hv03'), at('hv02', {}, { failures: 2 }), at('hv01')]);
  expect(runningOn).toEqual(['hv01', 'hv03']);
});
