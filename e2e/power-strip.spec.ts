import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { eventually } from './support/eventually.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { addEvents, powerEvent, powerVmId, writePower } from './support/write-power.ts';

let programs: Programs;

test.use({ locale: 'en-GB', timezoneId: 'UTC' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  // The store is the only thing between the programs: what stands in it is the fleet.
  await programs.stopOne('collectors', 'SIGTERM');
  await writePower(programs.directory, Date.now());
  await eventually('the app has the story', 15_000, async () => {
    const answer = await fetch(`${programs.appUrl}/api/v1/vms/${powerVmId(1)}/power`);
    expect(((await answer.json()) as { readonly events?: readonly unknown[] }).events).toHaveLength(5);
  });
});

test.afterAll(() => programs?.stop());

const strip = (page: Page) => page.getByTestId('power-strip');
const states = (page: Page) =>
  strip(page)
    .locator('[data-state]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-state')));
const hosts = (page: Page) =>
  strip(page)
    .locator('[data-host]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-host')));

async function open(page: Page, vm: number): Promise<void> {
  await page.goto(`${programs.appUrl}/vms/${powerVmId(vm)}`);
  await isAlive(page);
  await expect(strip(page).locator('[data-state]').first()).toBeVisible();
}

test('a day of a VM: what it was, where it ran, and what happened', async ({ page }) => {
  await open(page, 1);
  expect(await states(page)).toEqual(['running', 'off', 'running', 'unknown', 'running']);
  expect(await hosts(page)).toEqual(['hv01', 'hv02']);
  for (const sign of ['dirty', 'start', 'move', 'crash', 'reset']) {
    await expect(strip(page).locator(`[data-mark="${sign}"]`)).toHaveCount(1);
  }
  const told = page.getByTestId('strip-readout');
  await strip(page).locator('[data-mark="move"]').hover();
  await expect(told).toContainText('Migration (Live): Finished');
  await expect(told).toContainText('hv01 → hv02');
  await expect(told).toContainText('blackout 420ms');
  await strip(page).locator('[data-mark="dirty"]').hover();
  await expect(told).toContainText('whether it was meant is not known');
  await strip(page).locator('[data-state="unknown"]').hover();
  await expect(told).toContainText('The event log lost records');
});

test('the keyboard goes from one to the next, and what is focused is told', async ({ page }) => {
  await open(page, 1);
  const group = strip(page).getByRole('group', { name: /Power and moves of the last 24 hours/ });
  await strip(page).getByRole('button', { name: '7 days' }).focus();
  await page.keyboard.press('Tab');
  const focused = group.locator('button:focus');
  await expect(focused).toHaveAttribute('aria-label', /^Reset from the host/);
  await page.keyboard.press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-label', /^Guest crashed, .*not expected.*a Linux panic/);
  await expect(page.getByTestId('strip-readout')).toContainText('Guest crashed');
  await page.keyboard.press('Home');
  await expect(focused).toHaveAttribute('aria-label', /^Turned off/);
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('data-state', /running|off/);
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveAttribute('data-host', 'hv01');
  await page.keyboard.press('End');
  await expect(focused).toHaveAttribute('aria-label', /^On hv02, since/);
  await page.keyboard.press('Tab');
  await expect(group.locator('button:focus')).toHaveCount(0);
});

test('a week, and the same as a table', async ({ page }) => {
  await open(page, 1);
  await strip(page).getByRole('button', { name: '7 days' }).click();
  await expect(strip(page).locator('[data-mark="stop"]')).toHaveCount(1);
  await strip(page).getByRole('button', { name: 'Table' }).click();
  const table = strip(page).getByRole('table', { name: 'Power and moves, newest first' });
  for (const text of ['Shut down by its guest', 'Guest crashed', 'On hv01', 'Migration (Live): Finished', 'Not known'])
    await expect(table.getByRole('row').filter({ hasText: text }).first()).toBeVisible();
});

test('nothing happened, and nobody reads the log, are two things', async ({ page }) => {
  await open(page, 2);
  await expect(strip(page)).toContainText('Nothing happened in the last 24 hours.');
  expect(await states(page)).toEqual(['running']);
  await open(page, 3);
  await expect(strip(page)).not.toContainText('Nothing happened');
  await expect(strip(page)).toContainText('The event logs of hv03 are not read now');
  expect(await states(page)).toEqual(['running']);
});

test('what happens now shows up by itself; what cannot be had says so', async ({ page }) => {
  await open(page, 2);
  const saved = powerEvent('hv01', 'saved', Date.now() - 3_600_000, { vmId: powerVmId(2) });
  await addEvents(programs.directory, [saved]);
  await expect(strip(page).locator('[data-mark="save"]')).toHaveCount(1, { timeout: 15_000 });
  await page.route('**/power?range=7d', (route) => route.fulfill({ status: 500, body: '{}' }));
  await strip(page).getByRole('button', { name: '7 days' }).click();
  await expect(strip(page).locator('[data-state="error"]')).toBeVisible();
});

test('nothing scrolls sideways on a phone, and axe finds no fault', async ({ page, context }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const locale of ['en', 'ru']) {
    await prefer(context, programs.appUrl, { locale, theme: locale === 'ru' ? 'dark' : 'light' });
    await open(page, 1);
    for (const asTable of [false, true]) {
      if (asTable) await strip(page).locator('button[aria-pressed]').first().click();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(over, locale).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).include('[data-testid="power-strip"]').analyze();
      expect
        .soft(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`),
          locale,
        )
        .toEqual([]);
    }
  }
});
