import { expect, type Page, test } from '@playwright/test';
import { apiVms } from '../lib/model/api/vms.ts';
import { eventually } from './support/eventually.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { writeDay } from './support/write-day.ts';
import { alertTurns, madeUpAlert, withAlerts, writeAlerts } from './support/write-standing-alerts.ts';

const minute = 60_000;
const hour = 60 * minute;

let programs: Programs;
let vmId = '';

const states = (page: Page) => page.getByRole('slider', { name: 'States over time' });
const section = (page: Page) => page.getByRole('region', { name: 'History' });
const openVm = async (page: Page) => {
  await page.goto(`${programs.appUrl}/vms/${vmId}`);
  await expect(states(page)).toBeVisible();
};
const bands = (page: Page) => section(page).getByTestId('alert-bands').first();

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 4, seed: 3 } });
  await eventually('VMs are there', 30_000, async () => {
    const { vms } = apiVms.parse(await (await fetch(`${programs.appUrl}/api/v1/vms`)).json());
    vmId = vms.find(({ level }) => level === 'ok')?.vmId ?? '';
    expect(vmId).not.toBe('');
  });
  const now = Date.now();
  await writeDay(programs.directory, vmId, now);
  const labels = { vm: 'web-1', vm_id: vmId };
  const open = madeUpAlert('open', { labels, firingAt: now - 2 * hour });
  const passed = madeUpAlert('passed', { labels, rule: 'HvitalsKvpDaemonMissing', severity: 'warning' });
  const other = madeUpAlert('other', { severity: 'info' });
  // Fired and resolved each minute for hours: far more than can be drawn.
  const flapping = Array.from({ length: 230 }, (_, index) => [
    alertTurns(passed, 'firing', now - 10 * hour + index * minute),
    alertTurns(passed, 'resolved', now - 10 * hour + index * minute + 30_000),
  ]).flat();
  await writeAlerts(programs.directory, {
    upserts: [open, other],
    events: [...flapping, alertTurns(open, 'firing', now - 2 * hour), alertTurns(other, 'firing', now - hour)],
    acks: [{ fingerprint: 'open', by: 'Ann', note: 'I look at it', at: now - hour }],
  });
  const silence = {
    id: 's1',
    matchers: [{ name: 'vm_id', op: '=', value: vmId }],
    startsAt: now - 6 * hour,
    endsAt: now - 5 * hour,
    createdBy: 'Bob',
    comment: 'patch night',
    createdAt: now - 6 * hour,
  };
  const told = {
    at: now - 6 * hour,
    fingerprint: '',
    rule: '',
    severity: '',
    kind: 'silenced' as const,
    labels: {},
    detail: null,
  };
  await withAlerts(programs.directory, (store) => store.putSilence(silence, told));
});

test.afterAll(() => programs?.stop());

test('alerts show when they fired, were acknowledged and silenced, on every chart and on the strip; hundreds become few', async ({
  page,
}) => {
  await openVm(page);
  await expect(bands(page).locator('[data-band="critical"][data-open]')).toHaveCount(1);
  await expect(bands(page).locator('[data-mark="ack"]')).toHaveCount(1);
  await expect(bands(page).locator('[data-silence]')).toHaveCount(1);
  const drawn = bands(page).locator('[data-band="warning"]');
  const counts = await drawn.evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-count'))));
  expect(counts.length).toBeLessThan(100);
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(230);
  await expect(bands(page).locator('[data-band="info"]')).toHaveCount(0);
  const legend = section(page).getByRole('list', { name: 'Alerts on the charts' });
  for (const word of ['Critical alert fired', 'Warning alert fired', 'Acknowledged', 'Silenced'])
    await expect(legend.getByText(word, { exact: true })).toBeVisible();
  await expect(page.getByTestId('power-strip').locator('[data-band="critical"]')).toHaveCount(1);
  await states(page).focus();
  await page.keyboard.press('End');
  await expect(states(page)).toHaveAttribute('aria-valuetext', /Alert: HvitalsHeartbeatLost/);
});

test('alerts are told in the tables too', async ({ page }) => {
  await openVm(page);
  await section(page).getByRole('button', { name: 'Table' }).first().click();
  const table = section(page).getByRole('table', { name: 'Alerts, newest first' });
  const row = table.getByRole('row').filter({ hasText: 'HvitalsHeartbeatLost' });
  await expect(row).toContainText('fires still');
  await expect(row).toContainText('Ann: I look at it');
  await expect(table.getByRole('row').filter({ hasText: 'patch night' })).toHaveCount(1);
  await expect(section(page)).toContainText('The newest 200 of');
});

test('alerts can be switched off, and stay so', async ({ page }) => {
  await openVm(page);
  await expect(bands(page)).toBeVisible();
  await page.getByTestId('alert-toggle').click();
  await expect(page.getByTestId('alert-bands')).toHaveCount(0);
  await page.reload();
  await expect(states(page)).toBeVisible();
  await expect(page.getByTestId('alert-toggle')).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('alert-bands')).toHaveCount(0);
});

test('alerts stand on the page of the VM with their state, and lead on to the list and to a silence', async ({ page }) => {
  await openVm(page);
  const card = page.getByTestId('standing-alerts');
  await expect(card.locator('[data-held="acknowledged"]')).toContainText('acknowledged by Ann: I look at it');
  await expect(card.getByRole('link', { name: 'Silence this VM' })).toHaveAttribute(
    'href',
    `/silences?new=1&matcher=vm_id%3D%22${vmId}%22`,
  );
  await expect(card.getByRole('link', { name: 'In the list of alerts' })).toHaveAttribute('href', /^\/alerts\?q=./);
  await page.goto(`${programs.appUrl}/hosts/hv01`);
  await expect(page.getByTestId('standing-alerts')).toContainText('1 alert fires about VMs on this host.');
});
