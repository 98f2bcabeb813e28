import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Doer, StoredSession, StoredUser } from './auth-store.ts';
import { openStore } from './open-store.ts';
import { openAuthStore } from './sqlite-auth.ts';

let folder = '';
let file = '';
let store: Awaited<ReturnType<typeof openAuthStore>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-audit-'));
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
const audit = async () =>
  (await store.listAudit({ limit: 100 })).map(({ action, target, outcome, reason }) =>
    [action, target, outcome, reason].join(' ').trim(),
  );

describe('the audit', () => {
  const entry = (at: number, action: string, outcome: 'done' | 'refused' = 'done') =>
    store.addAudit({
      at,
      actor: { kind: 'user', id: 'u', name: 'A"n' },
      address: '::1',
      action,
      target: 't',
      outcome,
      reason: outcome === 'done' ? '' : 'no',
      detail: { n: 1 },
    });

  it('lists newest first, by page and by what happened', async () => {
    await entry(1, 'user.add');
    await entry(2, 'user.role', 'refused');
    await entry(2, 'users-else');
    await entry(3, 'token.add');
    const all = await store.listAudit({ limit: 10 });
    expect(all.map(({ action }) => action)).toEqual(['token.add', 'users-else', 'user.role', 'user.add']);
    expect(all[2]).toEqual({
      id: 2,
      at: 2,
      actor: { kind: 'user', id: 'u', name: 'A"n' },
      address: '::1',
      action: 'user.role',
      target: 't',
      outcome: 'refused',
      reason: 'no',
      detail: { n: 1 },
    });
    const actions = async (filter: Parameters<typeof store.listAudit>[0]) =>
      (await store.listAudit(filter)).map(({ action }) => action);
    expect(await actions({ limit: 10, action: 'user' })).toEqual(['user.role', 'user.add']);
    expect(await actions({ limit: 10, action: 'user.add' })).toEqual(['user.add']);
    expect(await actions({ limit: 10, outcome: 'refused', actorName: 'A"n', target: 't', from: 2 })).toEqual(['user.role']);
    expect(await actions({ limit: 1, before: { at: 2, id: 3 } })).toEqual(['user.role']);
    expect(await actions({ limit: 10, actorName: 'else' })).toEqual([]);
  });

  it('is append only: SQLite itself refuses to change an entry', async () => {
    await entry(1, 'user.add');
    const database = new DatabaseSync(file);
    expect(() => database.exec(`UPDATE audit SET action = 'x'`)).toThrow('audit entries never change');
    database.close();
  });

  it('is pruned by age, and sessions by theirs', async () => {
    await store.addUser(user('Ann'), by);
    await store.addSession(session('old', 'id-Ann', { createdAt: 10, seenAt: 900 }), 'hash of Ann', by);
    await store.addSession(session('idle', 'id-Ann', { createdAt: 500, seenAt: 600 }), 'hash of Ann', by);
    await store.addSession(session('live', 'id-Ann', { createdAt: 500, seenAt: 900 }), 'hash of Ann', by);
    await entry(1, 'early');
    await store.prune({ audit: 2, sessions: 100, idle: 700 });
    expect((await store.listSessions()).map(({ digest }) => digest)).toEqual(['live']);
    expect((await audit()).some((line) => line.startsWith('early'))).toBe(false);
    expect(await audit()).toHaveLength(4);
  });
});

it('every write moves the revision of the store, and a reader of the store sees that something happened', async () => {
  const reader = await openStore({ file, mode: 'app' });
  const moves = async (work: () => Promise<unknown>) => {
    const before = await reader.revision();
    await work();
    return (await reader.revision()) - before;
  };
  expect(await moves(() => store.addUser(user('Ann'), by))).toBe(1);
  expect(await moves(() => store.addSession(session('s', 'id-Ann'), 'hash of Ann', by))).toBe(1);
  expect(await moves(() => store.touchSession('s', 3_000))).toBe(1);
  expect(await moves(() => store.removeUser('id-Ann', by))).toBe(1);
  expect(await moves(() => store.listUsers())).toBe(0);
  await reader.close();
});
