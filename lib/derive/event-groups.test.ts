import { expect, test } from 'vitest';
import { allFleetEventKinds, fleetEventKinds, fleetEventSeverities } from '#lib/model/fleet-event.ts';
import { type EventGroup, eventGroups, eventKinds, eventSeverities, groupOfKind, isKnownKind, kindsOf } from './event-groups.ts';

test('kinds, groups and severities are those of the model, in its order', () => {
  expect(eventKinds).toEqual(allFleetEventKinds);
  expect(eventGroups).toEqual(Object.keys(fleetEventKinds));
  expect(eventSeverities.toSorted()).toEqual(fleetEventSeverities.toSorted());
  for (const [group, kinds] of Object.entries(fleetEventKinds)) {
    expect(kindsOf([group as EventGroup])).toEqual(kinds);
    for (const kind of kinds) expect(groupOfKind[kind]).toBe(group);
  }
});

test('a kind of another version is none of ours, and neither is what every object has', () => {
  expect(isKnownKind('turned-off')).toBe(true);
  for (const kind of ['turned-inside-out', 'toString', '__proto__', '']) expect(isKnownKind(kind)).toBe(false);
});
