import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import type { ApiAlerts } from '../lib/model/api/alerts.ts';
import type { ApiSilences } from '../lib/model/api/silences.ts';
import type { ApiVms } from '../lib/model/api/vms.ts';
import { eventually } from './support/eventually.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { makeAlert, putAlerts } from './support/write-alerts.ts';

let programs: Programs;
const hostile = '<img src=x onerror=alert(1)>"\u202e';

test.use({ locale: 'en-GB', timezoneId: 'Europe/Oslo' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  await eventually('the VM has been read', 30_000, async () => expect((await read<ApiVms>('vms')).vms).toHaveLength(1));
  await programs.stopOne('collectors', 'SIGTERM');
  const { groups } = await read<ApiAlerts>('alerts');
  const alerts = [
    makeAlert('web-1', { placed: { host: 'hv01', site: 'north' } }),
    makeAlert(hostile, { summary: `Heartbeat lost: ${hostile}` }),
    makeAlert('clock', { rule: 'HvitalsHostClockBad', severity: 'warning' }),
  ];
  await putAlerts(
    programs,
    alerts,
    groups.flatMap((group) => group.alerts.map(({ fingerprint }) => fingerprint)),
  );
});

test.afterAll(() => programs?.stop());

test.beforeEach(({ page }) => page.addInitScript(() => localStorage.setItem('hvitals-name', 'Ann')));

async function open(page: Page, query = ''): Promise<void> {
  await page.goto(`${programs.appUrl}/silences${query}`);
  await isAlive(page);
}
const dialog = (page: Page) => page.getByRole('dialog');
const silences = async () => (await read<ApiSilences>('silences')).silences;

async function read<Answer>(resource: string): Promise<Answer> {
  return (await (await fetch(`${programs.appUrl}/api/v1/${resource}`)).json()) as Answer;
}

test('a silence is made with matchers that are offered, and says at each change what it hits', async ({ page }) => {
  await open(page);
  await expect(page.getByText('Nothing is silenced')).toBeVisible();
  await page.getByRole('button', { name: 'New silence' }).click();
  await expect(dialog(page).getByTestId('hits')).toContainText('Name a label');
  // Labels of alerts, and of targets, which are read when the dialog comes.
  for (const name of ['alertname', 'vm', 'host']) {
    await expect(dialog(page).locator('datalist').first().locator(`option[value=${name}]`)).toHaveCount(1);
  }
  await dialog(page).getByLabel('Label 1').fill('alertname');
  await dialog(page).getByLabel('Value 1').fill('HvitalsHeartbeatLost');
  await expect(dialog(page).getByTestId('hits')).toContainText('Hits 2 alerts now');
  await dialog(page).getByRole('button', { name: 'Add matcher' }).click();
  await dialog(page).getByLabel('Label 2').fill('site');
  await dialog(page).getByLabel('Value 2').fill('north');
  await expect(dialog(page).getByTestId('hits')).toContainText('Hits 1 alert now');
  await dialog(page).getByLabel('Comparison 2').selectOption('=~');
  await dialog(page).getByLabel('Value 2').fill('(');
  await expect(dialog(page).getByTestId('hits')).toContainText('cannot be said');
  await dialog(page).getByLabel('Why').fill('Storage move');
  await dialog(page).getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(dialog(page).getByText('A matcher is not valid')).toBeVisible();
  await dialog(page).getByLabel('Value 2').fill('n.*');
  await dialog(page).getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  const active = page.getByRole('region', { name: '1 active' });
  await expect(active).toContainText('Storage move · Ann');
  await expect(active).toContainText('1 alert matches now');
  await expect(active).toContainText('site=~n.*');
});

test('an end before the start is refused at its field, and nothing is made', async ({ page }) => {
  await open(page, `?new=1&matcher=${encodeURIComponent('vm="web-1"')}`);
  await expect(dialog(page).getByLabel('Value 1')).toHaveValue('web-1');
  await dialog(page).getByText('other', { exact: true }).click();
  await dialog(page).getByLabel('Start (Europe/Oslo)').fill('2099-01-02T10:00');
  await dialog(page).getByLabel('End (Europe/Oslo)').fill('2099-01-02T09:00');
  await dialog(page).getByLabel('Why').fill('x');
  await dialog(page).getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(dialog(page).getByText('The end must be after the start.')).toBeVisible();
  await expect(dialog(page).getByLabel('End (Europe/Oslo)')).toHaveAttribute('aria-invalid', 'true');
  expect(await silences()).toHaveLength(1);
  await dialog(page).getByLabel('End (Europe/Oslo)').fill('2099-01-02T11:00');
  await dialog(page).getByRole('button', { name: 'Silence', exact: true }).click();
  const coming = page.getByRole('region', { name: '1 to come' });
  await expect(coming).toContainText('10:00');
  // In the winter Oslo is an hour ahead of UTC.
  expect((await silences())[0]).toMatchObject({ startsAt: Date.UTC(2099, 0, 2, 9), endsAt: Date.UTC(2099, 0, 2, 10) });
  await expect(page).toHaveURL(/\/silences$/);
});

test('what hits everything is asked for twice, in words that say what would happen', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'New silence' }).click();
  await dialog(page).getByLabel('Label 1').fill('alertname');
  await dialog(page).getByLabel('Comparison 1').selectOption('=~');
  await dialog(page).getByLabel('Value 1').fill('.+');
  await expect(dialog(page).getByTestId('hits')).toContainText('it would hit every alert');
  await dialog(page).getByLabel('Why').fill('Fire drill');
  await dialog(page).getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Really every alert?' })).toBeVisible();
  await expect(dialog(page)).toContainText('not of the 3 alerts of now');
  // Back to what was written.
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page).getByLabel('Why')).toHaveValue('Fire drill');
  expect(await silences()).toHaveLength(2);
  await dialog(page).getByRole('button', { name: 'Silence', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Silence everything' }).click();
  await expect(page.getByRole('region', { name: '2 active' })).toContainText('Fire drill');
});

test('a silence is changed and ended, and one that is over can be made again', async ({ page }) => {
  await open(page);
  const drill = page.getByRole('listitem').filter({ hasText: 'Fire drill' });
  await drill.getByRole('button', { name: 'Change' }).click();
  await dialog(page).getByLabel('Why').fill('Long fire drill');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page)).toHaveCount(0);
  const long = page.getByRole('listitem').filter({ hasText: 'Long fire drill' });
  await long.getByRole('button', { name: 'End now' }).click();
  await dialog(page).getByRole('button', { name: 'End now' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByText('Long fire drill')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show 1 that is over' }).click();
  await long.getByRole('button', { name: 'Again' }).click();
  await expect(dialog(page).getByLabel('Why')).toHaveValue('Long fire drill');
});

test('a weekly maintenance window is planned and shown with its next opening', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'New maintenance window' }).click();
  await dialog(page).getByRole('button', { name: 'Plan it' }).click();
  await expect(dialog(page).getByText('It needs a name.')).toBeVisible();
  await dialog(page).getByLabel('Name', { exact: true }).fill('Patch night');
  await dialog(page).getByText('Weekly', { exact: true }).click();
  for (const day of ['Tue', 'Thu']) await dialog(page).getByText(day, { exact: true }).click();
  await dialog(page).getByLabel('Opens at').fill('02:30');
  await dialog(page).getByLabel('Length in minutes').fill('90');
  await expect(dialog(page).getByLabel('Time zone')).toHaveValue('Europe/Oslo');
  await dialog(page).getByLabel('Label 1').fill('site');
  await dialog(page).getByLabel('Value 1').fill('north');
  await expect(dialog(page).getByTestId('openings').getByRole('listitem')).toHaveCount(3);
  await expect(dialog(page).getByTestId('hits')).toContainText('Hits 1 alert now');
  await dialog(page).getByRole('button', { name: 'Plan it' }).click();
  const row = page.locator('[data-window="Patch night"]');
  await expect(row).toContainText('Tue, Thu at 02:30 for 1h 30m, Europe/Oslo');
  await expect(row).toContainText(/Next opening (Tue|Thu)?.*02:30|Open now/);
  await row.getByRole('button', { name: 'Change' }).click();
  await expect(dialog(page).getByLabel('Opens at')).toHaveValue('02:30');
  await dialog(page).getByLabel('Name', { exact: true }).fill('Other night');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await page.locator('[data-window="Other night"]').getByRole('button', { name: 'Delete' }).click();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No maintenance is planned.')).toBeVisible();
});

test('a page of another origin can write nothing, whichever way it tries', async ({ page }) => {
  // A server of its own on another port: another origin, but the same site.
  const { createServer } = await import('node:http');
  const server = createServer((_, response) => void response.setHeader('content-type', 'text/html').end('<p>evil</p>'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const before = await silences();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  const outcomes = await page.evaluate(async (url) => {
    const body = JSON.stringify({
      matchers: ['alertname=~".+"'],
      endsAt: Date.now() + 1e7,
      createdBy: 'evil',
      comment: 'evil',
      confirmed: true,
    });
    const json = { 'content-type': 'application/json' };
    const tries: RequestInit[] = [
      { method: 'POST', body, headers: { ...json, 'x-hvitals-request': '1' } },
      { method: 'POST', body, headers: json },
      { method: 'POST', body, mode: 'no-cors', headers: { 'content-type': 'text/plain' } },
      { method: 'POST', body, mode: 'no-cors' },
    ];
    return Promise.all(
      tries.map((init) =>
        fetch(`${url}/api/v1/silences`, init).then(
          ({ type, status }) => `${type} ${status}`,
          () => 'refused',
        ),
      ),
    );
  }, programs.appUrl);
  expect(outcomes.slice(0, 2)).toEqual(['refused', 'refused']);
  // A form needs no script.
  await page.setContent(
    `<form method="post" enctype="text/plain" action="${programs.appUrl}/api/v1/silences"><input name='{"x":"' value='"}'><button>go</button></form>`,
  );
  const [answer] = await Promise.all([page.waitForResponse('**/api/v1/silences'), page.getByRole('button').click()]);
  expect(answer.status()).toBe(403);
  expect(await silences()).toEqual(before);
  server.close();
});

for (const [theme, locale, name] of [
  ['light', 'en', 'New silence'],
  ['dark', 'ru', 'Новая заглушка'],
] as const) {
  test(`page and dialog have no fault that axe finds (${theme}), and fit a phone`, async ({ page, context }) => {
    await prefer(context, programs.appUrl, { theme, locale });
    await open(page);
    await page.locator('main button[aria-expanded=false]').click();
    const faults = async () => (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    expect(await faults()).toEqual([]);
    await page.getByRole('button', { name }).click();
    await expect(dialog(page)).toBeVisible();
    expect(await faults()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  });
}

test('the page of a VM leads to a silence of its alerts, and hostile names stay text', async ({ page }) => {
  await open(page, `?new=1&matcher=${encodeURIComponent(`vm=${JSON.stringify(hostile)}`)}`);
  await expect(dialog(page).getByTestId('hits')).toContainText('Hits 1 alert now');
  await dialog(page).getByLabel('Why').fill(hostile);
  await dialog(page).getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(page.getByRole('region', { name: '2 active' })).toContainText('<img src=x onerror=alert(1)>');
  await expect(page.locator('main img')).toHaveCount(0);
  const vmId = (await read<ApiVms>('vms')).vms[0]?.vmId ?? '';
  await page.goto(`${programs.appUrl}/vms/${vmId}`);
  await isAlive(page);
  await page.getByRole('link', { name: 'Silence this VM' }).click();
  await expect(dialog(page).getByLabel('Label 1')).toHaveValue('vm_id');
  await expect(dialog(page).getByLabel('Value 1')).toHaveValue(vmId);
});
