import { expect, type Page, test } from '@playwright/test';
import { apiClocks } from '../lib/model/api/clocks.ts';
import { eventually } from './support/eventually.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { clockVmId, writeClocks } from './support/write-clocks.ts';
import { writePast } from './support/write-past.ts';

let programs: Programs;

test.use({ locale: 'en-GB', timezoneId: 'UTC' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  // The store is the only thing between the programs: what stands in it is the fleet.
  await programs.stopOne('collectors', 'SIGTERM');
  const now = Date.now();
  await writeClocks(programs.directory, now);
  await writePast(programs.directory, [`vm:${clockVmId(2, 1)}`, 'host:hv02'], { now, hours: 2, untilAge: 0 }, (subject, age) => {
    const swing = Math.sin(age / 600_000);
    if (subject.startsWith('host:')) return { hvitals_host_clock_offset_seconds: 40 + swing / 100 };
    return {
      'hvitals_vm_clock_offset_seconds{reference="ntp"}': 40 + swing / 100,
      'hvitals_vm_clock_offset_bound_seconds{reference="ntp"}': 0.05,
      'hvitals_vm_clock_offset_seconds{reference="host"}': swing * 8e-6,
      'hvitals_vm_clock_offset_bound_seconds{reference="host"}': 2e-5,
    };
  });
  await eventually('the app has the story', 15_000, async () => {
    const { hosts, vms } = apiClocks.parse(await (await fetch(`${programs.appUrl}/api/v1/clocks`)).json());
    expect(hosts.map(({ host }) => host)).toEqual(['hv01', 'hv02', 'hv03']);
    expect(vms).toMatchObject({ total: 11, known: 8 });
  });
});

test.afterAll(() => programs?.stop());

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${programs.appUrl}${path}`);
  await isAlive(page);
}

const rowOf = (page: Page, table: string, name: string) =>
  page
    .getByRole('table', { name: table })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
const hostsTable = 'Clocks of hosts, the furthest off first';
const vmsTable = 'Clocks of VMs, the furthest off first';

test('a host that is 40 s ahead is named worst, and its guests are right against it and wrong against NTP', async ({ page }) => {
  await open(page, '/clocks');
  await expect(page.locator('dl[aria-label="Clocks in numbers"]')).toContainText('8 of 11');
  const first = page.getByRole('table', { name: hostsTable }).getByRole('rowheader').first();
  await expect(first).toHaveText('hv02');
  const host = rowOf(page, hostsTable, 'hv02');
  await expect(host).toContainText('+40.0 s');
  await expect(host).toContainText('off by more than 1 s');
  await expect(host).toContainText('ntp1.example');

  const guest = rowOf(page, vmsTable, 'db-1');
  await expect(guest.locator('[data-band]').nth(0)).toHaveAttribute('data-band', 'outside');
  await expect(guest.locator('[data-band]').nth(0)).toContainText('+40.0 s');
  await expect(guest.locator('[data-band]').nth(1)).toHaveAttribute('data-band', 'inside');
  await expect(guest.locator('[data-band]').nth(1)).toContainText('−3.00 µs');
  await expect(guest.locator('[data-chain]')).toHaveAttribute('data-chain', 'vm,host,ntp');
});

test('what is furthest off for certain leads, by the time of its write alone where no daemon says more', async ({ page }) => {
  await open(page, '/clocks');
  await expect(page.locator('dl[aria-label="Clocks in numbers"]')).toContainText('−3.00 h');
  const row = rowOf(page, vmsTable, 'batch-1');
  await expect(row).toContainText('by timestamp only');
  await expect(row).toContainText('no daemon');
});

test('what cannot be known is said in words: silent VMs, hosts without an answer, beacons that stand still', async ({ page }) => {
  await open(page, '/clocks');
  const silent = page.locator('[data-silent]');
  await expect(silent).toContainText('The clocks of 3 VMs cannot be known');
  await expect(silent.getByRole('link')).toHaveAttribute('href', '/beacon');
  const host = rowOf(page, hostsTable, 'hv03');
  await expect(host).toContainText('no server answered');
  await expect(host).toContainText('asks to be left alone (RATE)');
  const stale = rowOf(page, vmsTable, 'mail-1');
  await expect(stale).toContainText(/stale, 1\dm/);
  await expect(stale.locator('[data-band]').nth(0)).toHaveAttribute('data-band', 'none');
  await expect(rowOf(page, hostsTable, 'hv01')).toContainText('1 of 3 servers fails');
});

test('the host in the address leaves its VMs, and a VM leads to its own page', async ({ page }) => {
  await open(page, '/clocks');
  await page.getByLabel('Host', { exact: true }).selectOption('hv02');
  await expect(page).toHaveURL(/\/clocks\?host=hv02$/);
  await expect(page.getByRole('table', { name: vmsTable }).getByRole('rowheader')).toHaveCount(4);
  await page.reload();
  await isAlive(page);
  await expect(page.getByRole('table', { name: vmsTable }).getByRole('rowheader')).toHaveCount(4);
  await page.goBack();
  await expect(page.getByRole('table', { name: vmsTable }).getByRole('rowheader')).toHaveCount(9);
  await open(page, '/clocks?host=hv02');
  await page.getByRole('link', { name: 'db-1', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/vms/${clockVmId(2, 1)}$`));
  const card = page.getByTestId('vm-clock');
  await expect(card.locator('[data-band]').nth(0)).toContainText('+40.0 s');
  await expect(card.locator('[data-band]').nth(1)).toContainText('−3.00 µs');
  await expect(card.locator('[data-chain]')).toHaveAttribute('data-chain', 'vm,host,ntp');
  const beacon = page.getByTestId('beacon');
  await expect(beacon).toContainText('f8b3781b-1e82-4818-a1c3-63d806ec15bb');
  await expect(beacon).toContainText('95% of 511 GiB');
  await expect(page.getByRole('slider', { name: 'Clock offset' })).toBeVisible();
});

test('a VM without a beacon says that its clock cannot be seen, and a host which servers it asked', async ({ page }) => {
  await open(page, `/vms/${clockVmId(1, 5)}`);
  await expect(page.getByTestId('vm-clock')).toContainText('This guest has no beacon: the host cannot see its clock.');
  await expect(page.getByTestId('vm-clock').getByRole('link')).toHaveAttribute('href', '/beacon');
  await open(page, '/hosts/hv01');
  const servers = page.getByRole('table', { name: 'NTP servers that the host asked, and what they answered' });
  await expect(servers.getByRole('row', { name: /ntp1\.example/ })).toContainText('answered, used');
  await expect(servers.getByRole('row', { name: /old\.example/ })).toContainText('no answer in time');
});

test('a host that nobody knows is no error, and the way back is there', async ({ page }) => {
  await open(page, '/clocks?host=nowhere');
  await expect(page.getByText('No host is called nowhere.')).toBeVisible();
  await page.getByRole('button', { name: 'All hosts' }).click();
  await expect(rowOf(page, hostsTable, 'hv02')).toBeVisible();
});

test('nothing scrolls sideways on a phone, in either language', async ({ page, context }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const locale of ['en', 'ru']) {
    await prefer(context, programs.appUrl, { locale });
    for (const path of ['/clocks', `/vms/${clockVmId(2, 1)}`, '/hosts/hv01']) {
      await open(page, path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(over, `${locale} ${path}`).toBeLessThanOrEqual(0);
    }
  }
});
