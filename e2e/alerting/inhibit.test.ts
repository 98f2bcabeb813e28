import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { toFingerprint } from '#lib/alerting/fingerprint.ts';
import { inhibitedBy, unreachableHosts } from '#lib/alerting/inhibit.ts';
import { placedLabels } from '#lib/alerting/placed-labels.ts';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { startAlertmanager } from '../support/alertmanager.ts';
import { eventually } from '../support/eventually.ts';

const shipped = new URL('../../public/prometheus/alertmanager.inhibit.yml', import.meta.url);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

// The first run on a machine may have to fetch and unpack the package.
beforeAll(async () => {
  await ensurePeer('alertmanager');
}, 300_000);

const configuration = async () => `route: {receiver: nobody}\nreceivers: [{name: nobody}]\n${await readFile(shipped, 'utf8')}`;

test('the shipped rules are ones that Alertmanager takes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hvitals-amtool-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'alertmanager.yml'), await configuration());
  const result = await runProgram(await ensurePeer('amtool'), ['check-config', join(folder, 'alertmanager.yml')], {
    timeoutMs: 20_000,
  });
  expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('3 inhibit rules') });
});

test('a host of which nothing is known holds the same alerts back in Alertmanager and in hvitals', async () => {
  const alertmanager = await startAlertmanager(await configuration());
  cleanups.push(alertmanager.stop);
  const vm = (name: string, host: string) => ({ vm_id: `id-${name}`, vm: name, host });
  const vms = [vm('web', 'hv01'), vm('db', 'hv02')];
  const unreachable = { alertname: 'HvitalsHostUnreachable', severity: 'critical', host: 'hv01', collector: 'vm' };
  const ofVms = vms.map(({ vm_id, vm: name }) => ({ alertname: 'HvitalsHeartbeatLost', severity: 'critical', vm_id, vm: name }));
  const others = [
    unreachable,
    { alertname: 'HvitalsCollectorFailing', severity: 'warning', host: 'hv01', collector: 'kvp' },
    { alertname: 'HvitalsCollectorFailing', severity: 'warning', host: 'hv02', collector: 'kvp' },
    ...ofVms,
  ];
  // Prometheus makes one for each VM of the host.
  const between = { alertname: 'HvitalsVmHostUnreachable', severity: 'none', ...vm('web', 'hv01') };
  // Of others nothing is held back.
  const foreign = { alertname: 'SomethingElse', host: 'hv01', vm_id: 'id-web' };
  await alertmanager.send([...others, between, foreign]);

  const hosts = unreachableHosts([{ rule: unreachable.alertname, labels: unreachable, firingAt: 0 }]);
  const isHeldBack = (labels: Readonly<Record<string, string>>) => {
    const host = vms.find(({ vm_id }) => vm_id === labels.vm_id)?.host;
    return inhibitedBy({ rule: labels.alertname ?? '' }, placedLabels(labels, { host }), hosts) !== undefined;
  };
  const expected = others.map((labels) => [toFingerprint(labels), isHeldBack(labels) ? 'suppressed' : 'active']);
  expect(expected.filter(([, state]) => state === 'suppressed')).toHaveLength(2);
  await eventually('Alertmanager has judged all alerts', 20_000, async () => {
    const states = (await alertmanager.alerts()).map(({ fingerprint, status }) => [fingerprint, status.state]);
    const more = [
      [toFingerprint(between), 'suppressed'],
      [toFingerprint(foreign), 'active'],
    ];
    expect(states.toSorted()).toEqual([...expected, ...more].toSorted());
  });

  await alertmanager.send([{ alertname: 'HvitalsDown', severity: 'critical' }]);
  await eventually('only that hvitals is gone is told', 20_000, async () => {
    const told = (await alertmanager.alerts()).filter(({ status }) => status.state === 'active');
    expect(told.map(({ labels }) => labels.alertname).toSorted()).toEqual(['HvitalsDown', 'SomethingElse']);
  });
}, 60_000);
