import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { buildHostModule } from '#collectors/host-module/build-host-module.ts';
import { registry } from '#collectors/registry.ts';
import { Daemon } from '#collectors/runtime/daemon.ts';
import { listen } from '#collectors/runtime/exporter-server.ts';
import { createPowerShellTransports } from '#collectors/transport/create-transports.ts';
import { systemClock } from '#lib/clock.ts';
import type { Target } from '#lib/config/schema.ts';
import { createLogger } from '#lib/log.ts';
import { openStore } from '#lib/store/open-store.ts';
import { type SshHost, startSshHost } from '../lab/start-ssh-host.ts';
import { ensurePwsh } from '../pwsh/find-pwsh.ts';
import { eventually } from '../support/eventually.ts';
import { linuxVm, makeHost, testVmId } from '../support/make-host.ts';

let cleanup = new AsyncDisposableStack();
afterEach(async () => {
  await cleanup.disposeAsync();
  cleanup = new AsyncDisposableStack();
}, 60_000);

/** A daemon with real stores, transports and exporter that polls these hosts by their restricted sessions, until each pair was polled once. */
async function pollOnce(hosts: Readonly<Record<string, SshHost>>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'hvitals-restricted-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const { executable } = await ensurePwsh();
  const log = createLogger({ level: 'error', stream: { write: () => undefined } });
  const store = await openStore({ file: path.join(folder, 'hvitals.db'), mode: 'collectors' });
  cleanup.defer(() => store.close());
  const transports = createPowerShellTransports({ executable, processes: 1, log });
  cleanup.defer(() => transports.close());
  const daemon = new Daemon({ registry, clock: systemClock, log, store, transportOf: () => transports.ssh });
  cleanup.defer(() => daemon.stop());
  const port = await listen(daemon.server, { host: '127.0.0.1', port: 0 });
  const targets = Object.entries(hosts).map(([name, { address, port: sshPort, user, boundKeyFile, knownHostsFile }]): Target => {
    const ssh = { transport: 'ssh', address, port: sshPort, user, keyFile: boundKeyFile, knownHostsFile } as const;
    return { name, labels: {}, collectors: {}, ...ssh, subsystem: 'hvitals', restricted: true };
  });
  await daemon.apply({ collectors: {} }, targets);
  await eventually('each host was polled once by each collector', 60_000, async () => {
    expect(await store.listScrapes()).toHaveLength(registry.length * targets.length);
  });
  return { scrapes: await store.listScrapes(), metrics: await (await fetch(`http://127.0.0.1:${port}/metrics`)).text() };
}

test('a daemon whose key opens nothing but the restricted session collects everything, and says which host has an older module', async () => {
  const { text, hash } = buildHostModule();
  const vms = (host: number) => [1, 2, 3].map((vm) => linuxVm(testVmId(host, vm), `vm-${host}-${vm}`, Date.now()));
  const start = async (number: number, module: string) => {
    const host = await startSshHost({
      address: `127.0.0.${number}`,
      host: makeHost(`hv${number}`, vms(number)),
      installModule: module,
    });
    cleanup.defer(() => host.stop());
    return host;
  };
  const [current, older] = await Promise.all([start(67, text), start(68, text.replaceAll(hash, '0123456789abcdef'))]);
  const { scrapes, metrics } = await pollOnce({ hv67: current, hv68: older });

  const of = (name: string) => scrapes.filter(({ host }) => host === name);
  expect(
    of('hv67')
      .map(({ collector, outcome }) => [collector, outcome])
      .toSorted(),
  ).toEqual(registry.map(({ name }) => [name, 'ok']).toSorted());
  expect(metrics).toMatch(/^hvitals_vm_info\{[^}]*vm="vm-67-1"/m);
  for (const { outcome, reason } of of('hv68')) {
    expect(outcome).toBe('role-outdated');
    expect(reason).toMatch(/"0123456789abcdef".*: install the Hvitals module of this version on the host\.$/);
  }
  expect(of('hv68')).toHaveLength(registry.length);
  expect(metrics).not.toContain('vm-68-1');
}, 300_000);
