import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { apiHandover } from '../lib/model/api/handover.ts';
import { firstLoadBytes } from './support/first-load.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { alertTurns, makeAlert, writeAlerts } from './support/write-alerts.ts';

let programs: Programs;
const minute = 60_000;
const hour = 60 * minute;
const hostile = '<img src=x onerror=alert(1)>\n- all is well\u202e';

test.use({ locale: 'en-GB', timezoneId: 'UTC' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  // The store is the only thing between the programs: what stands in it is the shift.
  await programs.stopOne('collectors', 'SIGTERM');
  const now = Date.now();
  const open = makeAlert('web-1', { firingAt: now - 3 * hour });
  const evil = makeAlert('evil', { summary: hostile, severity: 'warning', firingAt: now - 30 * hour });
  const mine = makeAlert('db-7', { rule: 'HvitalsKvpDaemonMissing', severity: 'warning', firingAt: now - 2 * hour });
  const gone = makeAlert('mail-2', { rule: 'HvitalsHostClockBad' });
  const older = makeAlert('file-3', { rule: 'HvitalsHostClockBad' });
  await writeAlerts(programs.directory, {
    upserts: [open, evil, mine, makeAlert('waiting', { status: 'pending', firingAt: undefined })],
    events: [
      alertTurns(open, 'firing', now - 3 * hour),
      alertTurns(mine, 'firing', now - 2 * hour),
      alertTurns(gone, 'firing', now - 6 * hour),
      alertTurns(gone, 'resolved', now - 5.5 * hour),
      alertTurns(gone, 'firing', now - 5 * hour),
      alertTurns(gone, 'resolved', now - 4.5 * hour),
      alertTurns(older, 'firing', now - 20 * hour),
      alertTurns(older, 'resolved', now - 19 * hour),
    ],
    acks: [{ fingerprint: 'db-7', by: 'Ann', note: 'the package comes tonight', at: now - hour }],
  });
});

test.afterAll(() => programs?.stop());

async function open(page: Page, search = ''): Promise<void> {
  await page.goto(`${programs.appUrl}/handover${search}`);
  await isAlive(page);
}
const number = (page: Page, name: string) => page.locator(`[data-number="${name}"]`);

test('each alert of the shift stands in one section, and the numbers add up', async ({ page }) => {
  await open(page);
  const rows = page.getByTestId('handover-open').locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toContainText('Heartbeat lost: web-1');
  await expect(rows.nth(0)).toContainText('fires, and nobody has acknowledged it');
  await expect(rows.nth(2)).toContainText('acknowledged by Ann: the package comes tonight');
  const passed = page.getByTestId('handover-passed');
  await expect(passed).toContainText('HvitalsHostClockBad');
  await expect(passed).toContainText('fired 2 times');
  await expect(passed).toContainText('mail-2');
  await expect(passed).not.toContainText('file-3');
  await expect(page.getByTestId('handover-deeds')).toContainText('Ann acknowledged: HvitalsKvpDaemonMissing · db-7');
  const [before, began, ended] = await Promise.all(
    ['before', 'began', 'ended'].map(async (name) => Number(await number(page, name).innerText())),
  );
  expect([before, began, ended]).toEqual([1, 4, 2]);
  await expect(number(page, 'waiting')).toHaveText('2');
});

test('the shift may have another length, by the address', async ({ page }) => {
  await open(page, '?hours=24');
  await expect(page.getByTestId('handover-passed')).toContainText('file-3');
  await page.getByRole('link', { name: '8 h' }).click();
  await expect(page).toHaveURL(/hours=8/);
  await expect(page.getByTestId('handover-passed')).not.toContainText('file-3');
  await open(page, '?hours=-1&hours[]=x');
  await expect(page.getByRole('link', { name: '12 h' })).toHaveAttribute('aria-current', 'true');
  const answer = await fetch(`${programs.appUrl}/api/v1/handover?hours=24`);
  expect(apiHandover.parse(await answer.json())).toMatchObject({ hours: 24, numbers: { began: 5, ended: 3, firing: 3 } });
});

test('it can be taken along as text, in which no guest makes a line of its own', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await page.getByRole('button', { name: 'Copy as text' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^Handover: .*\n3 fire, 2 of them wait/);
  expect(text).toContain('- [Critical] Heartbeat lost: web-1 (3h): fires, and nobody has acknowledged it');
  expect(text).toContain('HvitalsHostClockBad: 1 alert, fired 2 times, 1h in all (mail-2)');
  expect(text).not.toContain('\u202e');
  expect(text.split('\n')).not.toContain('- all is well');
});

test('on paper there is the page and nothing around it, and it is no wider', async ({ page, context }) => {
  await prefer(context, programs.appUrl, { theme: 'dark' });
  await page.setViewportSize({ width: 760, height: 1_000 });
  await open(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByTestId('handover-open').getByText('3h')).toBeInViewport();
  const [over, background] = await page.evaluate(() => [
    document.documentElement.scrollWidth - document.documentElement.clientWidth,
    getComputedStyle(document.documentElement).getPropertyValue('--hv-surface'),
  ]);
  expect([over, background]).toEqual([0, '#fff']);
  const tables = await page.locator('table').evaluateAll((all) => all.map((one) => one.scrollWidth <= innerWidth));
  expect(tables).not.toContain(false);
});

test('the overview has it in one line, and the way to it is in the jump palette', async ({ page }) => {
  await page.goto(programs.appUrl);
  await isAlive(page);
  const card = page.getByTestId('handover-card');
  await expect(card).toContainText('3 still open, 2 of them wait for somebody');
  await expect(card).toContainText('1 came and went');
  await card.getByRole('link', { name: 'Handover' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Handover' })).toBeVisible();
  await page.goto(programs.appUrl);
  await isAlive(page);
  await page.keyboard.press('/');
  // The palette is loaded when it is first asked for; what is typed before goes nowhere.
  await page.getByRole('combobox').fill('handover');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/handover$/);
});

for (const [theme, locale] of [
  ['light', 'en'],
  ['dark', 'ru'],
] as const) {
  test(`it has no fault that axe finds (${theme}), fits a phone, and is small`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { theme, locale });
    await open(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
    await expect(page.locator('main img')).toHaveCount(0);
    expect(await firstLoadBytes(`${programs.appUrl}/handover`)).toBeLessThan(250 * 1_024);
  });
}

test('an alert that ends goes from open to what came and went without a reload', async ({ page }) => {
  await open(page);
  await writeAlerts(programs.directory, {
    gone: ['web-1'],
    events: [alertTurns(makeAlert('web-1'), 'resolved', Date.now())],
  });
  await expect(page.getByTestId('handover-open').locator('tbody tr')).toHaveCount(2);
  await expect(page.getByTestId('handover-passed')).toContainText('web-1');
});
