import { expect, test } from 'vitest';
import { RecentChanges } from './recent-changes.ts';

function filled(most?: number) {
  const changes = new RecentChanges<string>(most);
  changes.reset(10);
  changes.add(11, { vms: ['a', 'b'], hosts: ['hv01'] });
  changes.add(12, { vms: ['c', 'a'], hosts: [] });
  return changes;
}

test('each reader is told what has changed since its own revision, and everything once', () => {
  const changes = filled();
  expect(changes.since(10)).toEqual({ vms: ['b', 'c', 'a'], hosts: ['hv01'] });
  expect(changes.since(11)).toEqual({ vms: ['c', 'a'], hosts: [] });
  expect(changes.since(12)).toEqual({ vms: [], hosts: [] });
});

test('what was before the last reset, or is yet to come, is not known', () => {
  const changes = filled();
  expect(changes.since(9)).toBeUndefined();
  expect(changes.since(13)).toBeUndefined();
  expect(changes.since(Number.NaN)).toBeUndefined();
  changes.reset(20);
  expect(changes.since(12)).toBeUndefined();
  expect(changes.since(20)).toEqual({ vms: [], hosts: [] });
});

test('what no longer fits is forgotten, and whoever would miss it is not told the rest', () => {
  const changes = filled(2);
  expect(changes.since(10)).toBeUndefined();
  expect(changes.since(11)).toEqual({ vms: ['c', 'a'], hosts: [] });
});
