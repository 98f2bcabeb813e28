import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { PasswordDesk } from '../lib/auth/password-desk.ts';
import { openStore } from '../lib/store/open-store.ts';
import { openAuthStore } from '../lib/store/sqlite-auth.ts';
import { isAlive, prefer } from './support/page-ready.ts';
import { type StartedApp, startApp } from './support/start-app.ts';

/** Users, tokens, wall links, the audit and one's own account, in a browser that has to log in. */

const password = 'four unrelated words here';
const hostile = '<img src=x onerror=alert(1)>';
let directory = '';
let app: StartedApp;

test.use({ locale: 'en-GB' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hvitals-access-'));
  const file = join(directory, 'hvitals.db');
  await (await openStore({ file, mode: 'collectors' })).close();
  const store = await openAuthStore(file, { create: false });
  const passwordHash = await new PasswordDesk().hash(password);
  const common = { disabled: false, passwordHash, identity: undefined, createdAt: Date.now(), loggedInAt: undefined } as const;
  const by = { actor: { kind: 'cli', id: '', name: 'root' }, address: '', at: Date.now() } as const;
  await store.addUser({ id: 'id-ann', name: 'ann', role: 'admin', ...common }, by);
  await store.addUser({ id: 'id-vic', name: 'vic', role: 'viewer', ...common }, by);
  // The API takes no such name; what was written before must be shown safely all the same.
  await store.addAudit({ ...by, action: 'token.add', target: `${hostile}\u202e`, outcome: 'done', reason: '', detail: {} });
  await store.close();
  app = await startApp(directory, { login: 'required' });
});

test.afterAll(async () => {
  await app?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function logIn(page: Page, name: string, to = '/users', secret = password): Promise<void> {
  await page.goto(`${app.url}/login?to=${encodeURIComponent(to)}`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL((url) => url.pathname === to);
  await isAlive(page);
}
async function inOwnBrowser<Result>(browser: Browser, work: (page: Page) => Promise<Result>): Promise<Result> {
  const context = await browser.newContext({ locale: 'en-GB' });
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}
const dialog = (page: Page) => page.getByRole('dialog');
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
const ask = (token: string, path: string) =>
  fetch(`${app.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });

async function change(page: Page, name: string, act: string, submit: string): Promise<void> {
  await page.getByRole('button', { name: `Change: ${name}` }).click();
  await dialog(page).getByText(act, { exact: true }).first().click();
  await dialog(page).getByRole('button', { name: submit, exact: true }).click();
}

test('a user is added, changed, disabled and removed; the last admin stays', async ({ page, browser }) => {
  await logIn(page, 'ann');
  await page.getByRole('button', { name: 'Add a user' }).click();
  await dialog(page).getByLabel('Name').fill('vic');
  await dialog(page).getByLabel('Password').fill('short');
  await dialog(page).getByRole('button', { name: 'Add a user' }).click();
  await expect(dialog(page).getByText('There is a user of this name already.')).toBeVisible();
  await dialog(page).getByLabel('Name').fill('bob');
  await dialog(page).getByRole('button', { name: 'Add a user' }).click();
  await expect(dialog(page).getByText('At least 12 characters.', { exact: true })).toBeVisible();
  await dialog(page).getByLabel('Password').fill(password);
  await dialog(page).getByRole('button', { name: 'Add a user' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(rowOf(page, 'bob')).toContainText('Viewer');

  await page.getByRole('button', { name: 'Change: bob' }).click();
  await dialog(page).getByLabel('Role', { exact: true }).last().selectOption('operator');
  await dialog(page).getByRole('button', { name: 'Give this role' }).click();
  await expect(rowOf(page, 'bob')).toContainText('Operator');
  await inOwnBrowser(browser, (other) => logIn(other, 'bob', '/silences'));
  await change(page, 'bob', 'Disable', 'Disable');
  await expect(rowOf(page, 'bob')).toContainText('disabled');
  await change(page, 'bob', 'Remove', 'Remove');
  await expect(rowOf(page, 'bob')).toHaveCount(0);

  await change(page, 'ann', 'Remove', 'Remove');
  await expect(dialog(page).getByRole('alert')).toContainText('This is the last admin who may log in');
  await page.keyboard.press('Escape');
  await expect(rowOf(page, 'ann')).toContainText('Admin');
});

test('a token that the page shows once opens the API until it is revoked', async ({ page }) => {
  await logIn(page, 'ann', '/tokens');
  await expect(page.getByText('There are no tokens.')).toBeVisible();
  await page.getByRole('button', { name: 'Make a token' }).click();
  await dialog(page).getByLabel('What it is for').fill(hostile);
  await dialog(page).getByRole('button', { name: 'Make a token' }).click();
  const secret = (await page.getByTestId('secret').locator('code').first().innerText()).trim();
  expect(secret).toMatch(/^hv_[\w-]{43}$/);
  // A slip beside the dialog does not lose it.
  await page.mouse.click(5, 500);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect((await ask(secret, 'silences')).status).toBe(200);
  expect((await ask(secret, 'tokens')).status).toBe(403);
  await expect(page.getByTestId('tokens')).toContainText(secret.slice(0, 8));
  await expect(page.getByTestId('tokens')).not.toContainText(secret);
  await page.getByRole('button', { name: /^Revoke/ }).click();
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('There are no tokens.')).toBeVisible();
  expect((await ask(secret, 'silences')).status).toBe(401);
});

test('a wall link shows the wall, and nothing else, until it is revoked', async ({ page, browser }) => {
  await logIn(page, 'ann', '/wall-links');
  await page.getByRole('button', { name: 'Make a wall link' }).click();
  await dialog(page).getByLabel('Where the wall hangs').fill('office');
  await dialog(page).getByRole('button', { name: 'Make a wall link' }).click();
  const address = (await page.getByTestId('secret').locator('code').innerText()).trim();
  expect(address.startsWith(`${app.url}/wall-link/hvw_`)).toBe(true);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await inOwnBrowser(browser, async (wall) => {
    await wall.goto(address);
    expect(new URL(wall.url()).pathname).toBe('/wall');
    expect((await wall.goto(`${app.url}/vms`))?.status()).toBe(403);
    await page.getByRole('button', { name: 'Revoke: office' }).click();
    await dialog(page).getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByText('There are no wall links.')).toBeVisible();
    await wall.goto(`${app.url}/wall`);
    expect(new URL(wall.url()).pathname).toBe('/login');
  });
});

test('the audit shows what was done, is narrowed by its URL, and is saved as a table', async ({ page }) => {
  await logIn(page, 'ann', '/audit');
  const audit = page.getByTestId('audit');
  for (const action of ['user.add', 'user.disable', 'user.remove', 'token.add', 'token.revoke', 'wall-link.revoke']) {
    await expect(audit.getByText(action, { exact: true }).first()).toBeVisible();
  }
  await expect(audit).toContainText('refused: last-admin');
  await expect(audit.getByRole('img', { name: /U\+202E/ }).first()).toBeVisible();
  await page.getByLabel('Action, such as user or user.add').fill('user');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL(/action=user/);
  await expect(audit.getByText('token.add', { exact: true })).toHaveCount(0);
  await page.getByLabel('Outcome').selectOption('refused');
  await page.waitForURL(/outcome=refused/);
  // Its heading, the name that was taken, and the last admin.
  await expect(audit.getByRole('row')).toHaveCount(3);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^hvitals-audit_.*\.csv$/);
  const lines = (await readFile(await saved.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('user.remove');
});

test('the own password is changed by the old one, which ends the other session', async ({ page, browser }) => {
  await logIn(page, 'vic', '/account');
  await inOwnBrowser(browser, async (other) => {
    await logIn(other, 'vic', '/account');
    await expect(other.getByTestId('own-sessions').getByRole('row')).toHaveCount(3);
    await page.getByLabel('The password that you have').fill('not that one, no');
    await page.getByLabel('New password').fill('another long sentence');
    await page.getByRole('button', { name: 'Change it' }).click();
    await expect(page.getByTestId('own-password').getByRole('alert')).toContainText('This is not the password that you have.');
    await page.getByLabel('The password that you have').fill(password);
    await page.getByRole('button', { name: 'Change it' }).click();
    await expect(page.getByText('The password is changed')).toBeVisible();
    await expect(page.getByTestId('own-sessions').getByRole('row')).toHaveCount(2);
    // It asks for something now and then, and leaves by itself.
    await other.waitForURL(/\/login/);
  });
});

test('the menu leads to what the role opens, and out', async ({ page }) => {
  await logIn(page, 'vic', '/silences', 'another long sentence');
  await page.getByRole('button', { name: 'Menu of vic' }).click();
  await expect(page.getByRole('link', { name: 'Your account' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Users', exact: true })).toHaveCount(0);
  expect((await page.request.get(`${app.url}/users`)).status()).toBe(403);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL(/\/login/);
  await page.goto(`${app.url}/account`);
  expect(new URL(page.url()).pathname).toBe('/login');
});

for (const theme of ['light', 'dark'] as const) {
  test(`no page has a fault that axe finds, nor scrolls sideways on a phone (${theme})`, async ({ page, context }) => {
    await logIn(page, 'ann');
    await prefer(context, app.url, { theme, locale: theme === 'dark' ? 'ru' : 'en' });
    for (const path of ['/users', '/tokens', '/wall-links', '/audit', '/account']) {
      await page.setViewportSize({ width: 1920, height: 1080 });
      await page.goto(`${app.url}${path}`);
      await isAlive(page);
      await expect(page.locator('[data-state=loading]')).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
      expect.soft(found, path).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(over, path).toBeLessThanOrEqual(0);
    }
  });
}
