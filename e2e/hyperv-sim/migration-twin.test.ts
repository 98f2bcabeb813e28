import { describe, expect, it } from 'vitest';
import { migration } from '../../collectors/migration/migration.ts';
import { recordData } from '../../collectors/transport/simulated/records.ts';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import type { SimulatedEvent } from '../../collectors/transport/simulated/simulated-event.ts';
import { plainSetup, type SimulatedMigration } from '../../collectors/transport/simulated/simulated-setup.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';
import { scrapeHost } from '../support/scrape-host.ts';

/* The twins of collector `migration`: the real scripts on the real engine over the simulated jobs and logs, and the TypeScript fleet. */

const now = Date.UTC(2026, 5, 1, 12);
const vm = linuxVm(testVmId(1, 1), 'web-01', now);
const management = 'Microsoft-Windows-Hyper-V-VMMS-Admin';

const job: SimulatedMigration = {
  job: 'AAE4D2B0-0001',
  vm: vm.id.toUpperCase(),
  destination: 'HV02',
  migrationType: 32_768,
  jobType: 305,
  state: 4,
  percent: 37,
  startedAt: now - 40_000,
  elapsedMs: 40_500,
  errorCode: 0,
  error: undefined,
};
const finished: SimulatedEvent = {
  recordId: 7,
  eventId: 20_415,
  at: now - 10_000,
  provider: 'Microsoft-Windows-Hyper-V-VMMS',
  payload: 'VmlEventLog',
  fields: [
    ['Parameter0', 'web-01'],
    ['Parameter1', vm.id.toUpperCase()],
    ['Parameter2', '0.5'],
  ],
  sid: undefined,
};

async function expectTwins(over: Partial<SimulatedHost>): Promise<unknown> {
  const host = makeHost('hv01', [vm], over);
  const args = migration.args(undefined);
  const { records } = await scrapeHost(host, { collectors: [{ name: 'migration', timeoutMs: 10_000, args }], now });
  const fleet = recordData(host, 'migration', args, now);
  expect(records.migration?.outcome, records.migration?.reason).toBe(fleet.outcome);
  const plain = (data: unknown) =>
    JSON.parse(JSON.stringify(data ?? null, (key, value) => (key === 'reason' && value !== null ? 'some' : value)));
  expect(plain(records.migration?.data)).toEqual(plain(fleet.data));
  return records.migration?.data;
}

describe('scripts and fleet send the same', { timeout: 120_000 }, () => {
  it('for jobs of every kind and an event of the log', async () => {
    const ended = { ...job, job: 'B', state: 10, errorCode: 32_768, error: 'it "failed"', percent: 80, elapsedMs: 90_061_001 };
    const storage = { ...job, job: 'C', destination: undefined, migrationType: 32_769, jobType: 307, state: 7 };
    const data = await expectTwins({
      migrations: [job, ended, storage],
      clockOffsetMs: 1_500,
      logs: { [management]: [finished], 'Microsoft-Windows-Hyper-V-High-Availability-Admin': [] },
    });
    expect(data).toMatchObject({
      jobs: [{ elapsedMs: 40_500 }, { elapsedMs: 90_061_001, error: 'it "failed"' }, { destination: null }],
    });
    expect(data).toMatchObject({ network: { compression: true, smb: false }, vms: [vm.id] });
  });

  it('without jobs, when nobody asks for the network', async () => {
    expect(await expectTwins({})).toMatchObject({ jobs: [], network: null });
  });

  it('where the logs, the jobs or both cannot be had', async () => {
    const noJobs = { ...makeHost('hv01', []).faults, missingClasses: ['Msvm_MigrationJob'] };
    expect(await expectTwins({ logs: {}, migrations: [job], setup: plainSetup })).toMatchObject({ jobs: [{ job: job.job }] });
    expect(await expectTwins({ faults: noJobs, migrations: [job] })).toMatchObject({ jobs: null });
    expect(await expectTwins({ faults: noJobs, logs: {} })).toBeNull();
  });
});
