import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fleetEventDetail, isFleetEventKind } from '#lib/model/fleet-event.ts';
import { eventChannels } from '#lib/model/host-event.ts';
import { type MigrationReading, migrationHostReading, migrationReading } from '#lib/model/readings/migration.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { anyJson, anyText, twisted, vmIdOf } from '../../e2e/golden/arbitrary-record.ts';
import { migration } from './migration.ts';
import { migrationChannels } from './migration-events.ts';
import { readMigrationState } from './migration-state.ts';

const hostTime = Date.parse('2026-11-23T07:40:00.000Z');
const fresh = { hostTime, now: hostTime, state: undefined, previous: new Map<VmId, MigrationReading>() };
const known = migrationChannels.flatMap(({ meanings }) => [...meanings.keys()]);
const time = fc.nat({ max: 200_000 }).map((seconds) => new Date(hostTime - seconds * 1_000).toISOString());
const vm = fc.oneof(
  fc.nat({ max: 4 }).map((n) => vmIdOf(n + 1)),
  anyText,
);
const event = fc.record({
  recordId: fc.nat({ max: 500 }),
  id: fc.oneof(fc.constantFrom(...known), fc.nat({ max: 70_000 })),
  at: time,
  sid: fc.constant(null),
  fields: fc.dictionary(
    fc.oneof(fc.constantFrom('VmId', 'VmName', 'Parameter0', 'Parameter1', 'Parameter2', 'ErrorMessage', 'ErrorCode'), anyText),
    fc.oneof(vm, fc.constantFrom('0.5', '1,5')),
    {
      maxKeys: 8,
    },
  ),
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
  unknown: fc.dictionary(fc.nat({ max: 70_000 }).map(String), fc.integer({ min: 1, max: 9 })),
});
const job = fc.record({
  job: fc.oneof(fc.constantFrom('a', 'b', '__proto__'), anyText),
  vm: fc.option(vm),
  destination: fc.option(anyText),
  migrationType: fc.option(fc.constantFrom(32_768, 32_769, 32_770, 32_771, 32_772, 5)),
  jobType: fc.option(fc.integer({ min: 298, max: 309 })),
  state: fc.oneof(fc.integer({ min: 2, max: 12 }), fc.constant(32_768)),
  percent: fc.option(fc.integer()),
  startedAt: fc.option(time),
  elapsedMs: fc.option(fc.nat()),
  errorCode: fc.option(fc.nat()),
  error: fc.option(anyText),
});
const record = fc.record({
  channels: fc.array(channel, { maxLength: 3 }),
  jobs: fc.option(fc.array(job, { maxLength: 8 })),
  network: fc.option(fc.record({ compression: fc.boolean(), smb: fc.boolean() })),
  vms: fc.option(fc.array(vm)),
});

it('never throws, and yields readings, events and a state that pass their schemas, whatever a host sends', () => {
  fc.assert(
    fc.property(fc.oneof(record, twisted(record), anyJson), (data) => {
      const result = migration.parse(data, fresh);
      if (!result.ok) return;
      expect(migrationHostReading.parse(JSON.parse(JSON.stringify(result.host)))).toEqual(result.host);
      expect(readMigrationState(JSON.parse(JSON.stringify(result.state)))).toEqual(JSON.parse(JSON.stringify(result.state)));
      for (const reading of result.vms.values())
        expect(migrationReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
      for (const { kind, detail, at } of result.events ?? []) {
        expect(isFleetEventKind(kind) && Number.isFinite(at)).toBe(true);
        expect(fleetEventDetail.safeParse(detail).success).toBe(true);
      }
      for (const { value } of result.host === undefined ? [] : (migration.hostSamples?.(result.host, 'hv01') ?? [])) {
        expect(Number.isFinite(value)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

it('tells nothing twice: a record that comes again brings nothing new', () => {
  fc.assert(
    fc.property(record, (data) => {
      const first = migration.parse(data, fresh);
      if (!first.ok || first.state === undefined) return;
      const again = migration.parse(data, { ...fresh, state: first.state, previous: first.vms });
      const keys = new Set((first.events ?? []).map(({ key }) => key));
      const news = again.ok ? (again.events ?? []).filter(({ key, kind }) => !keys.has(key) && !kind.startsWith('log-')) : [];
      expect(news).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});
