import { describe, expect, it } from 'vitest';
import { migrationRecord } from '#collectors/transport/simulated/migration-record.ts';
import type { SimulatedHost } from '#collectors/transport/simulated/scenario.ts';
import type { SimulatedMigration } from '#collectors/transport/simulated/simulated-setup.ts';
import { migrationJobDetail, migrationLogDetail } from '#lib/model/migration-detail.ts';
import type { MigrationReading } from '#lib/model/readings/migration.ts';
import type { VmId } from '#lib/model/vm-id.ts';
import { linuxVm, makeHost, testVmId } from '../../e2e/support/make-host.ts';
import { migration } from './migration.ts';
import { migrationChannels } from './migration-events.ts';
import { readMigrationState } from './migration-state.ts';

const start = Date.UTC(2026, 10, 23, 7, 40);
const [management, availability] = migrationChannels.map(({ channel }) => channel) as [string, string];
const web = linuxVm(testVmId(1, 1), 'web-01', start);
const app = linuxVm(testVmId(1, 2), 'app-01', start);
const iso = (at: number) => new Date(at).toISOString();

const job = (over: Partial<SimulatedMigration> = {}): SimulatedMigration => ({
  job: 'J1',
  vm: web.id.toUpperCase(),
  destination: 'HV02',
  migrationType: 32_768,
  jobType: 305,
  state: 4,
  percent: 37,
  startedAt: start - 5_000,
  elapsedMs: 5_000,
  errorCode: 0,
  error: undefined,
  ...over,
});
const logged = (recordId: number, eventId: number, at: number, fields: readonly (readonly [string, string])[] = []) => ({
  recordId,
  eventId,
  at,
  provider: 'Microsoft-Windows-Hyper-V-VMMS',
  payload: 'VmlEventLog' as const,
  fields:
    fields.length > 0
      ? fields
      : ([
          ['VmName', 'web-01'],
          ['VmId', web.id.toUpperCase()],
        ] as const),
  sid: undefined,
});

/** A host that is scraped again and again, with what the collector keeps between. */
function watched() {
  let state: unknown;
  let previous: ReadonlyMap<VmId, MigrationReading> = new Map();
  return (at: number, over: Partial<SimulatedHost>, vms = [web, app]) => {
    const kept = readMigrationState(state);
    const host = makeHost('hv01', vms, { logs: { [management]: [], [availability]: [] }, ...over });
    const { data } = migrationRecord(host, migration.args(kept), at);
    const result = migration.parse(JSON.parse(JSON.stringify(data)), { hostTime: at, now: at, state: kept, previous });
    if (!result.ok) throw new Error(result.reason);
    const isSame = result.state === kept;
    state = JSON.parse(JSON.stringify(result.state));
    previous = result.vms;
    return { ...result, isSame, kinds: (result.events ?? []).map(({ kind }) => kind), reading: result.vms.get(web.id) };
  };
}

describe('a job', () => {
  it('is told when it begins and when it ends, once each, and its progress is in the reading', () => {
    const scrape = watched();
    const first = scrape(start, { migrations: [job()] });
    expect(first.events).toMatchObject([{ key: 'job J1 running', kind: 'migration-running', vmId: web.id, at: start - 5_000 }]);
    expect(first.reading).toEqual({
      jobs: [{ job: 'J1', type: 'live', destination: 'HV02', percent: 37, startedAt: iso(start - 5_000) }],
    });
    expect(first.host).toMatchObject({ running: 1 });
    const second = scrape(start + 15_000, { migrations: [job({ percent: 80, elapsedMs: 20_000 })] });
    expect([second.kinds, second.isSame, second.reading?.jobs[0]?.percent]).toEqual([[], true, 80]);
    const ended = { migrations: [job({ percent: 100, state: 7, elapsedMs: 28_000 })] };
    const third = scrape(start + 30_000, ended, [app]);
    expect(third.events).toMatchObject([{ key: 'job J1 ended', kind: 'migration-finished', at: start + 23_000 }]);
    expect([third.reading, third.host?.running, third.host?.lastFinishedAt]).toEqual([undefined, 0, iso(start + 23_000)]);
    expect(scrape(start + 45_000, ended, [app]).kinds).toEqual([]);
    expect(scrape(start + 400_000, {}, [app]).kinds).toEqual([]);
  });

  it('carries the network that the host is set up for, and details that the correlation can read', () => {
    const { events } = watched()(start, { migrations: [job({ state: 10, errorCode: 32_768, error: 'no' })] });
    expect(migrationJobDetail.parse(events?.[0]?.detail)).toEqual({
      source: 'job',
      job: 'J1',
      type: 'live',
      destination: 'HV02',
      startedAt: start - 5_000,
      endedAt: start,
      network: 'compression',
      code: 32_768,
      reason: 'no',
    });
  });

  it('has no end where the host says that it took longer than any time there is', () => {
    const scrape = watched()(start, { migrations: [job({ state: 7, elapsedMs: 8_640_000_000_000_001 })] });
    expect([scrape.kinds, scrape.host?.lastFinishedAt]).toEqual([['migration-finished'], iso(start)]);
  });

  it.each([
    [32_769, 307, 'storage'],
    [32_771, 306, 'live-and-storage'],
    [32_770, 305, 'live'],
    [32_770, 1, 'unknown'],
  ])('of migration type %i and job type %i is %s', (migrationType, jobType, type) => {
    expect(watched()(start, { migrations: [job({ migrationType, jobType })] }).reading?.jobs[0]?.type).toBe(type);
  });

  it('that only checks, or makes the other side’s VM, is no migration', () => {
    const others = [
      job({ migrationType: 32_772 }),
      ...[300, 301, 302, 303, 304].map((jobType) => job({ job: `J${jobType}`, jobType })),
    ];
    const { kinds, reading } = watched()(start, { migrations: others });
    expect([kinds, reading]).toEqual([[], undefined]);
  });

  it.each([
    [2, 'migration-running'],
    [5, 'migration-running'],
    [7, 'migration-finished'],
    [32_768, 'migration-finished'],
    [8, 'migration-failed'],
    [9, 'migration-failed'],
    [10, 'migration-failed'],
  ])('in state %i is told as %s', (state, kind) => {
    expect(watched()(start, { migrations: [job({ state })] }).kinds).toEqual([kind]);
  });
});

describe('the log', () => {
  it.each(['0.5', '63.1', '0,5'])('gives a blackout of %s seconds', (text) => {
    const event = logged(1, 20_415, start - 1_000, [
      ['Parameter0', 'web-01'],
      ['Parameter1', web.id.toUpperCase()],
      ['Parameter2', text],
    ]);
    const { events, host } = watched()(start, { logs: { [management]: [event], [availability]: [] } });
    const seconds = Number(text.replace(',', '.'));
    expect(events).toMatchObject([{ kind: 'migration-finished', vmId: web.id, detail: { vmName: 'web-01' } }]);
    expect(migrationLogDetail.parse(events?.[0]?.detail)).toEqual({
      source: 'log',
      eventId: 20_415,
      live: true,
      blackoutSeconds: seconds,
    });
    expect(host?.lastBlackoutSeconds).toBe(seconds);
  });

  it.each(['', '1e9', '-1', 'half a second', '0.5; x'])('gives no blackout by the text "%s"', (text) => {
    const event = logged(1, 20_417, start - 1_000, [['Parameter2', text]]);
    const { events, host } = watched()(start, { logs: { [management]: [event], [availability]: [] } });
    expect([events?.[0]?.kind, events?.[0]?.detail.blackoutSeconds, host?.lastBlackoutSeconds]).toEqual([
      'migration-finished',
      undefined,
      undefined,
    ]);
  });

  it('tells each event once, and what is older than the watch as such', () => {
    const scrape = watched();
    const old = logged(1, 21_024, start - 3_600_000);
    const first = scrape(start, { logs: { [management]: [old], [availability]: [] } });
    expect(first.events).toMatchObject([{ kind: 'migration-failed', detail: { before: true, side: 'source' } }]);
    const next = { logs: { [management]: [old, logged(2, 21_024, start + 5_000)], [availability]: [] } };
    expect(scrape(start + 15_000, next).events?.map(({ detail }) => detail.before)).toEqual([undefined]);
    const third = scrape(start + 30_000, next);
    expect([third.kinds, third.isSame]).toEqual([[], true]);
  });

  it('tells what was refused, and marks what no primary source tells', () => {
    const log = [logged(1, 21_501, start - 1_000), logged(2, 22_038, start - 500)];
    const { events } = watched()(start, { logs: { [management]: [], [availability]: log } });
    expect(events).toMatchObject([{ kind: 'migration-refused' }, { kind: 'migration-failed', detail: { unverified: true } }]);
  });
});

describe('a failure', () => {
  const failing = (over: Partial<SimulatedHost> = {}): Partial<SimulatedHost> => ({
    migrations: [job({ state: 10, errorCode: 32_768, error: 'no way' })],
    logs: { [management]: [logged(1, 21_024, start - 100)], [availability]: [] },
    ...over,
  });

  it('stays in the reading for a day, with what the job and the log say of it', () => {
    const scrape = watched();
    expect(scrape(start, failing()).reading?.failed).toEqual({
      at: iso(start),
      eventId: 21_024,
      code: 32_768,
      reason: 'no way',
      destination: 'HV02',
      refused: false,
    });
    expect(scrape(start + 86_400_000, failing({ migrations: [] })).reading?.failed?.eventId).toBe(21_024);
    expect(scrape(start + 86_401_000, failing({ migrations: [] })).reading).toBeUndefined();
  });

  it('is over with the next success, and not with a success before it', () => {
    const scrape = watched();
    scrape(start, failing());
    const better = scrape(
      start + 15_000,
      failing({ migrations: [job({ job: 'J2', state: 7, startedAt: start + 2_000, elapsedMs: 9_000 })] }),
    );
    expect(better.reading).toBeUndefined();
    const late = watched()(
      start,
      failing({ migrations: [job({ job: 'J0', state: 7, startedAt: start - 60_000, elapsedMs: 9_000 })] }),
    );
    expect(late.reading?.failed?.eventId).toBe(21_024);
  });

  it('goes with a VM that has left the host, and stays where the host did not say who is here', () => {
    const scrape = watched();
    scrape(start, failing());
    const faults = { ...makeHost('hv01', []).faults, missingClasses: ['Msvm_ComputerSystem'] };
    expect(scrape(start + 15_000, failing({ faults })).reading?.failed).toBeDefined();
    expect(scrape(start + 30_000, failing(), [app]).reading).toBeUndefined();
  });
});

it('keeps what is known of jobs where the host did not list them', () => {
  const scrape = watched();
  scrape(start, { migrations: [job()] });
  const faults = { ...makeHost('hv01', []).faults, missingClasses: ['Msvm_MigrationJob'] };
  const without = scrape(start + 15_000, { faults });
  expect([without.reading?.jobs.length, without.kinds]).toEqual([1, []]);
  expect(scrape(start + 30_000, { migrations: [job({ elapsedMs: 35_000 })] }).kinds).toEqual([]);
});
