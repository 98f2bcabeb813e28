import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { knownSeries } from '../collectors/shipped-rules.ts';
import type { SimulatedVm } from '../collectors/transport/simulated/scenario.ts';
import { toFingerprint } from '../lib/alerting/fingerprint.ts';
import { parseRules } from '../lib/alerting/parse-rules.ts';
import { renderRuleFile } from '../lib/alerting/render-promql.ts';
import { describeUnknown } from '../lib/config/describe-issue.ts';
import { apiAlertEvents } from '../lib/model/api/alert-events.ts';
import { apiAlerts } from '../lib/model/api/alerts.ts';
import { type SshHost, startSshHost } from './lab/start-ssh-host.ts';
import { type Alertmanager, startAlertmanager } from './support/alertmanager.ts';
import { eventually } from './support/eventually.ts';
import { linuxVm, makeHost, testVmId } from './support/make-host.ts';
import { isAlive } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { type Prometheus, startPrometheus } from './support/prometheus.ts';

/* One heartbeat is lost on a host that is read over SSH: what hvitals, a real Alertmanager, a real Prometheus and a browser say of it. */

const rule = 'HvitalsHeartbeatLost';
const web = linuxVm(testVmId(82, 1), 'web-01', Date.now());
const { heartbeat } = web.services;
const silent: SimulatedVm = { ...web, services: { ...web.services, heartbeat: { ...heartbeat, status: [13] } } };
const wanted = { alertname: rule, severity: 'critical', code: 'heartbeat-lost', vm: web.name, vm_id: web.id };
const patience = 60_000;

let host: SshHost;
let alertmanager: Alertmanager;
let prometheus: Prometheus;
let programs: Programs;

test.use({ locale: 'en-GB', timezoneId: 'UTC' });

/** The shipped rules with all their times a sixth as long: 10 seconds instead of a minute. */
async function shortenedRules(): Promise<string> {
  const text = await readFile(new URL('../lib/alerting/shipped-rules.yaml', import.meta.url), 'utf8');
  return text.replace(/^( +(?:for|keepFiringFor): )(\d+)([smh])$/gm, (_, key: string, count: string, unit: string) => {
    const seconds = Number(count) * { s: 1, m: 60, h: 3_600 }[unit as 's' | 'm' | 'h'];
    return `${key}${Math.round(seconds / 6)}s`;
  });
}

async function startWatchers(): Promise<void> {
  const rules = await shortenedRules();
  const parsed = parseRules([{ file: 'short.yaml', text: rules }], { known: knownSeries, describeUnknown });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  alertmanager = await startAlertmanager('route: {receiver: nobody}\nreceivers: [{name: nobody}]\n');
  const { address, port, user, keyFile, knownHostsFile } = host;
  const every = { intervalSeconds: 4, timeoutSeconds: 3 };
  const target = { name: 'hv82', transport: 'ssh', address, port, user, keyFile, knownHostsFile, labels: { site: 'oslo' } };
  const file = join(await test.info().outputPath(), 'short.yaml');
  await writeFile(file, rules.replace(/^ {2}- name: (\w+)$/gm, '$&\n    replaces: $1'));
  programs = await startPrograms({
    targets: [{ ...target, collectors: { vm: every, heartbeat: every } }],
    alerting: { shipped: false, ruleFiles: [file], evaluateEverySeconds: 2 },
    notify: { receivers: [{ name: 'am', kind: 'alertmanager', url: alertmanager.url }] },
  });
  const prometheusRules = join(programs.directory, 'rules.yml');
  await writeFile(prometheusRules, renderRuleFile('Of this test', parsed.rules).replace('interval: 15s', 'interval: 2s'));
  const configuration = [
    'global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 2s}',
    `rule_files: [${JSON.stringify(prometheusRules)}]`,
    'scrape_configs:',
    `- {job_name: hvitals, honor_labels: true, static_configs: [{targets: ["${new URL(programs.metricsUrl).host}"]}]}`,
    '',
  ].join('\n');
  prometheus = await startPrometheus(programs.metricsUrl, configuration);
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  host = await startSshHost({ address: '127.0.0.82', host: makeHost('hv82', [web]) });
  await startWatchers();
});

test.afterAll(async () => {
  await prometheus?.stop();
  await programs?.stop();
  await alertmanager?.stop();
  await host?.stop();
});

/** Of our alert: `pending`, `firing`, or `none`. */
async function statusInHvitals(): Promise<string> {
  const { groups } = apiAlerts.parse(await (await fetch(`${programs.appUrl}/api/v1/alerts`)).json());
  return groups.find((group) => group.rule === rule)?.alerts[0]?.status ?? 'none';
}

async function statusInPrometheus(): Promise<string> {
  const rows = await prometheus.query(`ALERTS{alertname="${rule}"}`);
  return rows[0]?.labels.alertstate ?? 'none';
}

async function inAlertmanager() {
  return (await alertmanager.alerts()).filter(({ labels }) => labels.alertname === rule);
}

const both = async () => [await statusInHvitals(), await statusInPrometheus()];
const soon = (what: string, check: () => Promise<void>) => eventually(what, patience, check);

async function openRow(page: Page) {
  const group = page.getByTestId('alerts-firing').getByRole('button', { name: new RegExp(rule), expanded: false });
  await group.click();
  return page.locator(`tr[data-alert="${toFingerprint(wanted)}"]`);
}

test('pending, firing, told, acknowledged, silenced, resolved', async ({ page }) => {
  test.setTimeout(300_000);
  await soon('the host has answered', async () => {
    expect(await prometheus.query(`hvitals_vm_heartbeat_status{vm_id="${web.id}"}`)).toHaveLength(1);
    expect(await both()).toEqual(['none', 'none']);
  });
  await page.goto(`${programs.appUrl}/alerts`);
  await isAlive(page);

  const seen = new Set<string>();
  await host.update(makeHost('hv82', [silent]));
  await soon('both fire', async () => {
    const [own, theirs] = await both();
    seen.add(`hvitals ${own}`).add(`Prometheus ${theirs}`);
    expect([own, theirs]).toEqual(['firing', 'firing']);
  });
  // Each was pending first.
  expect([...seen].filter((one) => one.endsWith('pending')).toSorted()).toEqual(['Prometheus pending', 'hvitals pending']);

  await soon('Alertmanager has it, with the labels of the series and of the rule, and none of the place', async () => {
    const [alert, ...more] = await inAlertmanager();
    expect(more).toEqual([]);
    expect(alert).toMatchObject({ fingerprint: toFingerprint(wanted), status: { state: 'active' } });
    expect(alert?.labels).toEqual(wanted);
  });
  const [inPrometheus] = await prometheus.query(`ALERTS{alertname="${rule}"}`);
  const { __name__: _, alertstate: __, ...same } = inPrometheus?.labels ?? {};
  expect(same).toEqual(wanted);

  // The page was open all the time.
  const row = await openRow(page);
  const dialog = page.getByRole('dialog');
  await row.getByRole('button', { name: /^Acknowledge/ }).click();
  await dialog.getByLabel('Your name').fill('Ann');
  await dialog.getByLabel('Note').fill('on it');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(row.locator('[data-act=acknowledged]')).toContainText('Acknowledged by Ann');
  await row.getByRole('button', { name: /^Silence/ }).click();
  await expect(dialog.getByTestId('hits')).toContainText('Hits 1 alert now');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(row.locator('[data-act=silenced]')).toContainText('Silenced until');
  await page.goto(`${programs.appUrl}/silences`);
  await expect(page.locator('main')).toContainText('Ann');
  // What was told goes on being told while it fires: docs/adr/0013.
  expect(await inAlertmanager()).toHaveLength(1);

  await host.update(makeHost('hv82', [web]));
  await soon('both have resolved it', async () => expect(await both()).toEqual(['none', 'none']));
  await soon('Alertmanager is told so, whatever is silenced', async () => expect(await inAlertmanager()).toEqual([]));

  const events = await fetch(`${programs.appUrl}/api/v1/alert-events?fingerprint=${toFingerprint(wanted)}&limit=50`);
  const kinds = apiAlertEvents.parse(await events.json()).events.map(({ kind }) => kind);
  expect(kinds.toReversed()).toEqual(['pending', 'firing', 'acknowledged', 'resolved']);
});
