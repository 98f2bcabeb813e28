import { expect, test } from '@playwright/test';
import { registry } from '../collectors/registry.ts';
import type { SimulatedHost } from '../collectors/transport/simulated/scenario.ts';
import { type SshHost, startSshHost } from './lab/start-ssh-host.ts';
import { eventually } from './support/eventually.ts';
import { linuxVm, makeHost, testVmId, withoutKvpDaemon } from './support/make-host.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { type Prometheus, startPrometheus } from './support/prometheus.ts';

/** Seconds between two polls of every collector in this story. */
const pollSeconds = 4;
const twoPolls = 2 * pollSeconds * 1_000;
/** What a poll may take on a busy machine, on top. */
const slack = 6_000;

const hosts: SimulatedHost[] = [1, 2, 3].map((host) =>
  makeHost(
    `hv0${host}`,
    Array.from({ length: 20 }, (_, index) => linuxVm(testVmId(host, index + 1), `web-${host}-${index + 1}`, Date.now())),
  ),
);
const sick = testVmId(1, 7);

let lab: SshHost[] = [];
let programs: Programs;
let prometheus: Prometheus;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  lab = await Promise.all(hosts.map((host, index) => startSshHost({ address: `127.0.0.${index + 2}`, host })));
  const every = { intervalSeconds: pollSeconds, timeoutSeconds: pollSeconds - 1 };
  programs = await startPrograms({
    collectors: { vm: every, heartbeat: every, 'integration-services': every, kvp: every },
    targets: lab.map((host, index) => ({
      name: hosts[index]?.name,
      transport: 'ssh',
      address: `127.0.0.${index + 2}`,
      port: host.port,
      user: host.user,
      keyFile: host.keyFile,
      knownHostsFile: host.knownHostsFile,
    })),
  });
  prometheus = await startPrometheus(programs.metricsUrl);
});

test.afterAll(async () => {
  await prometheus?.stop();
  await programs?.stop();
  await Promise.all(lab.map((host) => host.stop()));
});

/** The value of one series on /metrics, or undefined. */
async function metric(name: string, ...labels: string[]): Promise<number | undefined> {
  const text = await (await fetch(`${programs.metricsUrl}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name}{`) && labels.every((label) => one.includes(label)));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}

test('three hosts and sixty VMs arrive over real SSH remoting', async () => {
  await eventually('sixty VMs are exported', 60_000, async () => {
    const rows = await prometheus.query('count(hvitals_vm_state == 2)');
    expect(rows[0]?.value).toBe(60);
  });
  for (const host of lab) {
    expect(await host.acceptedLogins()).toBeGreaterThanOrEqual(1);
    const classes = new Set((await host.calls()).map((call) => call.class));
    expect([...classes]).toContain('Msvm_KvpExchangeComponent');
  }
  expect(await prometheus.query('hvitals_scrape_success == 1')).toHaveLength(hosts.length * registry.length);
});

test('the overview shows the fleet', async ({ page }) => {
  await page.goto(programs.appUrl);
  await expect(page.getByRole('link', { name: 'web-1-7', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'hv03', exact: true }).first()).toBeVisible();
});

test('a dead KVP daemon shows in store, metrics, Prometheus and on the page within two polls, and clears again', async ({
  page,
}) => {
  const [host, sshHost] = [hosts[0], lab[0]];
  if (host === undefined || sshHost === undefined) throw new Error('The first host is missing.');
  await page.goto(`${programs.appUrl}/vms/${sick}`);
  await expect(page.getByRole('heading', { name: /web-1-7/ })).toBeVisible();
  await expect(page.getByText('192.0.2.8').first()).toBeVisible();
  const loads = await page.evaluate(() => performance.getEntriesByType('navigation').length);

  await sshHost.update({ ...host, vms: host.vms.map((vm) => (vm.id === sick ? withoutKvpDaemon(vm) : vm)) });
  await eventually('the metric says no contact', twoPolls + slack, async () => {
    expect(await metric('hvitals_vm_integration_services_status', `vm_id="${sick}"`, 'service="kvp"')).toBe(12);
    expect(await metric('hvitals_vm_kvp_intrinsic_items', `vm_id="${sick}"`)).toBe(0);
  });
  await eventually('Prometheus says no contact', slack, async () => {
    const rows = await prometheus.query(`hvitals_vm_integration_services_status{service="kvp"} != 2`);
    expect(rows.map(({ labels: { vm_id: id, vm }, value }) => [id, vm, value])).toEqual([[sick, 'web-1-7', 12]]);
  });
  await eventually('the finding is there', slack, async () => {
    expect(await metric('hvitals_vm_finding', `vm_id="${sick}"`, 'code="kvp-daemon-missing"')).toBe(1);
    expect(await metric('hvitals_finding_vms', 'code="kvp-daemon-missing"')).toBe(1);
  });
  await expect(page.getByRole('article', { name: 'KVP daemon missing' })).toContainText('No contact (12)', { timeout: slack });
  const api = await (await fetch(`${programs.appUrl}/api/v1/vms/${sick}`)).text();
  expect(api).not.toContain('NetworkAddressIPv4","value":"192.0.2.8"');
  await expect(page.getByText(/no contact/i).first()).toBeVisible({ timeout: slack });

  await sshHost.update(host);
  await eventually('the metric is back', twoPolls + slack, async () => {
    expect(await metric('hvitals_vm_kvp_intrinsic_items', `vm_id="${sick}"`)).toBe(10);
  });
  await eventually('the finding is gone', slack, async () => {
    expect(await metric('hvitals_vm_finding', `vm_id="${sick}"`)).toBeUndefined();
  });
  await expect(page.getByText('192.0.2.8').first()).toBeVisible({ timeout: slack });
  await expect(page.getByRole('article', { name: 'KVP daemon missing' })).toHaveCount(0);
  expect(await page.evaluate(() => performance.getEntriesByType('navigation').length)).toBe(loads);
});

test('one class that hangs on one host leaves its other collectors and all other hosts fresh', async () => {
  const [host, sshHost] = [hosts[1], lab[1]];
  if (host === undefined || sshHost === undefined) throw new Error('The second host is missing.');
  await sshHost.update({ ...host, faults: { ...host.faults, hangingClasses: ['Msvm_KvpExchangeComponentSettingData'] } });
  await eventually('kvp of hv02 times out', 60_000, async () => {
    expect(await metric('hvitals_scrape_outcome', 'host="hv02"', 'collector="kvp"', 'outcome="timeout"')).toBe(1);
  });
  const began = Date.now() / 1_000;
  await eventually('everything else has been read anew since', 60_000, async () => {
    for (const name of ['hv01', 'hv02', 'hv03']) {
      for (const collector of ['vm', 'heartbeat', ...(name === 'hv02' ? [] : ['integration-services', 'kvp'])]) {
        const at = await metric('hvitals_scrape_last_success_timestamp_seconds', `host="${name}"`, `collector="${collector}"`);
        expect(at, `${collector} of ${name}`).toBeGreaterThan(began);
      }
    }
  });
  await sshHost.update(host);
  await eventually('kvp of hv02 is back', 60_000, async () => {
    expect(await metric('hvitals_scrape_success', 'host="hv02"', 'collector="kvp"')).toBe(1);
  });
});
