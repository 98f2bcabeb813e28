import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { ApiVms } from '../lib/model/api/vms.ts';
import { eventually } from './support/eventually.ts';
import { firstLoadBytes } from './support/first-load.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

const budgetBytes = 250 * 1_024;

let programs: Programs;
let vmId = '';

test.use({ locale: 'en-GB' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 3, vmsPerHost: 20, seed: 7 } });
  await eventually('the demo fleet has been read', 60_000, async () => {
    const { vms } = (await (await fetch(`${programs.appUrl}/api/v1/vms`)).json()) as ApiVms;
    expect(vms.length).toBeGreaterThan(30);
    expect(vms.every((vm) => vm.signs.kvp.freshness.readAt !== null)).toBe(true);
    vmId = vms[0]?.vmId ?? '';
  });
});

test.afterAll(async () => {
  await programs?.stop();
});

const at = (path: string) => `${programs.appUrl}${path}`;
const everyPage = () => [
  '/',
  '/hosts',
  '/vms',
  '/clocks',
  '/events',
  '/migrations',
  '/alerts',
  '/alerts/rules',
  '/silences',
  '/silences?new=1&matcher=host%3D%22hv01%22',
  '/handover',
  '/targets',
  '/beacon',
  '/api/docs',
  '/users',
  '/tokens',
  '/wall-links',
  '/audit',
  '/account',
  '/styleguide',
  '/hosts/hv01',
  `/vms/${vmId}`,
  '/hosts/nowhere',
  '/vms/nothing',
];

for (const theme of ['light', 'dark'] as const) {
  test(`has no fault that axe finds (${theme})`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { theme, locale: theme === 'dark' ? 'ru' : 'en' });
    for (const path of everyPage()) {
      await page.goto(at(path));
      await isAlive(page);
      // The style guide shows every part twice, so names in it are not unique.
      const twice = path === '/styleguide' ? ['landmark-unique'] : [];
      const { violations } = await new AxeBuilder({ page }).disableRules(twice).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
      expect.soft(found, path).toEqual([]);
    }
  });
}

test('does not scroll sideways on a phone', async ({ page, context }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const locale of ['en', 'ru']) {
    await prefer(context, programs.appUrl, { locale });
    for (const path of everyPage()) {
      await page.goto(at(path));
      await isAlive(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(over, `${locale} ${path}`).toBeLessThanOrEqual(0);
    }
  }
});

test('loads at most 250 KB of script before anybody does anything', async () => {
  for (const path of [...everyPage(), '/wall']) {
    const bytes = await firstLoadBytes(at(path));
    test.info().annotations.push({ type: path, description: `${Math.round(bytes / 1_024)} KB` });
    expect.soft(bytes, path).toBeLessThanOrEqual(budgetBytes);
  }
});
