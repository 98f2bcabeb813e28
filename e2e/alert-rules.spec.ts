import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { openAlertStore } from '../lib/store/sqlite-alerts.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

let programs: Programs;
const files = () => join(programs.directory, 'rules');

test.use({ locale: 'en-GB', timezoneId: 'UTC' });

const rule = (name: string, more: string) =>
  `- { name: ${name}, series: hvitals_scrape_interval_seconds, ${more}, severity: info, summary: '{{ $labels.host }}' }\n`;
/** True of every scrape that there is, and of none. */
const always = rule('SiteAlways', "where: ['collector=\"vm\"'], op: '>', threshold: 0, runbook: 'https://wiki.example.com/a b'");
const never = rule('SiteNever', "op: '<', threshold: 0, for: 1h");
const write = (name: string, ...rules: readonly string[]) => writeFile(`${files()}-${name}.yaml`, `rules:\n${rules.join('')}`);

test.beforeAll(async () => {
  programs = await startPrograms({
    demo: { hosts: 2, vmsPerHost: 5 },
    alerting: { ruleFiles: ['rules-*.yaml'], evaluateEverySeconds: 1, disable: ['HvitalsDaemonLate'] },
  });
  await write('a', always, never);
});

test.afterAll(() => programs?.stop());

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`${programs.appUrl}/alerts/rules${query}`);
  await isAlive(page);
}
const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

test('a file that is written while hvitals runs is in force soon, beside the shipped rules', async ({ page }) => {
  await open(page, '?q=Site');
  await expect(row(page, 'SiteAlways')).toContainText('2 fire', { timeout: 20_000 });
  await expect(row(page, 'SiteAlways')).toContainText('rules-a.yaml:2');
  await expect(row(page, 'SiteAlways')).toContainText('hvitals_scrape_interval_seconds, collector = "vm" is above 0');
  await expect(row(page, 'SiteAlways').getByRole('link', { name: 'wiki.example.com/a b' })).toHaveAttribute('rel', 'noreferrer');
  await expect(row(page, 'SiteNever')).toContainText('inactive');
  await expect(row(page, 'SiteNever')).toContainText('1h');
  await open(page);
  await expect(row(page, 'HvitalsHostUnreachable')).toContainText('hvitals_scrape_success{collector="vm"} == 0');
  await expect(row(page, 'HvitalsHostUnreachable')).toContainText('runbooks/host-unreachable.md');
  await expect(row(page, 'HvitalsHeartbeatLost')).toContainText('Finding: ');
  await expect(page.getByText(/Judged every 1s, the last time at most/)).toBeVisible();
  await expect(row(page, 'HvitalsDaemonLate')).toHaveCount(0);
});

test('what stands in the URL is what shows, and the keyboard gets everywhere', async ({ page }) => {
  await open(page, '?state=firing&source=user');
  await expect(page.getByRole('row')).toHaveCount(2);
  const filter = page.getByRole('searchbox');
  await filter.fill('nothing like this');
  await expect(page.getByText('No rule fits the filter.')).toBeVisible();
  await expect(page).toHaveURL(/q=nothing/);
  await page.getByRole('button', { name: 'Clear' }).click();
  await filter.fill('Site');
  await expect(page.getByRole('row')).toHaveCount(3);
  await filter.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'SiteAlways' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'SiteNever' })).toBeFocused();
  await expect(page).toHaveURL(/q=Site/);
  const tabs = page.getByRole('navigation', { name: 'Alerts and their rules' });
  await tabs.getByRole('link', { name: 'Active alerts' }).click();
  await expect(page.getByTestId('alerts-firing').getByText('SiteAlways', { exact: true })).toBeVisible();
  await tabs.getByRole('link', { name: 'Rules' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Alert rules' })).toBeVisible();
});

test('a mistake is named with file, line and what would be valid, and goes when it is mended; rules stay as they were', async ({
  page,
}) => {
  await open(page, '?q=Site');
  await write('b', never.replace('SiteNever', 'SiteAlways'), rule('SiteOdd', "op: '<', threshold: 0, for: soon"));
  const notice = page.getByTestId('rules-rejected');
  await expect(notice).toContainText('Changed rules are not in force', { timeout: 20_000 });
  await expect(notice).toContainText('SiteAlways is the name of another rule already, in rules-a.yaml line 2');
  await expect(notice).toContainText('rules-b.yaml:3');
  await expect(notice).toContainText('must be a duration such as 90s');
  await expect(row(page, 'SiteAlways')).toContainText('2 fire');
  await expect(row(page, 'SiteOdd')).toHaveCount(0);
  await open(page);
  await expect(row(page, 'HvitalsRulesRejected')).toContainText('1 fires');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await rm(`${files()}-b.yaml`);
  await expect(notice).toHaveCount(0, { timeout: 20_000 });
  await expect(row(page, 'HvitalsRulesRejected')).toContainText('inactive');
});

for (const [theme, locale] of [
  ['light', 'en'],
  ['dark', 'ru'],
] as const) {
  test(`it has no fault that axe finds (${theme}), and fits a phone`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { theme, locale });
    await open(page);
    await expect(row(page, 'SiteAlways')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
}

test('where nobody judges the rules any more the page says so', async ({ page }) => {
  await programs.stopOne('collectors', 'SIGTERM');
  const store = await openAlertStore(join(programs.directory, 'data', 'hvitals.db'), 'collectors');
  await store.commitAlerts({ upserts: [], gone: [], events: [], notifications: [], evaluatedAt: Date.now() - 600_000 });
  await store.close();
  await open(page);
  await expect(page.getByText(/The rules have not been judged for 10m/)).toBeVisible();
  await programs.startOne('collectors');
});
