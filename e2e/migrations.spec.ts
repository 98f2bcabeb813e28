import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { apiMigrations } from '../lib/model/api/migrations.ts';
import { eventually } from './support/eventually.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { migrationVmId, writeMigrations } from './support/write-migrations.ts';

let programs: Programs;

test.use({ locale: 'en-GB', timezoneId: 'UTC' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  // The store is the only thing between the programs: what stands in it is the fleet.
  await programs.stopOne('collectors', 'SIGTERM');
  await writeMigrations(programs.directory, Date.now());
  await eventually('the app has the story', 15_000, async () => {
    const { hosts, records } = apiMigrations.parse(await (await fetch(`${programs.appUrl}/api/v1/migrations?host=hv03`)).json());
    expect(hosts).toEqual(['hv01', 'hv02', 'hv03']);
    expect(records).toHaveLength(2);
  });
});

test.afterAll(() => programs?.stop());

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${programs.appUrl}${path}`);
  await isAlive(page);
}

const list = (page: Page) => page.getByRole('table', { name: 'Migrations of VMs' });
const rowOf = (page: Page, name: string) =>
  list(page)
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const names = (page: Page) => list(page).getByRole('rowheader');

test('each migration says what is known of it, and why the rest is not', async ({ page }) => {
  await open(page, '/migrations');
  const whole = rowOf(page, 'web-1');
  for (const text of ['hv01', 'hv02', 'Live', '5m', '420 ms', 'SMBconfigured', 'Finished'])
    await expect(whole).toContainText(text);
  const half = rowOf(page, 'web-2');
  await expect(half.locator('[data-unknown="start"]')).toHaveAttribute('title', /Hyper-V logs no start/);
  await expect(half.locator('[data-unknown="host"]')).toHaveText('not known');
  await expect(half).toContainText('3.5 s');
  await expect(rowOf(page, 'app-1')).toContainText('0x8009030E');
  await expect(rowOf(page, 'db-1')).toContainText('Running, 42%');
  const numbers = page.locator('dl[aria-label="Migrations in numbers"]');
  await expect(numbers).toContainText('duration of 1 not known');
  await expect(numbers).toContainText('1.96 s');
});

test('each host has a lane, and each result a shape', async ({ page }) => {
  await open(page, '/migrations');
  const lanes = page.getByTestId('migration-lanes');
  await expect(lanes.locator('[data-lanes]')).toHaveAttribute('data-lanes', '3');
  for (const [result, count] of [
    ['finished', 2],
    ['failed', 1],
    ['running', 1],
  ] as const) {
    await expect(lanes.locator(`[data-result="${result}"]`)).toHaveCount(count);
  }
  await expect(lanes.locator('[data-open]')).toHaveCount(1);
});

test('filter and order stand in the address', async ({ page }) => {
  await open(page, '/migrations');
  await page.getByLabel('Result', { exact: true }).selectOption('failed');
  await expect(page).toHaveURL(/\/migrations\?result=failed$/);
  await expect(names(page)).toHaveText(['app-1']);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(names(page)).toHaveCount(4);
  await page.getByRole('button', { name: 'Blackout', exact: true }).click();
  await expect(page).toHaveURL(/\?sort=-blackout$/);
  await expect(names(page).first()).toHaveText('web-2');
  await open(page, '/migrations?sort=blackout');
  await expect(names(page).first()).toHaveText('web-1');
  await open(page, '/migrations?range=1h&result=failed');
  await expect(page.getByText('No migration of this span fits the filters.')).toBeVisible();
});

test('the disks of a VM: place, file, sizes on both sides, and what asking gave', async ({ page }) => {
  await open(page, `/vms/${migrationVmId(1)}`);
  const card = page.getByTestId('disks');
  const row = (place: string) => card.getByRole('listitem').filter({ hasText: place });
  await expect(row('SCSI 0:0').locator('[data-guest]')).toHaveAttribute('data-guest', 'match');
  await expect(row('SCSI 0:0')).toContainText('21 GiB, 32%');
  await expect(row('SCSI 0:1').locator('[data-guest]')).toHaveAttribute('data-guest', 'differs');
  await row('SCSI 0:1').getByText('1 parent').click();
  await expect(row('SCSI 0:1')).toContainText('data.vhdx');
  await expect(row('SCSI 0:2')).toContainText('no access to the file');
  await expect(row('SCSI 0:2')).toContainText('shared');
  await expect(row('SCSI 0:3')).toContainText('pass-through');
  await open(page, `/vms/${migrationVmId(2)}`);
  await expect(card).toContainText('This VM has no virtual disk.');
  await open(page, `/vms/${migrationVmId(3)}`);
  await expect(card).toContainText('have not been read');
});

test('nothing scrolls sideways on a phone, and axe finds no fault', async ({ page, context }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const locale of ['en', 'ru']) {
    await prefer(context, programs.appUrl, { locale, theme: locale === 'ru' ? 'dark' : 'light' });
    for (const path of ['/migrations', `/vms/${migrationVmId(1)}`]) {
      await open(page, path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(over, `${locale} ${path}`).toBeLessThanOrEqual(0);
      // Of the page of a VM its disks: tables of other cards scroll sideways on a phone.
      const part = path === '/migrations' ? 'main' : '[data-testid="disks"]';
      const { violations } = await new AxeBuilder({ page }).include(part).analyze();
      expect
        .soft(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`),
          `${locale} ${path}`,
        )
        .toEqual([]);
    }
  }
});
