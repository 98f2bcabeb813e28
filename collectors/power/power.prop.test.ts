import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fleetEventDetail, isFleetEventKind } from '#lib/model/fleet-event.ts';
import { eventChannels } from '#lib/model/host-event.ts';
import { type PowerReading, powerHostReading, powerReading } from '#lib/model/readings/power.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyJson, anyText, twisted, vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { power } from './power.ts';
import { powerChannels } from './power-events.ts';
import { readPowerState } from './power-state.ts';

const numRuns = process.env.HVITALS_SOAK === '1' ? 10_000 : 1_000;
const hostTime = Date.parse('2026-11-23T07:40:00.000Z');
const fresh = { hostTime, now: hostTime, state: undefined, previous: new Map<VmId, PowerReading>() };

const known = powerChannels.flatMap(({ meanings }) => [...meanings.keys()]);
const time = fc.nat({ max: 200_000 }).map((seconds) => new Date(hostTime - seconds * 1_000).toISOString());
const fieldName = fc.oneof(
  fc.constantFrom('VmId', 'VmName', 'VmErrorCode0', 'ErrorCode1', 'VmErrorMessage', 'Reason', '__proto__'),
  anyText,
);
const fieldValue = fc.oneof(
  fc.nat({ max: 6 }).map((n) => vmIdOf(n + 1)),
  fc.constantFrom('0x79', '0x', '0', '1e9', '-1'),
  anyText,
);
const event = fc.record({
  recordId: fc.nat({ max: 500 }),
  id: fc.oneof(fc.constantFrom(...known), fc.nat({ max: 70_000 })),
  at: time,
  sid: fc.oneof(fc.constantFrom(null, 'S-1-5-83-1-1570674725-1260853619-2008740250-1715473044'), anyText),
  fields: fc.dictionary(fieldName, fieldValue, { maxKeys: 10 }),
});
const channel = fc.record({
  channel: fc.constantFrom(...eventChannels),
  outcome: fc.constantFrom('ok', 'more', 'cleared', 'rolled-over', 'reset', 'access-denied'),
  reason: fc.option(anyText),
  bookmark: fc.option(fc.record({ recordId: fc.nat({ max: 500 }), at: time })),
  oldestRecordId: fc.option(fc.nat({ max: 500 })),
  newestRecordId: fc.option(fc.nat({ max: 500 })),
  missed: fc.option(fc.nat()),
  events: fc.array(event, { maxLength: 10 }),
  unknown: fc.dictionary(fc.nat({ max: 70_000 }).map(String), fc.integer({ min: 1, max: 9 }), { maxKeys: 40 }),
});
const record = fc.record({
  channels: fc.array(channel, { maxLength: 3 }),
  vms: fc.option(
    fc.array(
      fc.oneof(
        fc.nat({ max: 6 }).map((n) => vmIdOf(n + 1)),
        anyText,
      ),
    ),
  ),
});

it('never throws, and yields readings, events and a state that pass their schemas, whatever a host sends', () => {
  fc.assert(
    fc.property(fc.oneof(record, twisted(record), anyJson), (data) => {
      const result = power.parse(data, fresh);
      if (!result.ok) return;
      expect(powerHostReading.parse(JSON.parse(JSON.stringify(result.host)))).toEqual(result.host);
      expect(readPowerState(JSON.parse(JSON.stringify(result.state)))).toEqual(result.state);
      for (const reading of result.vms.values()) {
        expect(powerReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
      }
      for (const { kind, detail, at, key } of result.events ?? []) {
        expect(isFleetEventKind(kind) && Number.isFinite(at)).toBe(true);
        expect(fleetEventDetail.safeParse(detail).success).toBe(true);
        expect(key.length).toBeLessThan(160);
      }
      for (const { value } of result.host === undefined ? [] : (power.hostSamples?.(result.host, 'hv01') ?? [])) {
        expect(Number.isFinite(value)).toBe(true);
      }
    }),
    { numRuns },
  );
});

it('tells nothing twice: a record that comes again brings events with the same keys only', () => {
  fc.assert(
    fc.property(record, (data) => {
      const first = power.parse(data, fresh);
      if (!first.ok || first.state === undefined) return;
      const again = power.parse(data, { ...fresh, state: first.state, previous: first.vms });
      const keys = new Set((first.events ?? []).map(({ key }) => key));
      const news = again.ok ? (again.events ?? []).filter(({ key, kind }) => !keys.has(key) && !kind.startsWith('log-')) : [];
      expect(news).toEqual([]);
    }),
    { numRuns },
  );
});
