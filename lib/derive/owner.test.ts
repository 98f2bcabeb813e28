import { expect, test } from 'vitest';
import { decideOwner, type VmInstance } from './owner.ts';

function at(host: string, reading: Partial<VmInstance['reading']> = {}): VmInstance {
  return { host, reading: { kind: 'realized', state: 2, ...reading } };
}
const decided = (...instances: VmInstance[]) => {
  const { owner, reason, copies, contested } = decideOwner(instances);
  return { owner: owner?.host, reason, copies: copies.map(({ host }) => host), contested };
};

test('an id that stands nowhere has no owner', () => {
  expect(decided()).toEqual({ owner: undefined, reason: 'no-candidate', copies: [], contested: false });
});

test('a VM that is off on its only host belongs to that host', () => {
  expect(decided(at('hv01', { state: 3 }))).toEqual({ owner: 'hv01', reason: 'only-candidate', copies: [], contested: false });
});

test('primary and replica: the primary owns, also while it is off', () => {
  const replica = at('hv02', { kind: 'replica', state: 3 });
  expect(decided(replica, at('hv01', { state: 3 }))).toMatchObject({ owner: 'hv01', copies: ['hv02'] });
});

test('a replica under test that runs does not take the id over', () => {
  expect(decided(at('hv02', { kind: 'replica' }), at('hv01', { state: 3 }))).toMatchObject({ owner: 'hv01', contested: false });
});

test('a live migration under way: the source owns until the incoming instance is realized', () => {
  expect(decided(at('hv01'), at('hv02', { kind: 'planned' }))).toMatchObject({ owner: 'hv01', contested: false });
});

test('an id that stands only as a replica has no owner', () => {
  expect(decided(at('hv02', { kind: 'replica' }))).toMatchObject({ owner: undefined, reason: 'no-candidate', copies: ['hv02'] });
});

test('two that run are flagged, and the one started last owns', () => {
  const older = at('hv01', { startedAt: '2026-11-01T00:00:00.000Z' });
  const newer = at('hv02', { startedAt: '2026-11-02T00:00:00.000Z' });
  expect(decided(older, newer)).toEqual({ owner: 'hv02', reason: 'newest', copies: ['hv01'], contested: true });
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
  expect(decided(at('hv02'), at('hv01'))).toEqual({ owner: 'hv01', reason: 'host-name', copies: ['hv02'], contested: true });
});
