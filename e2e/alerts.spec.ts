import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { makeAlert as alert, putAlerts } from './support/write-alerts.ts';

let programs: Programs;
const hostile = '<img src=x onerror=alert(1)>\u202e\u0007{{ $value }}';

test.use({ locale: 'en-GB', timezoneId: 'UTC' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  // The store is the only thing between the programs: what stands in it is the fleet.
  await programs.stopOne('collectors', 'SIGTERM');
  await putAlerts(programs, [
    alert('web-1', {}),
    alert('a', { summary: hostile, labels: { vm: hostile, vm_id: 'x' } }),
    alert('host', {
      rule: 'HvitalsHostUnreachable',
      status: 'pending',
      firingAt: undefined,
      labels: { host: 'hv09', collector: 'vm' },
      summary: 'No reading from hv09',
    }),
  ]);
});

test.afterAll(() => programs?.stop());

async function open(page: Page): Promise<void> {
  await page.goto(`${programs.appUrl}/alerts`);
  await isAlive(page);
}

test('what fires stands above what is pending, one line for each rule, which opens to its alerts', async ({ page }) => {
  await open(page);
  const firing = page.getByTestId('alerts-firing');
  await expect(firing.getByRole('heading', { name: '2 alerts fire' })).toBeVisible();
  await expect(firing.getByText('HvitalsHeartbeatLost', { exact: true })).toBeVisible();
  await expect(firing.getByText('and 1 more')).toBeVisible();
  await expect(page.getByTestId('alerts-pending').getByText('HvitalsHostUnreachable', { exact: true })).toBeVisible();
  await expect(page.getByRole('table')).toHaveCount(0);
  await firing.getByRole('button', { expanded: false }).focus();
  await page.keyboard.press('Enter');
  const table = page.getByRole('table', { name: 'Alerts of HvitalsHeartbeatLost' });
  await expect(table.getByRole('link', { name: 'web-1' })).toHaveAttribute('href', /^\/vms\/a1600000/);
  const pending = page.getByTestId('alerts-pending');
  await pending.getByRole('button', { expanded: false }).click();
  await expect(pending.getByRole('table').getByRole('link', { name: 'hv09' })).toHaveAttribute('href', '/hosts/hv09');
});

test('what a guest calls itself is text and nothing else', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await open(page);
  await page.getByTestId('alerts-firing').getByRole('button', { expanded: false }).click();
  await expect(page.getByRole('table')).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('main img')).toHaveCount(0);
  expect(await page.locator('main').innerText()).not.toContain('\u202e');
  expect(dialogs).toEqual([]);
});

for (const [theme, locale] of [
  ['light', 'en'],
  ['dark', 'ru'],
] as const) {
  test(`opened, it has no fault that axe finds (${theme}), and fits a phone`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { theme, locale });
    await open(page);
    // The groups first, then the rows that they hold.
    for (const closed of [page.locator('main button[aria-expanded=false]'), page.locator('tr button[aria-expanded=false]')]) {
      for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
    }
    await expect(page.locator('main ol').first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
}

test('an alert that goes and one that comes show without a reload', async ({ page }) => {
  await open(page);
  await putAlerts(
    programs,
    [alert('db-7', { rule: 'HvitalsHostClockBad', labels: { host: 'hv02' }, summary: 'Clock of the host is wrong: hv02' })],
    ['web-1', 'a'],
  );
  const firing = page.getByTestId('alerts-firing');
  await expect(firing.getByText('HvitalsHostClockBad', { exact: true })).toBeVisible();
  await expect(firing.getByText('HvitalsHeartbeatLost', { exact: true })).toHaveCount(0);
  await putAlerts(programs, [], ['db-7']);
  await expect(firing.getByText('Nothing fires')).toBeVisible();
});

test.describe('what people do', () => {
  test.describe.configure({ mode: 'serial' });
  const row = (page: Page, fingerprint: string) => page.locator(`tr[data-alert="${fingerprint}"]`);
  const openRows = (page: Page) =>
    page
      .getByTestId('alerts-firing')
      .getByRole('button', { name: /HvitalsHeartbeatLost/, expanded: false })
      .click();
  const dialogOf = (page: Page) => page.getByRole('dialog');

  test.beforeAll(() => putAlerts(programs, [alert('web-1'), alert('mail-22', { placed: { host: 'hv01', site: 'north' } })]));

  test('an acknowledgement asks the name once, shows in another tab without a reload, and is undone', async ({
    page,
    context,
  }) => {
    const other = await context.newPage();
    await open(other);
    await open(page);
    await page.bringToFront();
    await openRows(page);
    await row(page, 'web-1')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    // Without a name nothing is sent.
    await dialogOf(page).getByRole('button', { name: 'Acknowledge' }).click();
    await expect(dialogOf(page).getByText('Say who you are.')).toBeVisible();
    await dialogOf(page).getByLabel('Your name').fill('Ann');
    await dialogOf(page).getByLabel('Note').fill('on it');
    await dialogOf(page).getByRole('button', { name: 'Acknowledge' }).click();
    await expect(row(page, 'web-1').locator('[data-act=acknowledged]')).toContainText('Acknowledged by Ann');
    await expect(row(page, 'web-1')).toContainText('on it');
    await other.bringToFront();
    await openRows(other);
    await expect(row(other, 'web-1').locator('[data-act=acknowledged]')).toContainText('Acknowledged by Ann');
    await row(other, 'web-1')
      .getByRole('button', { name: /^Undo the acknowledgement/ })
      .click();
    await expect(row(other, 'web-1').locator('[data-act=acknowledged]')).toHaveCount(0);
    await page.bringToFront();
    await expect(row(page, 'web-1').locator('[data-act=acknowledged]')).toHaveCount(0);
    // The name is known now: two clicks.
    await row(page, 'web-1')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    await expect(dialogOf(page).getByRole('button', { name: 'Acknowledge' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(row(page, 'web-1').locator('[data-act=acknowledged]')).toBeVisible();
  });

  test('the history of an alert tells who did what', async ({ page }) => {
    await open(page);
    await openRows(page);
    await row(page, 'web-1')
      .getByRole('button', { name: /^History/ })
      .click();
    const lines = page.getByRole('region', { name: 'History of: Heartbeat lost: web-1' }).getByRole('listitem');
    // It fired twice: before it went, and when it came back.
    await expect(lines).toHaveCount(5);
    await expect(lines.nth(1)).toContainText('Acknowledgement taken back · Ann');
    await expect(lines.nth(2)).toContainText('Acknowledged · Ann: on it');
    await expect(lines.nth(3)).toContainText('Fires');
  });

  test('the filter leaves what nobody has acknowledged, and stands in the address', async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: /^Unacknowledged 2$/ }).click();
    await expect(page).toHaveURL(/\?show=unacknowledged$/);
    await openRows(page);
    await expect(row(page, 'web-1')).toHaveCount(0);
    await page.getByRole('searchbox').fill('web');
    await expect(page.getByText('No alert fits this filter.').first()).toBeVisible();
    await page.goto(`${programs.appUrl}/alerts?q=MAIL`);
    await isAlive(page);
    await openRows(page);
    await expect(row(page, 'mail-22')).toBeVisible();
    await expect(row(page, 'web-1')).toHaveCount(0);
  });

  test('a silence is two clicks once the name is known, and says before what it hits', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('hvitals-name', 'Bob'));
    await open(page);
    await openRows(page);
    await row(page, 'mail-22')
      .getByRole('button', { name: /^Silence/ })
      .click();
    await expect(dialogOf(page).getByTestId('hits')).toContainText('Hits 1 alert now');
    await expect(dialogOf(page).getByTestId('hits')).toContainText('Heartbeat lost: mail-22');
    await expect(dialogOf(page).getByRole('button', { name: 'Silence', exact: true })).toBeFocused();
    await dialogOf(page).getByRole('button', { name: 'Silence', exact: true }).click();
    await expect(dialogOf(page)).toHaveCount(0);
    await expect(row(page, 'mail-22').locator('[data-act=silenced]')).toContainText('Silenced until');
    await expect(row(page, 'web-1').locator('[data-act=silenced]')).toHaveCount(0);
  });

  test('a write that the server refuses is said, and what it showed is taken back', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('hvitals-name', 'Bob'));
    await open(page);
    await openRows(page);
    await page.route('**/api/v1/alerts/ack', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'store-full', detail: '', errors: [] }),
      }),
    );
    await row(page, 'mail-22')
      .getByRole('button', { name: /^Acknowledge/ })
      .click();
    await dialogOf(page).getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Nothing was acknowledged.' })).toContainText(
      'The disk of the store is full.',
    );
    await expect(row(page, 'mail-22').locator('[data-act=acknowledged]')).toHaveCount(0);
  });

  test('a group is acknowledged at once', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('hvitals-name', 'Bob'));
    await putAlerts(programs, [alert('db-333'), alert('db-4444')]);
    await open(page);
    await page.getByTestId('alerts-firing').getByRole('button', { name: 'Acknowledge 3 alerts of HvitalsHeartbeatLost' }).click();
    await dialogOf(page).getByRole('button', { name: 'Acknowledge' }).click();
    await expect(page.getByTestId('alerts-firing')).toContainText('4 acknowledged');
  });

  test('what is told to nobody because a receiver fails stands above everything', async ({ page }) => {
    const receiver = { name: 'ops', kind: 'webhook', pending: 2, refused: 0, lastSuccessAt: null, state: 'failing' };
    await page.route('**/api/v1/receivers', (route) =>
      route.fulfill({ json: { revision: 1, receivers: [{ ...receiver, lastError: 'refused <b>', lastErrorAt: Date.now() }] } }),
    );
    await open(page);
    await expect(page.getByRole('status').filter({ hasText: 'A receiver fails' })).toContainText('ops');
    await expect(page.getByTestId('receivers')).toContainText('refused <b>');
    await expect(page.getByTestId('receivers')).toContainText('2 wait');
  });
});
