import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { openAuthStore } from '../lib/store/sqlite-auth.ts';
import { eventually } from './support/eventually.ts';
import { runHvitals } from './support/run-hvitals.ts';
import { type StartedApp, startApp } from './support/start-app.ts';
import { makeAlert, writeAlerts } from './support/write-alerts.ts';

let directory: string;
let app: StartedApp;
const password = 'vier blaue kamele tanzen';

test.use({ locale: 'en-GB' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hvitals-login-'));
  const data = join(directory, 'data');
  await mkdir(data, { mode: 0o700 });
  const store = await openAuthStore(join(data, 'hvitals.db'), { create: true });
  await store.close();
  app = await startApp(data, { login: 'required' });
});

test.afterAll(async () => {
  await app?.stop();
  if (directory !== undefined) await rm(directory, { recursive: true });
});

const hvitals = (args: readonly string[], input?: string) => runHvitals(app.configFile, args, input);
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function logIn(page: Page, name: string, given = password): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(given);
  await page.getByRole('button', { name: 'Log in' }).click();
}

async function openAs(context: BrowserContext, name: string, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(app.url + path);
  await logIn(page, name);
  await page.waitForURL(app.url + path);
  return page;
}

test('without users the page says how to add the first', async ({ page }) => {
  await page.goto(app.url);
  await expect(page).toHaveURL(`${app.url}/login?to=%2F`);
  await expect(page.getByText('npx hvitals user add NAME --role admin')).toBeVisible();
  await hvitals(['user', 'add', 'ann', '--role', 'operator', '--password-stdin'], `${password}\n`);
  await hvitals(['user', 'add', 'vic', '--role', 'viewer', '--password-stdin'], `${password}\n`);
  await writeAlerts(directory, { upserts: [makeAlert('web-1')] });
});

test('a wrong password is said, the right one leads to the page that was asked for, and logging out ends it', async ({
  page,
}) => {
  await page.goto(`${app.url}/alerts?severity=critical`);
  await expect(heading(page)).toHaveText('Log in');
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await logIn(page, 'ann', 'not the password');
  await expect(page.getByRole('alert').filter({ hasText: 'Name or password are wrong.' })).toBeVisible();
  await logIn(page, 'ann');
  await page.waitForURL(`${app.url}/alerts?severity=critical`);
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === 'hvitals_session')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  // Scripts of the page cannot read it.
  expect(await page.evaluate(() => document.cookie)).not.toContain('hvitals_session');
  const status = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
    return (await fetch('/auth/logout', { method: 'POST', headers, body: '{}' })).status;
  });
  expect(status).toBe(200);
  // The page asks for news, is told that nobody is known, and leaves by itself.
  await page.waitForURL(/\/login\?to=/);
  await expect(heading(page)).toHaveText('Log in');
});

test('an operator acknowledges under the own name, which is not asked for', async ({ context }) => {
  const page = await openAs(context, 'ann', '/alerts');
  await page
    .getByRole('button', { name: /^Acknowledge/ })
    .first()
    .click();
  await expect(page.getByRole('dialog').getByText('As ann')).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveCount(0);
  await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText('1 acknowledged')).toBeVisible();
  const store = await openAuthStore(join(directory, 'data', 'hvitals.db'), { create: false });
  // The page shows it before the server has answered.
  await eventually('the audit has it', 10_000, async () => {
    const [entry] = await store.listAudit({ action: 'alert.ack', limit: 1 });
    expect(entry).toMatchObject({ actor: { kind: 'user', name: 'ann' }, outcome: 'done', detail: { by: 'ann' } });
  });
  await store.close();
});

test('a viewer is offered nothing to do, and a page of admins says that it is not for that role', async ({ context }) => {
  const page = await openAs(context, 'vic', '/alerts');
  await expect(page.getByText('web-1').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Acknowledge|Silence|Undo)\b/ })).toHaveCount(0);
  await page.goto(`${app.url}/silences`);
  await expect(page.getByRole('button', { name: 'New silence' })).toHaveCount(0);
  const answer = await page.goto(`${app.url}/users`);
  expect(answer?.status()).toBe(403);
  await expect(heading(page)).toHaveText('Not for your role');
});

test('a session that is ended on the command line leads to the log-in by itself', async ({ context }) => {
  const page = await openAs(context, 'vic', '/hosts');
  await hvitals(['user', 'disable', 'vic']);
  await page.waitForURL(/\/login\?to=%2Fhosts/, { timeout: 60_000 });
  await logIn(page, 'vic');
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible();
});

test('a wall link opens the wall and nothing else, and still does after a restart', async ({ context }) => {
  const printed = await hvitals(['wall-link', 'add', 'lobby']);
  const [link = ''] = /http\S+/.exec(printed) ?? [];
  const page = await context.newPage();
  await page.goto(link);
  await expect(page).toHaveURL(`${app.url}/wall`);
  expect((await context.request.get(`${app.url}/api/v1/wall`)).status()).toBe(200);
  expect((await context.request.get(`${app.url}/api/v1/vms`)).status()).toBe(403);
  const listen = new URL(app.url).host;
  await app.stop();
  app = await startApp(join(directory, 'data'), { login: 'required', listen });
  expect((await page.goto(`${app.url}/wall`))?.status()).toBe(200);
  const [, id = ''] = /^(\S+)\s+\S+\s+lobby/m.exec(await hvitals(['wall-link', 'list'])) ?? [];
  await hvitals(['wall-link', 'revoke', id]);
  await page.goto(`${app.url}/wall`);
  await expect(heading(page)).toHaveText('Log in');
  await page.goto(link);
  await expect(page.getByText('This wall link is unknown, has run out, or was revoked.')).toBeVisible();
});
