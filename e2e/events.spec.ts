import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { apiEvents } from '../lib/model/api/events.ts';
import { eventually } from './support/eventually.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';
import { eventVmId, type MadeUpEvent, writeEventFleet, writeEvents } from './support/write-events.ts';

const hostile = `=</td><img src=x onerror="window.hacked=1">\u202egnp.exe${'-longer'.repeat(30)}`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const acting = /[\u001b\u202e]/;
const minute = 60_000;
const now = Date.now();
const count = 230;

let programs: Programs;

test.use({ locale: 'en-GB', timezoneId: 'UTC' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo: { hosts: 1, vmsPerHost: 1 } });
  // The store is the only thing between the programs: what stands in it is the fleet.
  await programs.stopOne('collectors', 'SIGTERM');
  await writeEventFleet(programs.directory, ['web-1', hostile], now);
  // Pairs of the same time, so that the edge of a page falls between two of them.
  const old = Array.from({ length: count }, (_, n): MadeUpEvent => ({ at: now - 10 * minute - Math.floor(n / 2) * 20 * minute }));
  await writeEvents(programs.directory, [
    ...old,
    {
      at: now - 5 * minute,
      host: 'hv02',
      vmId: eventVmId(2),
      kind: 'guest-crashed',
      severity: 'critical',
      detail: { eventId: 18_590, codes: ['0xDEAD', hostile], reason: hostile },
    },
    { at: now - 6 * minute, vmId: undefined, kind: 'log-reset', severity: 'warning', detail: { channel: 'VMMS', missed: 7 } },
    {
      at: now - 7 * minute,
      vmId: undefined,
      kind: 'log-cleared',
      severity: 'warning',
      host: 'hv02',
      detail: { channel: 'VMMS' },
    },
    { at: now - 8 * minute, kind: 'migration-finished', collector: 'migration', detail: { source: 'job', blackoutSeconds: 0.5 } },
  ]);
  await eventually('the app has the events', 15_000, async () => {
    const answer = await fetch(`${programs.appUrl}/api/v1/events?kind=guest-crashed`);
    expect((await answer.json()).events).toMatchObject([{ vm: hostile }]);
  });
});

test.afterAll(() => programs?.stop());

const card = (page: Page) => page.getByTestId('events');
const events = (page: Page) => card(page).locator('tr[data-event]');
const newest = (page: Page) => card(page).getByRole('button', { name: /\d new/ });

async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${programs.appUrl}${path}`);
  await isAlive(page);
}

test('what happened is one stream by days, that the URL narrows', async ({ page }) => {
  await open(page, '/events');
  // The first page reaches back some 16 hours: how many days that are depends on the hour.
  const { events: listed } = apiEvents.parse(await (await fetch(`${programs.appUrl}/api/v1/events`)).json());
  const days = [...new Set(listed.map(({ at }) => new Date(at).toISOString().slice(0, 10)))];
  const shown = card(page).locator('tbody');
  await expect.poll(() => shown.evaluateAll((all) => all.map((one) => one.getAttribute('data-day')))).toEqual(days);
  await expect(card(page).getByRole('row').nth(1)).toContainText(/^(Today|Yesterday)/);
  await expect(events(page).first()).toContainText(/Guest crashed.*critical/);
  await page.getByRole('button', { name: 'Event logs' }).click();
  await expect(page).toHaveURL(/\/events\?group=log$/);
  await expect(events(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Kind', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Event log cleared' }).check();
  await expect(page).toHaveURL(/group=log&kind=log-cleared$/);
  await expect(events(page)).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page).toHaveURL(/\/events$/);
  await expect(events(page)).toHaveCount(100);
  await events(page).getByRole('link', { name: 'web-1' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('web-1');
  await expect(page.getByTestId('events-card').getByRole('row').nth(1)).toBeVisible();
});

test('a question to which nothing fits says so, and nonsense shows everything', async ({ page }) => {
  await open(page, '/events?host=nowhere');
  await expect(page.getByText('Nothing of this kind has happened')).toBeVisible();
  await open(page, '/events?group=%00&range=x&vm=1&kind=constructor');
  await expect(events(page)).toHaveCount(100);
});

test('a row opens to everything that is known, and hostile text is only text', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await open(page, '/events?kind=guest-crashed');
  const button = events(page).getByRole('button', { name: /^Details: Guest crashed/ });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const details = page.locator(`[id="${await button.getAttribute('aria-controls')}"]`);
  for (const text of ['guest-crashed', '18590', '0xDEAD', 'detail.reason', 'U+202E', eventVmId(2)])
    await expect(details).toContainText(text);
  await expect(details.getByRole('link', { name: 'hv02' })).toHaveAttribute('href', '/hosts/hv02');
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(await page.evaluate(() => document.body.innerText)).not.toMatch(acting);
  await details.getByRole('link', { name: eventVmId(2) }).click();
  await expect(page).toHaveURL(new RegExp(`/vms/${eventVmId(2)}$`));
  expect(complaints).toEqual([]);
});

test('older ones come page by page, each once, and who comes back finds them', async ({ page }) => {
  await open(page, '/events');
  const older = page.getByRole('button', { name: 'Show older ones' });
  await older.click();
  await expect(events(page)).toHaveCount(200);
  await older.click();
  await expect(card(page)).toContainText('there are no older ones');
  const ids = await events(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-event')));
  expect(ids).toHaveLength(count + 4);
  expect(new Set(ids).size).toBe(count + 4);
  await events(page).last().getByRole('link', { name: 'web-1' }).click();
  await expect(page).toHaveURL(/\/vms\//);
  await page.goBack();
  await expect(events(page)).toHaveCount(count + 4);
  await page.getByRole('button', { name: 'Power' }).click();
  await expect(events(page)).toHaveCount(100);
});

test('a file holds what is shown, named after the filter', async ({ page }) => {
  await open(page, '/events?severity=critical%2Cwarning');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV, 3 rows' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^hvitals-events_severity-critical-warning_\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
  await expect(card(page).getByText('Saved: 3 rows')).toBeVisible();
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toContain(`,critical,Guest crashed,guest-crashed,"'=</td>`);
});

test('the overview tells of crashes, migrations and, in one line, gaps', async ({ page }) => {
  await open(page, '/');
  const rows = page.getByTestId('last-day').getByRole('row');
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(1)).toContainText('Guest crashed');
  await expect(rows.nth(2)).toContainText(/2 gaps in event logs.*2 hosts/);
  await expect(rows.nth(3)).toContainText(/Migration finished.*blackout 500ms/);
  await page.getByTestId('last-day').getByRole('link', { name: 'All events' }).click();
  await expect(page).toHaveURL(/\/events\?range=24h$/);
});

test('at the top what arrives shows at once; who reads is told, and nothing moves', async ({ page }) => {
  await open(page, '/events');
  await expect(events(page)).toHaveCount(100);
  await writeEvents(programs.directory, [{ at: now - 4 * minute, kind: 'paused' }]);
  await expect(events(page).first()).toContainText(/Paused.*new/);
  await expect(newest(page)).toHaveCount(0);

  const read = events(page).nth(60);
  await read.scrollIntoViewIfNeeded();
  const id = await read.getAttribute('data-event');
  const place = (await page.locator(`[data-event="${id}"]`).boundingBox())?.y;
  // One of them happened long ago, and would stand above what is read.
  await writeEvents(programs.directory, [
    { at: now - 3 * minute, kind: 'resumed' },
    { at: now - 2 * minute, kind: 'saved' },
    { at: now - 60 * minute, seenAt: now, kind: 'created' },
  ]);
  await expect(newest(page)).toHaveText('3 new, 1 further down');
  await expect(newest(page)).toBeInViewport();
  await expect(page.getByRole('status').filter({ hasText: '3 new events have come' })).toHaveCount(1);
  expect((await page.locator(`[data-event="${id}"]`).boundingBox())?.y).toBe(place);
  await expect(events(page)).toHaveCount(101);

  await newest(page).focus();
  await page.keyboard.press('Enter');
  await expect(newest(page)).toHaveCount(0);
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await expect(events(page).first()).toContainText(/Saved.*new/);
  await expect(events(page).filter({ hasText: 'Created' })).toHaveCount(1);
  await expect(events(page)).toHaveCount(104);
});

test('open details are not moved away, and more than a page that arrives at once leaves no hole', async ({ page }) => {
  await open(page, '/events');
  await events(page).first().getByRole('button').click();
  await writeEvents(
    programs.directory,
    Array.from({ length: 150 }, (_, n): MadeUpEvent => ({ at: now - minute + n, kind: 'restored' })),
  );
  await expect(newest(page)).toHaveText('150 new');
  await newest(page).click();
  await expect(events(page)).toHaveCount(250);
  await expect(events(page).filter({ hasText: 'Restored' })).toHaveCount(150);
  await events(page).nth(120).scrollIntoViewIfNeeded();
  await writeEvents(
    programs.directory,
    Array.from({ length: 600 }, (_, n): MadeUpEvent => ({ at: now - minute / 2 + n, kind: 'hibernated' })),
  );
  await page.getByRole('button', { name: 'Many new: show the newest' }).click();
  await expect(events(page)).toHaveCount(100);
  await expect(events(page).filter({ hasText: 'Hibernated' })).toHaveCount(100);
});

test('nothing scrolls sideways on a phone, and axe finds no fault', async ({ page, context }) => {
  for (const [locale, width] of [
    ['en', 390],
    ['ru', 390],
    ['ru', 1_030],
    ['en', 1_920],
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await prefer(context, programs.appUrl, { locale, theme: locale === 'ru' ? 'dark' : 'light' });
    for (const path of ['/events?kind=guest-crashed', '/events', '/']) {
      await open(page, path);
      if (path.includes('crashed')) await events(page).getByRole('button').first().click();
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(over, `${locale} ${width} ${path}`).toBeLessThanOrEqual(0);
      const part = path === '/' ? '[data-testid="last-day"]' : 'main';
      const { violations } = await new AxeBuilder({ page }).include(part).analyze();
      expect
        .soft(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`),
          `${locale} ${width} ${path}`,
        )
        .toEqual([]);
    }
  }
});
