import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openAuthStore } from '../lib/store/sqlite-auth.ts';
import { freePort } from './support/free-port.ts';
import { type IdentityProvider, startIdentityProvider } from './support/identity-provider.ts';
import { type StartedApp, startApp } from './support/start-app.ts';

let directory: string;
let provider: IdentityProvider;
let app: StartedApp;
const groups: Readonly<Record<string, readonly string[]>> = { ann: ['noc'], eve: ['sales'] };

test.use({ locale: 'en-GB' });
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hvitals-oidc-'));
  const listen = `127.0.0.1:${await freePort()}`;
  const externalUrl = `http://${listen}`;
  const claims = (login: string) => ({ preferred_username: login, groups: groups[login] ?? [] });
  provider = await startIdentityProvider({ redirectUrl: `${externalUrl}/auth/callback`, claims });
  const secret = join(directory, 'oidc-secret');
  await writeFile(secret, `${provider.clientSecret}\n`, { mode: 0o600 });
  const store = await openAuthStore(join(directory, 'hvitals.db'), { create: true });
  await store.close();
  const { issuer, clientId } = provider;
  const roles = { operator: ['noc'], admin: ['hvitals-admins'] };
  app = await startApp(directory, { listen, externalUrl, oidc: { issuer, clientId, clientSecret: { file: secret }, roles } });
});

test.afterAll(async () => {
  await app?.stop();
  await provider?.close();
  if (directory !== undefined) await rm(directory, { recursive: true });
});

async function goThrough(page: Page, login: string): Promise<void> {
  await page.getByRole('link', { name: 'Log in at 127.0.0.1' }).click();
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  // What the provider asks before it sends somebody to a new client.
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('button[type=submit]').click();
}

test('somebody whom the provider knows comes back as a user with the role of the groups, to the page that was asked for', async ({
  page,
}) => {
  await page.goto(`${app.url}/hosts?sort=name`);
  await goThrough(page, 'ann');
  await page.waitForURL(`${app.url}/hosts?sort=name`);
  const session = await (await page.request.get(`${app.url}/api/v1/session`)).json();
  expect(session).toMatchObject({ kind: 'user', name: 'ann', role: 'operator' });
  const names = (await page.context().cookies(app.url)).map(({ name }) => name);
  expect(names).toContain('hvitals_session');
  expect(names).not.toContain('hvitals_oidc');
});

test('somebody whose groups give no role is told so, and is nobody', async ({ page }) => {
  await page.goto(app.url);
  await goThrough(page, 'eve');
  await expect(page.getByText('none of your groups has a role here')).toBeVisible();
  expect((await page.request.get(`${app.url}/api/v1/session`)).status()).toBe(401);
});

test('an answer of the provider that this browser did not ask for opens nothing', async ({ page }) => {
  await page.goto(`${app.url}/auth/callback?code=stolen&state=made-up`);
  await expect(page).toHaveURL(`${app.url}/login?why=provider-not-begun`);
  await expect(page.getByText('came to nothing')).toBeVisible();
});
