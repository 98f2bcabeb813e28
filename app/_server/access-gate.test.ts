import { mkdtempSync, rmSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecret, digestSecret } from '#lib/auth/secret.ts';
import { toSessionLimits } from '#lib/auth/session.ts';
import type { AuthStore } from '#lib/store/auth-store.ts';
import { type OpenAuthStore, openAuthStore } from '#lib/store/sqlite-auth.ts';
import { StoreError } from '#lib/store/store-error.ts';
import { createAccessGate } from './access-gate.ts';
import { AuditNotes } from './audit-notes.ts';

const by = { actor: { kind: 'cli', id: '', name: 'test' }, address: '', at: 0 } as const;
const viewer = createSecret('token');
let directory: string;
let store: OpenAuthStore;
let now: number;
beforeEach(async () => {
  now = 1_000_000;
  directory = mkdtempSync(join(tmpdir(), 'hvitals-gate-'));
  store = await openAuthStore(join(directory, 'hvitals.db'), { create: true });
  const made = { createdBy: 'test', createdAt: 0, expiresAt: undefined, usedAt: undefined } as const;
  await store.addToken({ id: 'v', digest: digestSecret(viewer), shown: 'hv_', name: 'scraper', role: 'viewer', ...made }, by);
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

function createGate(opened: () => Promise<AuthStore> = async () => store) {
  const notes = new AuditNotes({ store: async () => store, onError: () => undefined });
  const limits = toSessionLimits({ sessionIdleHours: 12, sessionDays: 30 });
  return createAccessGate({ store: opened, limits, trusts: () => false, notes, now: () => now, onError: () => undefined });
}

function ask(path: string, secret?: string, method = 'GET'): [IncomingMessage, string] {
  const request = new IncomingMessage(new Socket());
  if (secret !== undefined) request.headers.authorization = `Bearer ${secret}`;
  return [Object.assign(request, { method, url: path }), path];
}

const refusals = async () => (await store.listAudit({ outcome: 'refused', limit: 100 })).toReversed();

test('a role that does not open a path is refused by the server, and the audit knows, also of a read', async () => {
  expect(await createGate().admit(...ask('/api/v1/users', viewer))).toMatchObject({ kind: 'refused', reason: 'role-too-low' });
  expect(await refusals()).toMatchObject([
    { actor: { kind: 'token', name: 'scraper' }, action: 'request.read', target: '/api/v1/users', reason: 'role-too-low' },
  ]);
});

test('whoever has yet to log in leaves no entry by reading', async () => {
  expect(await createGate().admit(...ask('/vms'))).toMatchObject({ kind: 'refused', reason: 'login-required' });
  expect(await refusals()).toEqual([]);
});

test('a credential that does not hold is noted once in a while, and what was left out is counted', async () => {
  const gate = createGate();
  for (let time = 0; time < 5; time++) await gate.admit(...ask('/api/v1/vms', createSecret('token')));
  now += 601_000;
  await gate.admit(...ask('/api/v1/vms', createSecret('token')));
  expect(await refusals()).toMatchObject([
    { reason: 'unknown', detail: {} },
    { reason: 'unknown', detail: { notNotedBefore: 4 } },
  ]);
});

test('a secret in an address stands in no entry of the audit', async () => {
  const secret = createSecret('session');
  await createGate().admit(...ask(`/api/v1/vms/${secret}`, viewer, 'POST'));
  await createGate().admit(...ask(`/api/v1/users/${secret}`, viewer));
  const text = JSON.stringify(await store.listAudit({ limit: 100 }));
  expect(text).toContain('hv_…');
  expect(text).not.toContain(secret.slice(0, 12));
});

test('while the store cannot be asked nobody is let in', async () => {
  const gate = createGate(async () => {
    throw new StoreError('locked', 'hvitals.db', 'planted');
  });
  expect(await gate.admit(...ask('/api/v1/vms', viewer))).toMatchObject({ kind: 'no-store' });
  // The way in is there, as nobody.
  expect(await gate.admit(...ask('/login', viewer))).toMatchObject({ kind: 'open', principal: undefined });
});
