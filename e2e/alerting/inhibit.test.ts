import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Alertmanager, startAlertmanager } from '../support/alertmanager.ts';
import { eventually } from '../support/eventually.ts';

/** The shipped inhibitions in a real Alertmanager. */

let alertmanager: Alertmanager;
beforeAll(async () => {
  const inhibitions = await readFile('public/prometheus/alertmanager.inhibit.yml', 'utf8');
  alertmanager = await startAlertmanager(`route: {receiver: nobody}\nreceivers: [{name: nobody}]\n${inhibitions}`);
}, 300_000);
afterAll(() => alertmanager?.stop());

const answer = z.array(
  z.object({ labels: z.record(z.string(), z.string()), status: z.object({ inhibitedBy: z.array(z.string()) }) }),
);

/** Names of what is held back, and of what is told, once Alertmanager has all of them. */
async function send(alerts: readonly Readonly<Record<string, string>>[]) {
  const body = JSON.stringify(alerts.map((labels) => ({ labels })));
  const sent = await fetch(`${alertmanager.url}/api/v2/alerts`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  expect(sent.status).toBe(200);
  return eventually('Alertmanager has them', 10_000, async () => {
    const found = answer.parse(await (await fetch(`${alertmanager.url}/api/v2/alerts`)).json());
    expect(found.length).toBeGreaterThanOrEqual(alerts.length);
    const named = (held: boolean) =>
      found
        .filter(({ status }) => status.inhibitedBy.length > 0 === held)
        .map(({ labels }) => `${labels.alertname} ${labels.vm_id ?? labels.host ?? ''}`.trim())
        .sort();
    return { held: named(true), told: named(false) };
  });
}

test('a host without readings holds back its collectors and its VMs, and nothing of other hosts', async () => {
  const outcome = await send([
    { alertname: 'HvitalsHostUnreachable', host: 'hv01', collector: 'vm', severity: 'critical' },
    { alertname: 'HvitalsVmHostUnreachable', host: 'hv01', vm_id: 'vm-1', severity: 'none' },
    { alertname: 'HvitalsCollectorFailing', host: 'hv01', collector: 'kvp', severity: 'warning' },
    { alertname: 'HvitalsCollectorFailing', host: 'hv02', collector: 'kvp', severity: 'warning' },
    { alertname: 'HvitalsHeartbeatLost', vm_id: 'vm-1', vm: 'web-1', severity: 'critical' },
    { alertname: 'HvitalsHeartbeatLost', vm_id: 'vm-2', vm: 'web-2', severity: 'critical' },
    { alertname: 'SomethingElse', host: 'hv01', vm_id: 'vm-1' },
  ]);
  expect(outcome).toEqual({
    held: ['HvitalsCollectorFailing hv01', 'HvitalsHeartbeatLost vm-1'],
    told: [
      'HvitalsCollectorFailing hv02',
      'HvitalsHeartbeatLost vm-2',
      'HvitalsHostUnreachable hv01',
      'HvitalsVmHostUnreachable vm-1',
      'SomethingElse vm-1',
    ],
  });
});

test('without hvitals itself only that is told', async () => {
  const { told } = await send([{ alertname: 'HvitalsDown', severity: 'critical' }]);
  expect(told).toEqual(['HvitalsDown', 'SomethingElse vm-1']);
});
