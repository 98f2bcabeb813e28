import { expect, it } from 'vitest';
import { migration } from '#collectors/migration/migration.ts';
import type { MigrationState } from '#collectors/migration/migration-state.ts';
import { correlateMigrations } from '#lib/derive/correlate-migrations.ts';
import type { MigrationEvent } from '#lib/derive/migration-observations.ts';
import type { MigrationReading } from '#lib/model/readings/migration.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { type DemoFleet, demoFleet } from './demo-fleet.ts';
import { recordData } from './records.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const minute = 60_000;
const options = { hosts: 6, vmsPerHost: 20, seed: 1 };

/** What collector `migration` makes of both hosts, every 15 seconds. */
function follow(fleet: DemoFleet, minutes: number) {
  const events: MigrationEvent[] = [];
  const failed: boolean[] = [];
  for (const name of ['hv01', 'hv02']) {
    let state: MigrationState | undefined;
    let previous: ReadonlyMap<VmId, MigrationReading> = new Map();
    for (let now = noon; now < noon + minutes * minute; now += 15_000) {
      const host = fleet.hostAt(name, now);
      if (host === undefined) throw new Error('both hosts are always within reach');
      const { data } = recordData(host, 'migration', migration.args(state), now);
      const result = migration.parse(JSON.parse(JSON.stringify(data)), {
        hostTime: now + host.clockOffsetMs,
        now,
        state,
        previous,
      });
      if (!result.ok) throw new Error(result.reason);
      state = result.state;
      previous = result.vms;
      for (const event of result.events ?? []) events.push({ ...event, id: events.length + 1, host: name });
      if (name === 'hv02') failed.push([...result.vms.values()].some((reading) => reading.failed !== undefined));
    }
  }
  return { events, failed };
}

it('one VM migrates there, fails on its way back, and comes back, as jobs and logs of both hosts tell', () => {
  const { events, failed } = follow(demoFleet(options), 120);
  const later = events.filter(({ at }) => at >= noon);
  const records = correlateMigrations(later, {
    hosts: [
      { name: 'hv01', computerName: 'HV01' },
      { name: 'hv02', computerName: 'HV02' },
    ],
    running: [],
  });
  const told = records.map(({ kind, result, fromHost, toHost, network }) => [kind, result, fromHost, toHost, network].join(' '));
  const trips = ['live finished hv01 hv02 smb', 'live failed hv02 hv01 smb', 'live finished hv02 hv01 smb'];
  expect(new Set(told)).toEqual(new Set(trips));
  expect(told).toHaveLength(6);
  for (const { startedAt, finishedAt, result, blackoutSeconds } of records) {
    expect(Math.round(((finishedAt ?? 0) - (startedAt ?? 0)) / 1_000)).toBe(60);
    expect(blackoutSeconds !== undefined).toBe(result === 'finished');
  }
  // The failure is the VM's last word on that host for a while, and goes with the next success.
  expect(new Set(failed)).toEqual(new Set([false, true]));
});

it('it stands on one host at every moment, and comes in on the other before it goes', () => {
  const fleet = demoFleet(options);
  const [traveller] = [...new Set(follow(fleet, 60).events.map(({ vmId }) => vmId))];
  const seen = new Set<string>();
  for (let now = noon; now < noon + 60 * minute; now += 5_000) {
    const places = ['hv01', 'hv02'].map((name) => fleet.hostAt(name, now)?.vms.find(({ id }) => id === traveller));
    const kinds = places.map((vm) => vm?.kind ?? 'away');
    expect(kinds.filter((kind) => kind === 'realized')).toHaveLength(1);
    seen.add(kinds.join(' '));
  }
  expect(seen).toEqual(new Set(['realized away', 'realized planned', 'away realized', 'planned realized']));
});

it('a node of the cluster is paused and drained for a while, on every host that knows of it', () => {
  const fleet = demoFleet(options);
  const states = new Set<string>();
  for (let now = noon; now < noon + 90 * minute; now += minute) {
    const nodes = ['hv01', 'hv04', 'hv05'].map((name) =>
      fleet
        .hostAt(name, now)
        ?.setup.cluster?.nodes.map(({ state, drainStatus }) => `${state}${drainStatus}`)
        .join(' '),
    );
    expect(nodes[0]).toBe(nodes[1]);
    expect(nodes[2]).toBeUndefined();
    states.add(nodes[0] ?? '');
  }
  expect(states).toEqual(new Set(['00 00 00 00', '00 00 21 00']));
});
