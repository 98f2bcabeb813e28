import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { StoredAlert } from '../lib/store/alert-store.ts';
import { openAlertStore } from '../lib/store/sqlite-alerts.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

let programs: Programs;
const minute = 60_000;
const hostile = '<img src=x onerror=alert(1)>\u202e\u0007{{ $value }}';

test.use({ locale: 'en-GB', timezoneId: 'UTC' });

const alert = (fingerprint: string, parts: Partial<StoredAlert>): StoredAlert => ({
  fingerprint,
  rule: 'HvitalsHeartbeatLost',
  status: 'firing',
  severity: 'critical',
  labels: { vm: fingerprint, vm_id: `a1600000-0000-4000-8000-${fingerprint.length.toString().padStart(12, '0')}` },
  summary: `Heartbeat lost: ${fingerprint}`,
  description: '',
  value: 1,
  activeAt: Date.now() - 5 * minute,
  firingAt: Date.now() - 4 * minute,
  keptSince: undefined,
  placed: {},
  held: undefined,
  told: [],
  ...parts,
});

async function write(upserts: readonly StoredAlert[], gone: readonly string[] = []): Promise<void> {
  const store = await openAlertStore(join(programs.directory, 'data', 'hvitals.db'), 'collectors');
  await store.commitAlerts({ upserts, gone, events: [], notifications: [] });
  await store.close();
}

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  // The store is the only thing between the programs: what stands in it is the fleet.
  await programs.stopOne('collectors', 'SIGTERM');
  await write([
    alert('web-1', {}),
    alert('a', { summary: hostile, labels: { vm: hostile, vm_id: 'x' } }),
    alert('host', {
      rule: 'HvitalsHostUnreachable',
      status: 'pending',
      firingAt: undefined,
      labels: { host: 'hv09', collector: 'vm' },
      summary: 'No reading from hv09',
    }),
  ]);
});

test.afterAll(() => programs?.stop());

async function open(page: Page): Promise<void> {
  await page.goto(`${programs.appUrl}/alerts`);
  await isAlive(page);
}

test('what fires stands above what is pending, one line for each rule, which opens to its alerts', async ({ page }) => {
  await open(page);
  const firing = page.getByTestId('alerts-firing');
  await expect(firing.getByRole('heading', { name: '2 alerts fire' })).toBeVisible();
  await expect(firing.getByText('HvitalsHeartbeatLost', { exact: true })).toBeVisible();
  await expect(firing.getByText('and 1 more')).toBeVisible();
  await expect(page.getByTestId('alerts-pending').getByText('HvitalsHostUnreachable', { exact: true })).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
  await firing.locator('summary').focus();
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: 'Alerts of HvitalsHeartbeatLost' });
  await expect(table.getByRole('link', { name: 'web-1' })).toHaveAttribute('href', /^\/vms\/a1600000/);
  await page.getByTestId('alerts-pending').locator('summary').click();
  await expect(page.getByRole('table').getByRole('link', { name: 'hv09' })).toHaveAttribute('href', '/hosts/hv09');
});

test('what a guest calls itself is text and nothing else', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await open(page);
  await page.getByTestId('alerts-firing').locator('summary').click();
  await expect(page.getByRole('table')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('main img')).toHaveCount(0);
  expect(await page.locator('main').innerText()).not.toContain('\u202e');
  expect(dialogs).toEqual([]);
});

for (const [theme, locale] of [
  ['light', 'en'],
  ['dark', 'ru'],
] as const) {
  test(`opened, it has no fault that axe finds (${theme}), and fits a phone`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { theme, locale });
    await open(page);
    for (const summary of await page.locator('summary').all()) await summary.click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
}

test('an alert that goes and one that comes show without a reload', async ({ page }) => {
  await open(page);
  await write(
    [alert('db-7', { rule: 'HvitalsHostClockBad', labels: { host: 'hv02' }, summary: 'Clock of the host is wrong: hv02' })],
    ['web-1', 'a'],
  );
  const firing = page.getByTestId('alerts-firing');
  await expect(firing.getByText('HvitalsHostClockBad', { exact: true })).toBeVisible();
  await expect(firing.getByText('HvitalsHeartbeatLost', { exact: true })).toHaveCount(0);
  await write([], ['db-7']);
  await expect(firing.getByText('Nothing fires')).toBeVisible();
});
