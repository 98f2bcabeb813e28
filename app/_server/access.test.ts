import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csrfToken } from '#lib/auth/csrf.ts';
import { createSecret } from '#lib/auth/secret.ts';
import { roles } from '#lib/model/role.ts';
import { secrets, startAccessRig } from './testdata/access-rig.ts';
import { ofMain, table } from './testdata/access-table.ts';

const id = '7e570001-0000-4000-8000-000000000001';
const cases = Object.entries(table).flatMap(([pattern, methods]) =>
  Object.entries(methods).map(([method, least]) => ({ pattern, path: pattern.replaceAll(/\[\w+\]/g, id), method, least })),
);
let rig: Awaited<ReturnType<typeof startAccessRig>>;
beforeAll(async () => {
  rig = await startAccessRig();
});
afterAll(() => rig.stop());

const json = { 'content-type': 'application/json', 'x-hvitals-request': '1' };
const withSession = (secret: string) => ({ cookie: `hvitals_session=${secret}`, 'x-hvitals-csrf': csrfToken(secret) });
const withToken = (secret: string) => ({ authorization: `Bearer ${secret}` });

async function ask(method: string, path: string, headers: Record<string, string> = {}) {
  const isRead = method === 'GET';
  // No body of a route is a number: who is let in is told so, and nothing is written.
  const request = isRead ? { headers } : { method, headers: { ...json, ...headers }, body: '7' };
  const answer = await fetch(`${rig.base}${path}`, { ...request, redirect: 'manual' });
  const text = await answer.text();
  const code =
    answer.headers.get('content-type')?.includes('problem') === true ? (JSON.parse(text) as { code: string }).code : '';
  return { status: answer.status, code, headers: answer.headers };
}

test('every page, every route of the API and every way in stands in the table, with its methods', async () => {
  const app = join(import.meta.dirname, '..');
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' });
  const pathOf = (file: string) => `/${dirname(file)}`.replace(/^\/\.$/, '/');
  for (const page of files.filter((file) => basename(file) === 'page.tsx')) {
    expect([page, table[pathOf(page)]?.GET]).not.toEqual([page, undefined]);
  }
  const routes = files.filter((file) => basename(file) === 'route.ts');
  for (const route of routes) {
    const exported: Record<string, unknown> = await import(join(app, route));
    const methods = ['GET', 'POST', 'PUT', 'DELETE'].filter((method) => typeof exported[method] === 'function');
    expect([route, Object.keys(table[pathOf(route)] ?? {})]).toEqual([route, methods]);
  }
  const known = new Set([...routes, ...files.filter((file) => basename(file) === 'page.tsx')].map(pathOf));
  const others = Object.keys(table).filter((path) => !known.has(path) && !path.startsWith('/auth/'));
  expect(others).toEqual(ofMain);
});

/** Whoever is nobody, and how the API says so. */
const nobodies: readonly (readonly [name: string, headers: () => Record<string, string>, code: string])[] = [
  ['no credential', () => ({}), 'login-required'],
  ['an expired session', () => withSession(secrets.expired), 'session-expired'],
  ['an idle session', () => withSession(secrets.idle), 'session-expired'],
  ['the session of a disabled user', () => withSession(secrets.locked), 'login-required'],
  ['a session that never was', () => withSession(createSecret('session')), 'login-required'],
  [
    'a session under the name of a secure cookie',
    () => ({ cookie: `__Host-hvitals_session=${secrets.session.admin}` }),
    'login-required',
  ],
  ['a revoked token', () => withToken(secrets.revoked), 'token-not-valid'],
  ['a token beside a good session', () => ({ ...withSession(secrets.session.admin), ...withToken('hv_x') }), 'token-not-valid'],
  ['basic authentication', () => ({ authorization: 'Basic YTpi' }), 'token-not-valid'],
];

test.each(nobodies)('%s opens nothing', async (_, headers, code) => {
  for (const { path, method, least } of cases.filter((one) => one.least !== 'nobody')) {
    const answer = await ask(method, path, headers());
    const isPage = method === 'GET' && (!path.startsWith('/api/') || path === '/api/docs');
    const isSent = isPage && code !== 'token-not-valid';
    expect([path, method, least, answer.status, answer.code]).toEqual([
      path,
      method,
      least,
      isSent ? 303 : 401,
      isSent ? '' : code,
    ]);
    if (isSent) expect(answer.headers.get('location')).toContain(`/login?to=${encodeURIComponent(path)}`);
    else expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  }
});

test('each role may what the table says, by session and by token, and no more', async () => {
  const ranks = ['wall-link', ...roles];
  const bearers = [
    ['wall-link', { cookie: `hvitals_wall=${secrets.wall}` }],
    ...roles.flatMap((role) => [
      [role, withSession(secrets.session[role])] as const,
      [role, withToken(secrets.token[role])] as const,
    ]),
  ] as const;
  for (const { path, method, least } of cases.filter((one) => one.least !== 'nobody')) {
    for (const [rank, headers] of bearers) {
      const { status, code } = await ask(method, path, headers);
      const isAllowed = ranks.indexOf(rank) >= ranks.indexOf(least);
      // Without collectors there is no store to read: that is said to those who may.
      const wanted = !isAllowed ? 'refused' : method === 'GET' ? 'read' : 'not-valid';
      const got =
        status === 403 ? 'refused' : code === 'not-valid' ? 'not-valid' : method === 'GET' && status !== 401 ? 'read' : code;
      expect([path, method, rank, got]).toEqual([path, method, rank, wanted]);
    }
  }
});

test('a write of a session without its token, or from elsewhere, is refused, whoever sends it', async () => {
  const cookie = `hvitals_session=${secrets.session.admin}`;
  const good = withSession(secrets.session.admin);
  const forged: readonly (readonly [headers: Record<string, string>, code: string])[] = [
    [{ cookie }, 'csrf'],
    [{ cookie, 'x-hvitals-csrf': csrfToken(secrets.session.viewer) }, 'csrf'],
    [{ ...good, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    [{ ...good, 'x-hvitals-request': '0' }, 'no-request-header'],
  ];
  for (const { path, method } of cases.filter((one) => one.method !== 'GET')) {
    for (const [headers, code] of forged) {
      // The log-in and the end of a session have no token yet, and go by the origin.
      const wanted = path.startsWith('/auth/') && code === 'csrf' ? undefined : code;
      const answer = await ask(method, path, headers);
      if (wanted !== undefined) expect([path, method, answer.status, answer.code]).toEqual([path, method, 403, wanted]);
    }
  }
});

test('paths that two readers could take for two are let through to nobody', async () => {
  for (const path of [
    '/_next/static/..%2f..%2fvms',
    '/auth/..%2fvms',
    '/wall%2f..%2fvms',
    '//vms',
    '/wall-link/..%5cvms',
    '/%76ms',
    '/api/v1/%76ms',
  ]) {
    const { status } = await ask('GET', path);
    expect([path, [303, 401].includes(status)]).toEqual([path, true]);
  }
  for (const path of ['/auth/x', '/api/v1/%73ession']) {
    expect([path, (await ask('GET', path, withToken(secrets.token.admin))).status]).toEqual([path, 404]);
  }
});

test('refused writes and bad credentials stand in the audit, a flood of them once', async () => {
  const entries = await rig.store.listAudit({ outcome: 'refused', limit: 1_000 });
  const reasons = new Set(entries.map(({ reason }) => reason));
  for (const reason of ['no-credential', 'expired', 'idle', 'unknown', 'malformed', 'role-too-low', 'csrf', 'foreign-origin']) {
    expect([reason, reasons.has(reason)]).toEqual([reason, true]);
  }
  // The tests before this one were refused some thousand times: each kind of refusal of each sender stands there once.
  const kinds = entries.map(({ actor, action, reason }) => [actor.kind, actor.id, action, reason].join(' '));
  expect(kinds).toEqual([...new Set(kinds)]);
  expect(kinds.filter((kind) => kind.startsWith('nobody')).length).toBeLessThanOrEqual(60);
  const text = JSON.stringify(await rig.store.listAudit({ limit: 1_000 }));
  expect(text).not.toMatch(/hv[sw]?_[\w-]{20}/);
});

test('a log-out ends the session, takes the cookie away, and clears what the browser has kept', async () => {
  const headers = withSession(secrets.session.viewer);
  const answer = await fetch(`${rig.base}/auth/logout`, { method: 'POST', headers: { ...json, ...headers }, body: '{}' });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('set-cookie')).toMatch(/^hvitals_session=; Path=\/; Max-Age=0; HttpOnly/);
  expect(answer.headers.get('clear-site-data')).toBe('"cache"');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await ask('GET', '/api/v1/session', headers)).code).toBe('login-required');
});

test('another site cannot begin a log-in at the provider: it leads to the page with the button', async () => {
  for (const site of ['cross-site', 'same-site']) {
    const { status, headers } = await ask('GET', '/auth/oidc?to=/vms', { 'sec-fetch-site': site });
    expect([status, headers.get('location'), headers.get('set-cookie')]).toEqual([303, '/login?to=%2Fvms', null]);
  }
});
