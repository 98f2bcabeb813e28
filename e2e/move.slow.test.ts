import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registry } from '#collectors/registry.ts';
import { Daemon } from '#collectors/runtime/daemon.ts';
import { listen } from '#collectors/runtime/exporter-server.ts';
import { createPowerShellTransports, type PowerShellTransports } from '#collectors/transport/create-transports.ts';
import { systemClock } from '#lib/clock.ts';
import type { Target } from '#lib/config/schema.ts';
import { correlateMigrations } from '#lib/derive/correlate-migrations.ts';
import type { MigrationRecord } from '#lib/model/migration-record.ts';
import { type OpenStore, openStore } from '#lib/store/open-store.ts';
import type { SimulatedHost } from '../collectors/transport/simulated/scenario.ts';
import type { SimulatedEvent } from '../collectors/transport/simulated/simulated-event.ts';
import type { SimulatedMigration } from '../collectors/transport/simulated/simulated-setup.ts';
import { type SshHost, startSshHost } from './lab/start-ssh-host.ts';
import { ensurePwsh } from './pwsh/find-pwsh.ts';
import { eventually } from './support/eventually.ts';
import { linuxVm, makeHost, testVmId } from './support/make-host.ts';
import { type Prometheus, startPrometheus } from './support/prometheus.ts';
import { type WatchedVm, watchVm } from './support/watch-vm.ts';

/* A VM migrates between two hosts that are read over SSH remoting, while a real Prometheus watches, and somebody at a browser. */

const pollSeconds = 4;
const twoPolls = 2 * pollSeconds * 1_000;
/** What a poll may take on a busy machine, on top. */
const slack = 12_000;
const began = Date.now();
const web = linuxVm(testVmId(63, 1), 'web-01', began);
const other = linuxVm(testVmId(64, 1), 'app-01', began);
const management = 'Microsoft-Windows-Hyper-V-VMMS-Admin';

let folder: string;
let lab: readonly [SshHost, SshHost];
let transports: PowerShellTransports;
let store: OpenStore;
let daemon: Daemon;
let prometheus: Prometheus;
let watched: WatchedVm;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-move-'));
  lab = await Promise.all([
    startSshHost({ address: '127.0.0.63', host: makeHost('hv63', [web]) }),
    startSshHost({ address: '127.0.0.64', host: makeHost('hv64', [other]) }),
  ]);
  const log = pino({ level: 'silent' });
  transports = createPowerShellTransports({ executable: (await ensurePwsh()).executable, processes: 1, log });
  store = await openStore({ file: path.join(folder, 'hvitals.db'), mode: 'collectors' });
  daemon = new Daemon({ registry, clock: systemClock, log, store, transportOf: () => transports.ssh });
  const port = await listen(daemon.server, { host: '127.0.0.1', port: 0 });
  await daemon.apply({ collectors: {} }, lab.map(toTarget));
  [prometheus, watched] = await Promise.all([
    startPrometheus(`http://127.0.0.1:${port}`, await writeConfiguration(port)),
    watchVm(folder, web.id),
  ]);
}, 300_000);

afterAll(async () => {
  await watched?.stop();
  await prometheus?.stop();
  await daemon?.stop();
  await store?.close();
  await transports?.close();
  await Promise.all((lab ?? []).map((host) => host.stop()));
  await rm(folder, { recursive: true, force: true });
}, 60_000);

function toTarget({ address, port, user, keyFile, knownHostsFile }: SshHost, index: number): Target {
  const every = { intervalSeconds: pollSeconds, timeoutSeconds: pollSeconds - 1 };
  const ssh = {
    transport: 'ssh' as const,
    address,
    port,
    user,
    keyFile,
    knownHostsFile,
    subsystem: 'powershell',
    restricted: false,
  };
  return { name: `hv6${index + 3}`, ...ssh, labels: {}, collectors: { vm: every, migration: every } };
}

/** Scrapes each second, and has an alert on the VM whose `for` is longer than the test. */
async function writeConfiguration(port: number): Promise<string> {
  const rules = path.join(folder, 'rules.yml');
  const expression = `hvitals_vm_state{vm_id="${web.id}"} == 2`;
  await writeFile(
    rules,
    JSON.stringify({ groups: [{ name: 'move', rules: [{ alert: 'WebRuns', expr: expression, for: '1h' }] }] }),
  );
  return [
    'global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}',
    `rule_files: [${JSON.stringify(rules)}]`,
    'scrape_configs:',
    `- {job_name: hvitals, honor_labels: true, static_configs: [{targets: ["127.0.0.1:${port}"]}]}`,
    '',
  ].join('\n');
}

const jobAt = (startedAt: number, over: Partial<SimulatedMigration> = {}): SimulatedMigration => ({
  job: 'E2E-1',
  vm: web.id.toUpperCase(),
  destination: 'HV64',
  migrationType: 32_768,
  jobType: 305,
  state: 4,
  percent: 40,
  startedAt,
  elapsedMs: 5_000,
  errorCode: 0,
  error: undefined,
  ...over,
});

function finishedAt(at: number): SimulatedEvent {
  const fields = [
    ['Parameter0', web.name] as const,
    ['Parameter1', web.id.toUpperCase()] as const,
    ['Parameter2', '0.5'] as const,
  ];
  return {
    recordId: 1,
    eventId: 20_415,
    at,
    provider: 'Microsoft-Windows-Hyper-V-VMMS',
    payload: 'VmlEventLog',
    fields,
    sid: undefined,
  };
}

function setHost(index: 0 | 1, vms: SimulatedHost['vms'], over: Partial<SimulatedHost> = {}): Promise<void> {
  return lab[index].update(makeHost(`hv6${index + 3}`, vms, over));
}

async function records(): Promise<readonly MigrationRecord[]> {
  const events = await store.listEvents({ limit: 1_000 });
  const readings = await store.listReadings({ collector: 'migration', vmId: web.id });
  const running = readings.flatMap(({ host, reading }) =>
    (reading as { jobs: readonly { job: string; percent?: number }[] }).jobs.map(({ job, percent }) => ({ host, job, percent })),
  );
  const hosts = ['hv63', 'hv64'].map((name) => ({ name, computerName: name.toUpperCase() }));
  return correlateMigrations(events, { hosts, running });
}

async function one(promql: string): Promise<{ readonly labels: Readonly<Record<string, string>>; readonly value: number }> {
  const rows = await prometheus.query(promql);
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`${promql} has ${rows.length} series.`);
  return row;
}

test('the record is there within two polls, the series go on unbroken, and `for` does not begin again', {
  timeout: 180_000,
}, async () => {
  const state = `hvitals_vm_state{vm_id="${web.id}"}`;
  await eventually('the alert is pending', 60_000, () => one(`ALERTS_FOR_STATE{alertname="WebRuns"}`));
  const pendingSince = await one(`ALERTS_FOR_STATE{alertname="WebRuns"}`);
  const watchedSince = Date.now();
  expect((await one(`hvitals_vm_info{vm_id="${web.id}"}`)).labels.host).toBe('hv63');

  await watched.open();
  await eventually('the page shows where the VM runs', twoPolls + slack, async () => {
    const { hosts, moves } = await watched.shown();
    expect([hosts.at(-1), moves]).toEqual(['hv63', []]);
  });

  const startedAt = Date.now();
  await setHost(0, [{ ...web, operationalStatus: [2, 32_774] }], { migrations: [jobAt(startedAt)] });
  await setHost(1, [other, { ...web, kind: 'planned', state: 3, startedAt: undefined }]);
  await eventually('a migration is under way', twoPolls + slack, async () => {
    expect(await records()).toMatchObject([
      { kind: 'live', result: 'running', fromHost: 'hv63', toHost: 'hv64', network: 'compression', percent: 40 },
    ]);
  });

  const endedAt = Date.now();
  await setHost(1, [other, web]);
  const ended = jobAt(startedAt, { state: 7, percent: 100, elapsedMs: endedAt - startedAt });
  await setHost(0, [], {
    migrations: [ended],
    logs: {
      [management]: [finishedAt(endedAt)],
      'Microsoft-Windows-Hyper-V-High-Availability-Admin': [],
      'Microsoft-Windows-Hyper-V-Worker-Admin': [],
    },
  });
  const inApp = () =>
    eventually('the app tells it, and the page that stayed open shows it', twoPolls + slack, async () => {
      expect(await watched.told()).toMatchObject([
        { name: web.name, result: 'finished', kind: 'live', fromHost: 'hv63', toHost: 'hv64', startedAt, blackoutSeconds: 0.5 },
      ]);
      const { hosts, moves } = await watched.shown();
      expect(hosts.slice(-2)).toEqual(['hv63', 'hv64']);
      expect(moves).toEqual([expect.stringContaining('hv63 → hv64; blackout 500ms')]);
    });
  const inStore = () =>
    eventually('the record is complete', twoPolls + slack, async () => {
      const [record, ...more] = await records();
      expect(more).toEqual([]);
      expect(record).toMatchObject({
        kind: 'live',
        result: 'finished',
        fromHost: 'hv63',
        toHost: 'hv64',
        startedAt,
        finishedAt: endedAt,
        blackoutSeconds: 0.5,
      });
      // Job running, job ended, log, placement.
      expect(record?.evidence).toHaveLength(4);
    });
  await Promise.all([inStore(), inApp()]);
  await eventually('Prometheus sees it on the other host', slack, async () => {
    expect((await one(`hvitals_vm_info{vm_id="${web.id}"}`)).labels.host).toBe('hv64');
  });

  const seconds = Math.floor((Date.now() - watchedSince) / 1_000);
  const scrapes = `scalar(sum_over_time(up{job="hvitals"}[${seconds}s]))`;
  expect((await one(`vector(${scrapes})`)).value).toBeGreaterThan(5);
  // As many samples as scrapes, in one look: none is missing.
  expect((await one(`vector(scalar(count_over_time(${state}[${seconds}s])) - ${scrapes})`)).value).toBe(0);
  expect(await one(`ALERTS_FOR_STATE{alertname="WebRuns"}`)).toEqual(pendingSince);
  expect(
    await one(
      `resets(ALERTS_FOR_STATE{alertname="WebRuns"}[${seconds}s]) + changes(ALERTS_FOR_STATE{alertname="WebRuns"}[${seconds}s])`,
    ),
  ).toMatchObject({ value: 0 });
  for (const host of lab) expect(await host.acceptedLogins()).toBeGreaterThanOrEqual(1);
});
