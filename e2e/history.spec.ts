import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { apiHistory } from '../lib/model/api/history.ts';
import { apiVms } from '../lib/model/api/vms.ts';
import { eventually } from './support/eventually.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { writeDay } from './support/write-day.ts';

const minute = 60_000;
const hour = 60 * minute;

let programs: Programs;
let vmId = '';

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 4, seed: 3 } });
  await eventually('VMs are there', 30_000, async () => {
    const { vms } = apiVms.parse(await (await fetch(`${programs.appUrl}/api/v1/vms`)).json());
    vmId = vms.find(({ level }) => level === 'ok')?.vmId ?? '';
    expect(vmId).not.toBe('');
  });
  await writeDay(programs.directory, vmId, Date.now());
});

test.afterAll(() => programs?.stop());

const states = (page: Page) => page.getByRole('slider', { name: 'States over time' });
/** The page has other cards with a legend, a span and a table of their own. */
const section = (page: Page) => page.getByRole('region', { name: 'History' });
const openVm = async (page: Page, search = '') => {
  await page.goto(`${programs.appUrl}/vms/${vmId}${search}`);
  await expect(states(page)).toBeVisible();
};

test('a day is drawn as it was: trouble by its word, one lost heartbeat, a gap', async ({ page }) => {
  await openVm(page);
  const legend = section(page).getByRole('list', { name: 'Legend' }).first();
  for (const word of ['Running', 'OK', 'No contact', 'Lost communication', 'Disabled']) {
    await expect(legend.getByText(word, { exact: true })).toBeVisible();
  }
  await expect(page.locator('canvas')).toHaveCount(1);
});

test('from the overview to the heartbeat of one moment without a mouse', async ({ page }) => {
  await page.goto(`${programs.appUrl}/vms`);
  await page.locator(`a[href="/vms/${vmId}"]`).first().focus();
  await page.keyboard.press('Enter');
  await expect(states(page)).toBeVisible();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await states(page).evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(states(page)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(states(page)).toHaveAttribute('aria-valuetext', /Heartbeat: OK/);
  await expect(states(page)).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(states(page)).toHaveAttribute('aria-valuenow', '10');
  await page.keyboard.press('+');
  await expect(page).toHaveURL(/from=.*to=/);
  await page.goBack();
  await expect(page).not.toHaveURL(/from=/);
});

test('a drag zooms all charts, the URL keeps it, and going back zooms out', async ({ page }) => {
  await openVm(page);
  await states(page).scrollIntoViewIfNeeded();
  const box = await states(page).boundingBox();
  if (box === null) throw new Error('The chart has no place.');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 20, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=[^&]+&to=/);
  const zoomed = new URL(page.url()).search;
  const from = Date.parse(new URLSearchParams(zoomed).get('from') ?? '');
  const to = Date.parse(new URLSearchParams(zoomed).get('to') ?? '');
  expect((to - from) / hour).toBeCloseTo(6, 0);
  await page.reload();
  await expect(page.getByTestId('fixed-range')).toBeVisible();
  await page.goBack();
  await expect(section(page).getByRole('button', { name: '24 h' })).toHaveAttribute('aria-pressed', 'true');
});

test('every chart is a table too, and a file', async ({ page }) => {
  await openVm(page, '?range=6h');
  await section(page).getByRole('button', { name: 'Table' }).first().click();
  const table = page.getByRole('table', { name: 'States over time' });
  await expect(table.getByText('No contact').first()).toBeVisible();
  await expect(table.getByText('Data exchange (KVP)').first()).toBeVisible();
  const href = await section(page).getByRole('link', { name: 'CSV' }).first().getAttribute('href');
  const answer = await fetch(`${programs.appUrl}${href}`);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  const lines = (await answer.text()).split('\r\n');
  expect(lines[0]).toContain('hvitals_vm_heartbeat_status');
  expect(lines.length).toBeGreaterThan(600);
});

test('a time without samples says so, and garbage in the URL shows the usual day', async ({ page }) => {
  await page.goto(`${programs.appUrl}/vms/${vmId}?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z`);
  await expect(page.getByText('No history in this time').first()).toBeVisible();
  await openVm(page, '?range=forever&from=x');
  await expect(section(page).getByRole('button', { name: '24 h' })).toHaveAttribute('aria-pressed', 'true');
});

test('what is scraped now joins the past within minutes, and a host has its own history', async ({ page }) => {
  const from = new Date(Date.now() - 2 * minute).toISOString();
  const url = `${programs.appUrl}/api/v1/history?subject=host:hv01&series=hvitals_scrape_success{collector="heartbeat"}&from=${from}&step=15`;
  await eventually('the running minute is written', 100_000, async () => {
    const history = apiHistory.parse(await (await fetch(url)).json());
    expect(history.series[0]?.last).toContain(1);
  });
  await page.goto(`${programs.appUrl}/hosts/hv01`);
  await expect(page.getByRole('slider', { name: 'Scrape outcomes' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Legend' }).first().getByText('Unreachable')).toBeVisible();
  await expect(page.locator('canvas')).toHaveCount(2);
});

test('history that cannot be had is told, and comes back by itself', async ({ page }) => {
  await page.route('**/api/v1/history**', (route) => route.fulfill({ status: 503, body: '{}' }));
  await page.goto(`${programs.appUrl}/vms/${vmId}`);
  await expect(page.getByText('History could not be read').first()).toBeVisible();
  await page.unroute('**/api/v1/history**');
  await expect(states(page)).toBeVisible({ timeout: 20_000 });
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing for axe to complain about in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await openVm(page);
    const { violations } = await new AxeBuilder({ page }).include('section[aria-labelledby="history"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
}
