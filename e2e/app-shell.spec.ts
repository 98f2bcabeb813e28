import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { ApiVms } from '../lib/model/api/vms.ts';
import { eventually } from './support/eventually.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type Programs, startPrograms } from './support/programs.ts';

const demo = { hosts: 3, vmsPerHost: 20, seed: 7 };

let programs: Programs;
let vms: ApiVms['vms'];

test.use({ locale: 'en-GB' });

test.beforeAll(async () => {
  programs = await startPrograms({ demo });
  await eventually('the demo fleet has been read', 60_000, async () => {
    vms = ((await (await fetch(`${programs.appUrl}/api/v1/vms`)).json()) as ApiVms).vms;
    expect(vms.length).toBeGreaterThan(30);
    expect(vms.every((vm) => vm.signs.kvp.freshness.readAt !== null)).toBe(true);
  });
});

test.afterAll(async () => {
  await programs?.stop();
});

const at = (path: string) => `${programs.appUrl}${path}`;
const aVm = () => {
  const found = vms.find(({ name }) => /^[a-z]+-\d+$/.test(name) && vms.filter((vm) => vm.name.startsWith(name)).length === 1);
  if (found === undefined) throw new Error('No VM has a name of its own.');
  return found;
};

test.describe('keyboard alone', () => {
  test('from the overview to one VM by the palette', async ({ page }) => {
    const { name, vmId } = aVm();
    await page.goto(at('/'));
    await isAlive(page);
    await page.keyboard.press('/');
    await expect(page.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(name);
    await expect(page.getByRole('option', { selected: true })).toContainText(name);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(at(`/vms/${vmId}`));
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  });

  test('from the overview to one VM by the table', async ({ page }) => {
    const { name, vmId } = aVm();
    await page.goto(at('/'));
    await isAlive(page);
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await expect(page).toHaveURL(at('/vms'));
    await page.keyboard.press('f');
    await page.keyboard.type(name);
    await expect(page).toHaveURL(at(`/vms?q=${name}`));
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('link', { name, exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(at(`/vms/${vmId}`));
  });

  test('arrows walk through the rows, End goes to a row that was not drawn', async ({ page }) => {
    await page.setViewportSize({ width: 1_280, height: 620 });
    await page.goto(at('/vms'));
    await isAlive(page);
    await page.keyboard.press('f');
    await page.keyboard.press('ArrowDown');
    const rowOfFocus = () => page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'));
    await expect.poll(rowOfFocus).toBe('2');
    await page.keyboard.press('ArrowDown');
    await expect.poll(rowOfFocus).toBe('3');
    await page.keyboard.press('End');
    await expect.poll(rowOfFocus).toBe(String(vms.length + 1));
    await page.keyboard.press('Home');
    await expect.poll(rowOfFocus).toBe('2');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByRole('searchbox')).toBeFocused();
  });

  test('the first Tab offers to skip to the content, and ? tells the keys', async ({ page }) => {
    await page.goto(at('/'));
    await isAlive(page);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test.describe('display', () => {
  test('the first answer has the theme and language of the cookies, and the browser’s language without them', async () => {
    const html = async (headers: Record<string, string>) => (await fetch(at('/targets'), { headers })).text();
    const chosen = await html({ cookie: 'hvitals-theme=dark; hvitals-locale=ru', 'accept-language': 'en' });
    expect(chosen).toMatch(/<html lang="ru" data-theme="dark"/);
    expect(chosen).toContain('<title>Цели · hvitals</title>');
    expect(await html({ 'accept-language': 'de, ru;q=0.8, en;q=0.5' })).toMatch(/<html lang="ru" data-theme="auto"/);
    expect(await html({ cookie: 'hvitals-theme=%00; hvitals-locale=../x', 'accept-language': 'xx' })).toMatch(
      /<html lang="en" data-theme="auto"/,
    );
  });

  test('a change shows at once, and stays', async ({ page }) => {
    await page.goto(at('/targets'));
    await isAlive(page);
    await page.getByRole('button', { name: 'Display settings' }).click();
    await page.getByText('Dark', { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByText('Русский', { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Цели');
    await expect(page).toHaveTitle('Цели · hvitals');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Цели');
  });

  test('moments are written in the zone that was chosen', async ({ page, context }) => {
    await prefer(context, programs.appUrl, { zone: 'Asia/Tokyo' });
    await page.goto(at(`/vms/${aVm().vmId}`));
    await expect(page.locator('time').first()).toContainText('GMT+9');
  });
});

test.describe('tables', () => {
  test('a facet stands in the URL, and the URL brings it back', async ({ page }) => {
    await page.goto(at('/vms'));
    await isAlive(page);
    await page.getByRole('search').getByRole('button', { name: 'Host' }).click();
    await page.getByRole('checkbox', { name: /hv02/ }).check();
    await expect(page).toHaveURL(at('/vms?host=hv02'));
    const count = vms.filter(({ host }) => host === 'hv02').length;
    await expect(page.getByRole('status').filter({ hasText: `${count} of ${vms.length} VMs` })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('status').filter({ hasText: `${count} of ${vms.length} VMs` })).toBeVisible();
  });

  test('the CSV file has the rows that fit', async ({ page }) => {
    await page.goto(at('/vms?host=hv02&columns=name,host,id'));
    await isAlive(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
    const [heading, ...rows] = (await readFile(await download.path(), 'utf8')).split('\r\n');
    expect(heading).toBe('\uFEFFVM,Host,Id');
    expect(rows.filter(Boolean)).toHaveLength(vms.filter(({ host }) => host === 'hv02').length);
  });

  test('a URL of garbage shows the whole table', async ({ page }) => {
    await page.goto(at('/vms?sort=%00%FF&columns=%F0%9F%92%A9,,&level=nothing&label.%3Cb%3E=1&q=&__proto__=x'));
    await isAlive(page);
    await expect(page.getByRole('status').filter({ hasText: `0 of ${vms.length} VMs` })).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect(page.getByRole('status').filter({ hasText: `${vms.length} VMs` })).toBeVisible();
  });
});

test.describe('what is not there', () => {
  test('an unknown VM, host and page say so, with 404', async ({ page }) => {
    for (const [path, title] of [
      ['/vms/00000000-0000-4000-8000-000000000000', 'No such VM'],
      ['/vms/nothing', 'No such VM'],
      ['/hosts/nowhere', 'No such host'],
      ['/hosts/%E0%A4%A', 'Not here'],
      ['/nothing', 'Not here'],
    ] as const) {
      const response = await page.goto(at(path));
      expect.soft(response?.status(), path).toBe(404);
      await expect.soft(page.getByRole('heading', { level: 1 }), path).toHaveText(title);
    }
  });

  test('a host that is removed while its page is open says so, and comes back by itself', async ({ page }) => {
    const file = join(programs.directory, 'hvitals.yaml');
    const before = await readFile(file, 'utf8');
    const restart = async (text: string) => {
      await writeFile(file, text);
      await programs.stopOne('collectors', 'SIGTERM');
      await programs.startOne('collectors');
    };
    await page.goto(at('/hosts/hv03'));
    await isAlive(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('hv03');
    await restart(before.replace('hosts: 3', 'hosts: 2'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This host is gone', { timeout: 20_000 });
    await restart(before);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('hv03', { timeout: 20_000 });
  });
});
