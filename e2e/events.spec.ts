import { expect, test } from '@playwright/test';
import { isAlive } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

let programs: Programs;

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 2, vmsPerHost: 20, seed: 7 } });
});

test.afterAll(async () => {
  await programs?.stop();
});

test('what happened is one stream that the URL narrows', async ({ page }) => {
  await page.goto(`${programs.appUrl}/events`);
  const rows = page.getByTestId('events').getByRole('row');
  await expect(rows.filter({ hasText: 'Started' }).first()).toBeVisible({ timeout: 30_000 });
  await isAlive(page);
  await page.getByRole('button', { name: 'Migrations' }).click();
  await expect(page).toHaveURL(/group=migration/);
  await expect(rows.filter({ hasText: 'Migration' }).first()).toBeVisible();
  await expect(rows.filter({ hasText: 'Started' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page).toHaveURL(/\/events$/);
  await expect(rows.filter({ hasText: 'Started' }).first()).toBeVisible();
  const link = rows.filter({ hasText: 'Started' }).first().getByRole('link').first();
  const name = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expect(page.getByTestId('events-card').getByRole('row').nth(1)).toBeVisible();
});

test('a question to which nothing fits says so, and nonsense shows everything', async ({ page }) => {
  await page.goto(`${programs.appUrl}/events?host=nowhere`);
  await expect(page.getByText('Nothing of this kind has happened')).toBeVisible();
  await page.goto(`${programs.appUrl}/events?group=%00&range=x&vm=1`);
  await expect(page.getByTestId('events').getByRole('row').nth(1)).toBeVisible();
});
