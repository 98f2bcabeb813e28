import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { firstLoadBytes } from './support/first-load.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

let programs: Programs;

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 2, seed: 7 } });
});
test.afterAll(async () => {
  await programs?.stop();
});

for (const theme of ['light', 'dark'] as const) {
  test(`opens what the address names, shows its types, and has no fault that axe finds (${theme})`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { locale: 'en', theme });
    await page.goto(`${programs.appUrl}/api/docs#op-makeSilence`);
    await isAlive(page);
    const operation = page.locator('#op-makeSilence');
    await expect(operation.getByRole('button', { name: /POST \/api\/v1\/silences Make a silence operator/ })).toBeVisible();
    await expect(operation.getByText("-H 'x-hvitals-request: 1'")).toBeVisible();
    await expect(operation).toBeInViewport();
    await operation.getByRole('link', { name: 'OneSilence' }).click();
    await expect(page.locator('#type-OneSilence').getByRole('link', { name: 'Silence', exact: true })).toBeInViewport();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
}

test('finds operations by their words, and says where none fits', async ({ page, context }) => {
  await prefer(context, programs.appUrl, { locale: 'en' });
  await page.goto(`${programs.appUrl}/api/docs`);
  await isAlive(page);
  const filter = page.getByRole('searchbox', { name: 'Find an operation' });
  await filter.fill('GET history');
  await expect(page.getByText('1 operation', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /GET \/api\/v1\/history/ }).click();
  await expect(page.getByText('At most 40 series')).toBeVisible();
  await filter.fill('nothing of this kind');
  await expect(page.getByText('No operation fits.')).toBeVisible();
});

test('is made of the document that it offers, is found by the jump palette, and is small', async ({ page, context }) => {
  await prefer(context, programs.appUrl, { locale: 'en' });
  await page.goto(programs.appUrl);
  await isAlive(page);
  await page.keyboard.press('/');
  await page.getByRole('combobox').fill('API');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/api\/docs$/);
  const href = await page.getByRole('link', { name: 'OpenAPI document' }).getAttribute('href');
  const document = (await (await fetch(`${programs.appUrl}${href}`)).json()) as { paths: Record<string, object> };
  const count = Object.values(document.paths).flatMap((methods) => Object.keys(methods)).length;
  await expect(page.getByText(`${count} operations`, { exact: true })).toBeVisible();
  expect(await firstLoadBytes(`${programs.appUrl}/api/docs`)).toBeLessThan(250 * 1_024);
});
