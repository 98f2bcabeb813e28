import { createHash } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

let programs: Programs;

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 2, seed: 7 } });
});
test.afterAll(async () => {
  await programs?.stop();
});
test.beforeEach(async ({ page, context }) => {
  await prefer(context, programs.appUrl, { locale: 'en' });
  await page.goto(`${programs.appUrl}/beacon`);
  await isAlive(page);
});

test('offers both scripts, with the hashes of what it serves', async ({ page }) => {
  for (const file of ['hvitals-beacon.sh', 'hvitals-beacon.ps1']) {
    const href = await page.getByRole('link', { name: `Download ${file}` }).getAttribute('href');
    const answer = await fetch(`${programs.appUrl}${href}`);
    expect(answer.status).toBe(200);
    const hash = createHash('sha256')
      .update(Buffer.from(await answer.arrayBuffer()))
      .digest('hex');
    await expect(page.getByText(hash, { exact: true })).toBeVisible();
  }
});

test('gives the commands of the chosen system, for this app', async ({ page }) => {
  await expect(page.getByText(`${programs.appUrl}/beacon/hvitals-beacon.sh`)).toBeVisible();
  await expect(page.getByText('Copy-VMFile')).toBeVisible();
  await page.getByText('FreeBSD', { exact: true }).first().click();
  await expect(page.getByText('Copy-VMFile')).toHaveCount(0);
  await page.getByText('Windows', { exact: true }).last().click();
  await expect(page.getByText(`${programs.appUrl}/beacon/hvitals-beacon.ps1`)).toBeVisible();
});

test('is found by the jump palette', async ({ page }) => {
  await page.goto(programs.appUrl);
  await isAlive(page);
  await page.keyboard.press('/');
  await page.getByRole('combobox').fill('beacon');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/beacon$/);
});
