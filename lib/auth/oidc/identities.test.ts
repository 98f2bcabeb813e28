import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { openAuthStore } from '../../store/sqlite-auth.ts';
import { digestSecret } from '../secret.ts';
import { logInByIdentity } from './log-in-by-identity.ts';
import { type Claims, hasClaims, readClaims } from './oidc-claims.ts';
import { PendingLogIns, pendingMs } from './pending-log-ins.ts';

const settings = {
  nameClaim: 'preferred_username',
  roleClaim: 'groups',
  roles: { viewer: ['staff'], operator: ['noc'], admin: ['hvitals-admins'] },
};

describe('claims', () => {
  it.each([
    [
      { preferred_username: 'ann', groups: ['staff', 'noc'] },
      { kind: 'user', name: 'ann', role: 'operator' },
    ],
    [
      { preferred_username: 'ann', groups: 'hvitals-admins' },
      { kind: 'user', name: 'ann', role: 'admin' },
    ],
    [
      { preferred_username: 'ann', groups: ['Staff', 'admin', ['noc'], 7, null] },
      { kind: 'refused', reason: 'no-role' },
    ],
    [
      { preferred_username: 'ann', groups: ['*'] },
      { kind: 'refused', reason: 'no-role' },
    ],
    [{ preferred_username: 'ann' }, { kind: 'refused', reason: 'no-role' }],
    [{ groups: ['noc'] }, { kind: 'refused', reason: 'no-name' }],
    [
      { preferred_username: '<b>', groups: ['noc'] },
      { kind: 'refused', reason: 'no-name' },
    ],
    [
      { preferred_username: ['ann'], groups: ['noc'] },
      { kind: 'refused', reason: 'no-name' },
    ],
  ])('%j: %j', (claims, wanted) => {
    expect(readClaims(claims, settings)).toEqual(wanted);
  });

  it('may stand deeper, or have dots in their names', () => {
    const deep = { ...settings, roleClaim: 'realm_access.roles', nameClaim: 'https://example.com/name' };
    const claims = { realm_access: { roles: ['noc'] }, 'https://example.com/name': 'ann' };
    expect(readClaims(claims, deep)).toEqual({ kind: 'user', name: 'ann', role: 'operator' });
    expect(hasClaims(claims, deep)).toBe(true);
    expect(hasClaims({ realm_access: {} }, deep)).toBe(false);
    expect(hasClaims({}, { ...settings, roleClaim: '__proto__.x' })).toBe(false);
  });

  it('give everybody a role where the configuration says *', () => {
    const open = { ...settings, roles: { ...settings.roles, viewer: ['*'] } };
    expect(readClaims({ preferred_username: 'ann' }, open)).toEqual({ kind: 'user', name: 'ann', role: 'viewer' });
  });

  it('of any shape give a role only by a value that the configuration names', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('groups', 'preferred_username', 'x'), fc.jsonValue()), (claims) => {
        const read = readClaims(claims as Claims, settings);
        if (read.kind === 'user') expect(JSON.stringify(claims.groups)).toMatch(/staff|noc|hvitals-admins/);
      }),
    );
  });
});

describe('a proved identity', () => {
  const now = 1_800_000_000_000;
  const from = { address: '192.0.2.1', userAgent: 'Firefox', now };
  const prove = (subject: string, name: string, groups: readonly string[]) => ({
    identity: { issuer: 'https://id.example.com', subject },
    claims: { preferred_username: name, groups },
  });
  let folder = '';
  let store: Awaited<ReturnType<typeof openAuthStore>>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hvitals-identities-'));
    store = await openAuthStore(join(folder, 'hvitals.db'), { create: true });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('becomes a user at the first log-in, and is the same one under another name afterwards', async () => {
    const first = await logInByIdentity(store, prove('s1', 'ann', ['noc']), settings, from);
    const second = await logInByIdentity(store, prove('s1', 'ann.smith', ['noc']), settings, from);
    expect([first, second]).toMatchObject([
      { kind: 'in', user: { name: 'ann', role: 'operator' } },
      { kind: 'in', user: { name: 'ann' } },
    ]);
    expect(await store.countUsers()).toBe(1);
    if (first.kind === 'in')
      expect(await store.findSession(digestSecret(first.sessionSecret))).toMatchObject({ user: { name: 'ann' } });
  });

  it('has the role that the provider gives now, also when that takes away the last admin', async () => {
    await logInByIdentity(store, prove('s1', 'ann', ['hvitals-admins']), settings, from);
    expect(await logInByIdentity(store, prove('s1', 'ann', ['staff']), settings, from)).toMatchObject({
      user: { role: 'viewer' },
    });
    expect(await store.findUser('ann')).toMatchObject({ role: 'viewer' });
    expect((await store.listAudit({ limit: 10, action: 'user.role' }))[0]).toMatchObject({
      outcome: 'done',
      detail: { from: 'admin', to: 'viewer', decidedBy: 'provider' },
    });
  });

  it('does not become the local user of its name, nor somebody else of another subject', async () => {
    const by = { actor: { kind: 'cli', id: '', name: 'root' }, address: '', at: now } as const;
    const local = {
      id: 'l',
      name: 'ann',
      role: 'admin',
      disabled: false,
      passwordHash: 'x',
      identity: undefined,
      createdAt: now,
      loggedInAt: undefined,
    } as const;
    await store.addUser(local, by);
    expect(await logInByIdentity(store, prove('s1', 'ANN', ['staff']), settings, from)).toEqual({
      kind: 'refused',
      reason: 'name-taken',
    });
    await logInByIdentity(store, prove('s2', 'ben', ['staff']), settings, from);
    expect(await logInByIdentity(store, prove('s3', 'ben', ['hvitals-admins']), settings, from)).toEqual({
      kind: 'refused',
      reason: 'name-taken',
    });
    expect((await store.listUsers()).map(({ name, role }) => `${name} ${role}`)).toEqual(['ann admin', 'ben viewer']);
    expect(await store.listSessions('l')).toEqual([]);
  });

  it('is not let in without a role or while disabled, and the audit says why', async () => {
    const entered = await logInByIdentity(store, prove('s1', 'ann', ['staff']), settings, from);
    expect(await logInByIdentity(store, prove('s1', 'ann', []), settings, from)).toEqual({ kind: 'refused', reason: 'no-role' });
    if (entered.kind === 'in')
      await store.setDisabled(entered.user.id, true, { actor: { kind: 'cli', id: '', name: '' }, address: '', at: now });
    expect(await logInByIdentity(store, prove('s1', 'ann', ['staff']), settings, from)).toEqual({
      kind: 'refused',
      reason: 'disabled',
    });
    expect((await store.listAudit({ limit: 10, outcome: 'refused' })).map(({ reason, target }) => `${reason} ${target}`)).toEqual(
      ['disabled ann', 'no-role ann'],
    );
  });
});

describe('log-ins under way', () => {
  const attempt = { state: 's', nonce: 'n', codeVerifier: 'v' };
  test('are taken once, by the browser that began them, within ten minutes', () => {
    const pending = new PendingLogIns();
    const [one, two] = [pending.put(attempt, '/vms', 1_000), pending.put({ ...attempt, state: 't' }, '/', 1_000)];
    expect(pending.take(two, 1_000 + pendingMs - 1)).toMatchObject({ attempt: { state: 't' } });
    expect(pending.take(two, 1_000)).toBeUndefined();
    expect(pending.take('hvo_else', 1_000)).toBeUndefined();
    expect(pending.take(one, 1_000 + pendingMs)).toBeUndefined();
    expect(pending.size).toBe(0);
  });

  test('are bounded in number and forgotten after their time', () => {
    const pending = new PendingLogIns();
    const secrets = Array.from({ length: 1_500 }, () => pending.put(attempt, '/', 1_000));
    expect(pending.size).toBe(1_000);
    expect(pending.take(secrets[0] ?? '', 1_000)).toBeUndefined();
    expect(pending.take(secrets[1_499] ?? '', 1_000)).toMatchObject({ returnPath: '/' });
    pending.put(attempt, '/', 1_000 + pendingMs);
    expect(pending.size).toBe(1);
  });
});
