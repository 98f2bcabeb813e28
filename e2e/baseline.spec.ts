import { resolve } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Answer, ask, writeOf } from './baseline/ask.ts';
import { headerFaults, leaks, secretsIn, traces } from './baseline/faults.ts';
import { apiReads, elsewhere, folders, hiddenFiles, pagesOf, publicFiles, refusedPaths } from './baseline/places.ts';
import { adminName, type BaselineRig, startBaselineRig } from './baseline/rig.ts';
import { isAlive } from './support/page-ready.ts';

/*
 * What a scanner for weaknesses of web applications looks for, asked of every page, every answer of the API, static files and what is
 * refused: once where everybody is asked who they are, once where nobody is.
 */

test.use({ locale: 'en-GB' });
test.setTimeout(300_000);

for (const login of ['required', 'none'] as const) {
  test.describe(`web.login: ${login}`, () => {
    let rig: BaselineRig;
    let scripts: readonly string[] = [];

    test.beforeAll(async () => {
      rig = await startBaselineRig(login);
      const { body } = await rig.ask('/hosts', { headers: rig.known });
      scripts = [...new Set(body.match(/\/_next\/static\/[^"\\]+?\.(?:js|css)/g) ?? [])];
      expect(scripts.length).toBeGreaterThan(3);
    });
    test.afterAll(async () => {
      await rig?.stop();
    });

    const everything = () => [
      ...[...pagesOf(rig.vmId), '/wall', '/healthz', ...apiReads(rig.vmId), ...publicFiles, ...scripts],
      ...[...refusedPaths, ...hiddenFiles, ...folders],
    ];

    test('every answer has all headers of protection and none that tells what runs here', async () => {
      const faults: string[] = [];
      for (const headers of [rig.known, {}, { authorization: 'Bearer hv_nothing' }]) {
        for (const path of everything()) faults.push(...headerFaults(await rig.ask(path, { headers })));
      }
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
        for (const path of ['/', '/api/v1/vms', '/icon.svg']) faults.push(...headerFaults(await rig.ask(path, { method })));
      }
      expect(faults).toEqual([]);
      const nonces = rig.answers.map(({ headers }) => /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1]);
      expect(new Set(nonces).size).toBe(nonces.length);
    });

    test('pages break no policy, fail nowhere, and ask nobody but us', async ({ page, context }) => {
      await enter(page, rig, login);
      const faults = await watch(page, rig.base);
      for (const path of [...pagesOf(rig.vmId), '/wall']) {
        faults.at = path;
        await page.goto(rig.base + path);
        if (path !== '/wall') await isAlive(page);
      }
      await context.clearCookies();
      faults.at = 'as nobody';
      await page.goto(`${rig.base}/vms`);
      expect(new URL(page.url()).pathname).toBe(login === 'required' ? '/login' : '/vms');
      expect(faults.found).toEqual([]);
    });

    test('only what is meant to be served is: no source, no source map, no list of a folder, no way out', async () => {
      for (const script of scripts) {
        expect.soft((await rig.ask(`${script}.map`, { headers: rig.known })).status, script).toBe(404);
        expect.soft((await rig.ask(script, { headers: rig.known })).body, script).not.toMatch(/[#@] sourceMappingURL=/);
      }
      for (const headers of [rig.known, {}]) {
        for (const path of [...hiddenFiles, ...folders]) {
          const answer = await rig.ask(path, { headers });
          expect.soft(answer.status === 200 ? `${path} is served` : '', path).toBe('');
          expect.soft(answer.body, path).not.toMatch(leaks);
        }
      }
    });

    test('methods that nothing answers are refused, and say nothing back', async () => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK']) {
        for (const path of ['/', '/vms', '/login', '/api/v1/vms', '/icon.svg', '/auth/nothing']) {
          const headers = { ...rig.known, 'x-planted': 'echoed' };
          const answer = await rig.ask(path, { method, headers });
          expect.soft([404, 405], `${method} ${path}`).toContain(answer.status);
          expect.soft(answer.body, `${method} ${path}`).not.toContain('echoed');
          const nobody = await rig.ask(path, { method });
          expect.soft([401, 403, 404, 405], `${method} ${path} by nobody`).toContain(nobody.status);
        }
      }
      for (const method of ['POST', 'PUT', 'DELETE', 'TRACE']) {
        const { status, headers } = await ask(rig.programs.metricsUrl, '/metrics', { method });
        expect.soft([401, 405], method).toContain(status);
        expect.soft(headers.server ?? headers['x-powered-by']).toBeUndefined();
      }
    });

    test('nothing of the inside stands in what is refused, and nothing that was sent is taken for markup', async () => {
      const planted = '<img src=x onerror=alert(1)>';
      const paths = [
        ...refusedPaths,
        ...apiReads(rig.vmId),
        `/vms?q=${encodeURIComponent(planted)}`,
        `/${encodeURIComponent(planted)}`,
      ];
      for (const headers of [rig.known, {}]) {
        for (const path of [...paths, `/login?to=${encodeURIComponent(planted)}&why=${encodeURIComponent(planted)}`]) {
          const { status, body, headers: answered } = await rig.ask(path, { headers });
          expect.soft(status, path).not.toBe(500);
          if (status >= 400) expect.soft(body, path).not.toMatch(traces);
          expect.soft(body, path).not.toContain(resolve(import.meta.dirname, '..'));
          if (String(answered['content-type']).startsWith('text/html')) expect.soft(body, path).not.toContain(planted);
        }
      }
    });

    test('no name of a host that somebody sends is taken for ours', async () => {
      for (const path of ['/', '/vms', '/login', '/auth/oidc', '/api/v1/vms']) {
        const forged = {
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          'x-original-url': '/metrics',
          'x-rewrite-url': '/metrics',
        };
        const { status, headers, cookies } = await rig.ask(path, { headers: { ...rig.known, ...forged } });
        if (login === 'none') expect.soft(status, path).toBe(421);
        expect.soft(JSON.stringify([headers.location, cookies]), path).not.toContain('evil.example');
      }
    });

    if (login === 'required') {
      test('cookies cannot be read by scripts, nor sent from other sites, nor over http where there is https', async () => {
        const body = { name: adminName, password: rig.secrets.password };
        const plain = await ask(rig.base, '/auth/login', writeOf(body));
        const { headers } = writeOf(body);
        const secure = await ask(rig.base, '/auth/login', {
          ...writeOf(body),
          headers: { ...headers, 'x-forwarded-proto': 'https' },
        });
        expect(plain.cookies).toEqual([
          expect.stringMatching(/^hvitals_session=hvs_[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/),
        ]);
        expect(secure.cookies).toEqual([
          expect.stringMatching(/^__Host-hvitals_session=hvs_[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/),
        ]);
        expect(secure.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
        const link = await ask(rig.base, `/wall-link/${rig.secrets.wallLink}`);
        expect(link.cookies).toEqual([expect.stringMatching(/; HttpOnly; SameSite=Lax$/)]);
        expect(link.headers['referrer-policy']).toBe('no-referrer');
      });

      test('a log-in leads to no other site', async ({ page }) => {
        for (const to of elsewhere) {
          const answer = await ask(rig.base, '/auth/login', writeOf({ name: adminName, password: rig.secrets.password, to }));
          expect.soft(new URL((JSON.parse(answer.body) as { to: string }).to, rig.base).origin, to).toBe(rig.base);
          const { headers } = await rig.ask(`/login?to=${encodeURIComponent(to)}`, { headers: rig.known });
          expect.soft(new URL(headers.location ?? '/', rig.base).origin, to).toBe(rig.base);
        }
        for (const path of ['//evil.example/', '/%5cevil.example', '/vms?to=//evil.example']) {
          const { headers } = await rig.ask(path);
          expect.soft(headers.location, path).toMatch(/^\/login\?to=%2F(?!%2F|%5C)/);
        }
        await page.goto(`${rig.base}/login?to=${encodeURIComponent('//evil.example/')}`);
        await page.getByLabel('Name').fill(adminName);
        await page.getByLabel('Password').fill(rig.secrets.password ?? '');
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.pathname === '/');
        expect(new URL(page.url()).origin).toBe(rig.base);
      });
    }

    test('no secret stands in an answer, a log, or the metrics', async () => {
      for (const headers of [rig.known, { authorization: `Bearer ${rig.secrets.token ?? 'hv_none'}` }]) {
        for (const path of everything()) await rig.ask(path, { headers });
      }
      const wrong = { name: adminName, password: `${rig.secrets.password}!` };
      await rig.ask('/auth/login', writeOf(wrong));
      await rig.ask(`/wall-link/${rig.secrets.wallLink ?? ''}`);
      const metrics = await ask(rig.programs.metricsUrl, '/metrics', {
        headers: { authorization: `Bearer ${rig.secrets.scraper}` },
      });
      expect(metrics.status).toBe(200);
      expect((await ask(rig.programs.metricsUrl, '/metrics')).status).toBe(401);
      const found = [...rig.answers, metrics].flatMap((answer: Answer) =>
        secretsIn(JSON.stringify(answer.headers) + answer.body, rig.secrets).map((name) => `${name}: ${answer.path}`),
      );
      expect(found).toEqual([]);
      const logs = { collectors: await rig.programs.collectorsLog(), app: await rig.programs.appLog() };
      for (const [name, log] of Object.entries(logs)) {
        expect(log.length, name).toBeGreaterThan(50);
        expect(secretsIn(log, rig.secrets), name).toEqual([]);
      }
    });
  });
}

/** Lets the browser in as the admin. */
async function enter(page: Page, { base, known }: BaselineRig, login: 'required' | 'none'): Promise<void> {
  const [name = '', value = ''] = (known.cookie ?? '').split('=');
  if (login === 'required') await page.context().addCookies([{ name, value, url: base }]);
}

/** Gathers what a page does that it must not: broken policies, errors, and requests to others. */
async function watch(page: Page, base: string): Promise<{ at: string; readonly found: string[] }> {
  const faults = { at: '', found: [] as string[] };
  const note = (what: string) => faults.found.push(`${faults.at}: ${what}`);
  await page.exposeFunction('noteViolation', (what: string) => note(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      Reflect.get(window, 'noteViolation')(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  page.on('pageerror', (error) => note(`error: ${error.message}`));
  page.on('console', (message) => {
    // The browser says so of each page that is not there, and when the page before asks for news after the cookie has gone.
    if (message.type() === 'error' && !/status of 40[14]/.test(message.text())) note(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== base && url.protocol !== 'data:' && url.protocol !== 'blob:') note(`foreign request: ${request.url()}`);
  });
  return faults;
}
