import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Doer, StoredSession, StoredToken, StoredUser } from './auth-store.ts';
import { hostileTexts } from './contract/rows.ts';
import { openAuthStore } from './sqlite-auth.ts';

let folder = '';
let file = '';
let store: Awaited<ReturnType<typeof openAuthStore>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-auth-'));
  file = join(folder, 'hvitals.db');
  store = await openAuthStore(file, { create: true });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const by: Doer = { actor: { kind: 'cli', id: '', name: 'root' }, address: '', at: 5_000 };
const user = (name: string, parts: Partial<StoredUser> = {}): StoredUser => ({
  id: `id-${name}`,
  name,
  role: 'viewer',
  disabled: false,
  passwordHash: `hash of ${name}`,
  identity: undefined,
  createdAt: 1_000,
  loggedInAt: undefined,
  ...parts,
});
const session = (digest: string, userId: string, parts: Partial<StoredSession> = {}): StoredSession => ({
  digest,
  userId,
  createdAt: 2_000,
  seenAt: 2_000,
  address: '192.0.2.1',
  userAgent: 'Firefox',
  ...parts,
});
const token = (id: string, parts: Partial<StoredToken> = {}): StoredToken => ({
  id,
  digest: `digest ${id}`,
  shown: 'hv_abcde',
  name: 'grafana',
  role: 'viewer',
  createdBy: 'Ann',
  createdAt: 1_000,
  expiresAt: 9_000,
  usedAt: undefined,
  ...parts,
});
const audit = async () =>
  (await store.listAudit({ limit: 100 })).map(({ action, target, outcome, reason }) =>
    [action, target, outcome, reason].join(' ').trim(),
  );

describe('users', () => {
  it('are as they were after a restart, by name in any letter case, and by identity', async () => {
    const identity = { issuer: 'https://id.example.com', subject: 's"1' };
    const eve = user('Eve', { passwordHash: undefined, identity, role: 'operator' });
    expect(await store.addUser(user('Ann'), by)).toBe('done');
    expect(await store.addUser(eve, by)).toBe('done');
    await store.close();
    store = await openAuthStore(file, { create: false });
    expect(await store.listUsers()).toEqual([user('Ann'), eve]);
    expect(await store.findUser('EVE')).toEqual(eve);
    expect(await store.findUserByIdentity(identity)).toEqual(eve);
    expect(await store.findUserByIdentity({ ...identity, issuer: 'https://else.example.com' })).toBeUndefined();
    expect(await store.countUsers()).toBe(2);
  });

  it('have names and identities of their own', async () => {
    const identity = { issuer: 'i', subject: 's' };
    await store.addUser(user('Ann', { identity }), by);
    expect(await store.addUser(user('ANN', { id: 'other' }), by)).toBe('name-taken');
    expect(await store.addUser(user('Ben', { identity }), by)).toBe('name-taken');
    expect(await store.listUsers()).toHaveLength(1);
    expect(await audit()).toEqual(['user.add Ben refused name-taken', 'user.add ANN refused name-taken', 'user.add Ann done']);
  });

  it.each([
    ['demoted', (id: string) => store.setRole(id, 'operator', by)],
    ['disabled', (id: string) => store.setDisabled(id, true, by)],
    ['removed', (id: string) => store.removeUser(id, by)],
  ])('who are the last admin that may log in are not %s', async (_, change) => {
    await store.addUser(user('Ann', { role: 'admin' }), by);
    await store.addUser(user('Ben', { role: 'admin', disabled: true }), by);
    expect(await change('id-Ann')).toBe('last-admin');
    expect(await store.findUser('Ann')).toEqual(user('Ann', { role: 'admin' }));
    expect((await audit())[0]).toMatch(/Ann refused last-admin$/);
    await store.setDisabled('id-Ben', false, by);
    expect(await change('id-Ann')).toBe('done');
  });

  it('that are not there are not changed, and nothing is noted', async () => {
    expect(await store.setPassword('nobody', 'x', by)).toBe('unknown');
    expect(await store.setRole('nobody', 'admin', by)).toBe('unknown');
    expect(await store.removeUser('nobody', by)).toBe('unknown');
    expect(await audit()).toEqual([]);
  });

  it('get a better hash only in the place of the one that was checked', async () => {
    await store.addUser(user('Ann'), by);
    await store.renewPasswordHash('id-Ann', 'another', 'better');
    expect(await store.findUser('Ann')).toEqual(user('Ann'));
    await store.renewPasswordHash('id-Ann', 'hash of Ann', 'better');
    expect(await store.findUser('Ann')).toMatchObject({ passwordHash: 'better' });
  });
});

describe('sessions', () => {
  beforeEach(async () => {
    await store.addUser(user('Ann', { role: 'admin' }), by);
    await store.addUser(user('Ben', { role: 'admin' }), by);
    await store.addSession(session('a1', 'id-Ann', { userAgent: 'Fire"fox\0' }), 'hash of Ann', by);
    await store.addSession(session('a2', 'id-Ann', { seenAt: 3_000 }), 'hash of Ann', by);
    await store.addSession(session('b1', 'id-Ben'), 'hash of Ben', by);
  });

  it('are found with their user, touched, listed and ended', async () => {
    await store.touchSession('a1', 4_000);
    expect(await store.findSession('a1')).toEqual({
      session: session('a1', 'id-Ann', { seenAt: 4_000, userAgent: 'Fire"fox\0' }),
      user: user('Ann', { role: 'admin', loggedInAt: 2_000 }),
    });
    expect((await store.listSessions('id-Ann')).map(({ digest }) => digest)).toEqual(['a1', 'a2']);
    expect(await store.endSession('a1', by)).toBe(true);
    expect(await store.endSession('a1', by)).toBe(false);
    expect(await store.findSession('a1')).toBeUndefined();
    expect((await audit())[0]).toBe('session.end Ann done');
  });

  it('do not begin where the user has changed since the password was checked', async () => {
    expect(await store.addSession(session('x', 'id-Ann'), 'an older hash', by)).toBe(false);
    await store.setDisabled('id-Ben', true, by);
    expect(await store.addSession(session('x', 'id-Ben'), 'hash of Ben', by)).toBe(false);
    expect(await store.addSession(session('x', 'nobody'), undefined, by)).toBe(false);
    expect(await store.findSession('x')).toBeUndefined();
  });

  it.each([
    ['the password is set', () => store.setPassword('id-Ann', 'new', by), []],
    ['the password is set from one of them', () => store.setPassword('id-Ann', 'new', by, 'a2'), ['a2']],
    ['the user is disabled', () => store.setDisabled('id-Ann', true, by), []],
    ['the user is removed', () => store.removeUser('id-Ann', by), []],
    ['the role is changed', () => store.setRole('id-Ann', 'viewer', by), ['a2', 'a1']],
  ])('of that user alone end when %s', async (_, change, left) => {
    expect(await change()).toBe('done');
    expect((await store.listSessions('id-Ann')).map(({ digest }) => digest)).toEqual(left);
    expect(await store.listSessions('id-Ben')).toHaveLength(1);
  });

  it.each([
    ['an admin has set another password', () => store.setPassword('id-Ann', 'by an admin', by), 'by an admin'],
    ['the user was disabled', () => store.setDisabled('id-Ann', true, by), 'hash of Ann'],
    ['it was ended', () => store.endSession('a2', by), 'hash of Ann'],
  ])('set no password once %s', async (_, end, passwordHash) => {
    await end();
    expect(await store.setPassword('id-Ann', 'by the session', by, 'a2')).toBe('unknown');
    expect(await store.findUser('Ann')).toMatchObject({ passwordHash });
  });

  it('set no password of somebody else', async () => {
    expect(await store.setPassword('id-Ann', 'by the session', by, 'b1')).toBe('unknown');
  });
});

describe('tokens and wall links', () => {
  it('are found by digest, touched, listed and revoked', async () => {
    await store.addToken(token('t1'), by);
    await store.addToken(token('t2', { expiresAt: undefined, role: 'admin', createdAt: 2_000 }), by);
    await store.touchToken('t1', 7_000);
    expect(await store.findToken('digest t1')).toEqual(token('t1', { usedAt: 7_000 }));
    expect(await store.revokeToken('t1', by)).toBe(true);
    expect(await store.revokeToken('t1', by)).toBe(false);
    expect(await store.findToken('digest t1')).toBeUndefined();
    expect(await store.listTokens()).toEqual([token('t2', { expiresAt: undefined, role: 'admin', createdAt: 2_000 })]);

    const { role: _, ...link } = token('w1', { name: 'NOC' });
    await store.addWallLink(link, by);
    await store.touchWallLink('w1', 8_000);
    expect(await store.findWallLink('digest w1')).toEqual({ ...link, usedAt: 8_000 });
    expect(await store.findToken('digest w1')).toBeUndefined();
    expect(await store.revokeWallLink('w1', by)).toBe(true);
    expect(await store.listWallLinks()).toEqual([]);
    expect(await audit()).toEqual([
      'wall-link.revoke NOC done',
      'wall-link.add NOC done',
      'token.revoke grafana done',
      'token.add grafana done',
      'token.add grafana done',
    ]);
  });

  it('keep any name as it is', async () => {
    for (const [index, name] of hostileTexts.entries()) await store.addToken(token(`t${index}`, { name, createdBy: name }), by);
    expect((await store.listTokens()).map(({ name }) => name).sort()).toEqual([...hostileTexts].sort());
  });
});

it('two processes write at once and both are stored', async () => {
  const other = await openAuthStore(file, { create: false });
  await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).addUser(user(`u${index}`), by)));
  expect(await store.countUsers()).toBe(20);
  expect(await other.listAudit({ limit: 100 })).toHaveLength(20);
  await other.close();
});

it('a file that is not there is not made by who does not create it', async () => {
  await expect(openAuthStore(join(folder, 'absent.db'), { create: false })).rejects.toMatchObject({ code: 'missing' });
  expect(await readdir(folder)).not.toContain('absent.db');
  expect((await readFile(file)).length).toBeGreaterThan(0);
});
