import { expect, test, vi } from 'vitest';
import { apiNewToken, apiTokens } from '#lib/model/api/tokens.ts';
import { apiNewWallLink, apiWallLinks } from '#lib/model/api/wall-links.ts';
import { accessRig, now } from './testdata/access-rig.ts';

/** Tokens and wall links, over HTTP and on a real store. */

const { addUser, logIn, ask, send, audit, store } = accessRig();
const day = 86_400_000;

test('a token opens what its role opens, from when it is made to when it is revoked', async () => {
  const ann = await logIn(await addUser('ann', 'admin'));
  const made = await send(ann, 'POST', '/tokens', { name: 'backup', role: 'operator' });
  expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
  const { token, secret } = apiNewToken.parse(made.body);
  expect(token).toMatchObject({
    name: 'backup',
    role: 'operator',
    createdBy: 'ann',
    createdAt: now,
    expiresAt: null,
    usedAt: null,
  });
  const bearer = { authorization: `Bearer ${secret}` };
  expect((await ask(bearer, '/silences')).status).toBe(200);
  expect((await ask(bearer, '/tokens')).status).toBe(403);
  const listed = await ask(ann, '/tokens');
  expect(apiTokens.parse(listed.body).tokens).toMatchObject([{ id: token.id, usedAt: now }]);
  expect(JSON.stringify([listed.body, await (await store()).listAudit({ limit: 100 })])).not.toContain(secret.slice(12));
  expect((await send(ann, 'DELETE', `/tokens/${token.id}`)).body).toEqual({ id: token.id });
  expect((await ask(bearer, '/silences')).body).toMatchObject({ status: 401, code: 'token-not-valid' });
  expect((await send(ann, 'DELETE', `/tokens/${token.id}`)).status).toBe(404);
  expect((await audit()).toReversed().slice(2, 5)).toEqual([
    'ann token.add backup done',
    'backup request.read /api/v1/tokens refused role-too-low',
    'ann token.revoke backup done',
  ]);
});

test('a token of an admin manages, is its own actor, and has no account', async () => {
  const ann = await logIn(await addUser('ann', 'admin'));
  const made = await send(ann, 'POST', '/tokens', { name: 'terraform', role: 'admin' });
  const bearer = { authorization: `Bearer ${apiNewToken.parse(made.body).secret}` };
  const second = await send(bearer, 'POST', '/tokens', { name: 'x', role: 'viewer' });
  expect(apiNewToken.parse(second.body).token.createdBy).toBe('terraform');
  expect((await ask(bearer, '/account')).body).toMatchObject({ status: 409, code: 'no-account' });
});

test('a token ends after its days', async () => {
  const ann = await logIn(await addUser('ann', 'admin'));
  const made = await send(ann, 'POST', '/tokens', { name: 'backup', role: 'viewer', days: 2 });
  const { token, secret } = apiNewToken.parse(made.body);
  expect(token.expiresAt).toBe(now + 2 * day);
  vi.setSystemTime(now + 2 * day);
  expect((await ask({ authorization: `Bearer ${secret}` }, '/silences')).status).toBe(401);
});

test.each([
  { name: ' ', role: 'viewer' },
  { name: 'x', role: 'nobody' },
  { name: 'x', role: 'viewer', days: 0 },
  { name: 'x', role: 'viewer', days: 1.5 },
  { name: 'x'.repeat(101), role: 'viewer' },
  { name: 'x\u001b[2J', role: 'viewer' },
  { name: 'x\ny', role: 'viewer' },
  { name: 'x\u202ey', role: 'viewer' },
])('%o makes no token', async (body) => {
  const ann = await logIn(await addUser('ann', 'admin'));
  expect((await send(ann, 'POST', '/tokens', body)).status).toBe(422);
  expect((await ask(ann, '/tokens')).body).toEqual({ tokens: [] });
});

test('a wall link is an address that is said once', async () => {
  const ann = await logIn(await addUser('ann', 'admin'));
  const made = await send(ann, 'POST', '/wall-links', { name: 'office' });
  const { link, url } = apiNewWallLink.parse(made.body);
  expect([made.headers.get('cache-control'), new URL(url).pathname]).toEqual([
    'no-store',
    expect.stringMatching(/^\/wall-link\/hvw_[\w-]{43}$/),
  ]);
  const cookie = { cookie: `hvitals_wall=${url.split('/').at(-1)}` };
  expect((await ask(cookie, '/session')).body).toMatchObject({ kind: 'wall-link', name: 'office' });
  expect((await ask(cookie, '/wall-links')).status).toBe(403);
  expect(apiWallLinks.parse((await ask(ann, '/wall-links')).body).links).toMatchObject([{ id: link.id, usedAt: now }]);
  expect((await send(ann, 'DELETE', `/wall-links/${link.id}`)).status).toBe(200);
  expect((await ask(cookie, '/session')).status).toBe(401);
  expect(await audit()).toContain('ann wall-link.revoke office done');
});
