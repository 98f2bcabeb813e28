import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecret, digestSecret } from '#lib/auth/secret.ts';
import { systemClock } from '#lib/clock.ts';
import { loadConfig } from '#lib/config/load-config.ts';
import { createLogger } from '#lib/log.ts';
import { type Role, roles } from '#lib/model/role.ts';
import { type OpenAuthStore, openAuthStore } from '#lib/store/sqlite-auth.ts';
import { findApiHandler } from '../api-handlers.ts';
import { createHttpServer, listenOn, stopServer } from '../http-server.ts';
import { demandContext } from '../request-context.ts';
import { closeStore, readAuth } from '../store-access.ts';
import { createWebAccess } from '../web-access.ts';
import { ofMain } from './access-table.ts';

const by = { actor: { kind: 'cli', id: '', name: 'test' }, address: '', at: Date.now() } as const;
export const secrets = {
  expired: createSecret('session'),
  idle: createSecret('session'),
  locked: createSecret('session'),
  revoked: createSecret('token'),
  wall: createSecret('wall-link'),
  session: { viewer: createSecret('session'), operator: createSecret('session'), admin: createSecret('session') },
  token: { viewer: createSecret('token'), operator: createSecret('token'), admin: createSecret('token') },
};

/** The app's own server with everything but Next, where log-in is required, on a store with somebody of each kind. */
export async function startAccessRig() {
  const directory = mkdtempSync(join(tmpdir(), 'hvitals-access-'));
  const file = join(directory, 'hvitals.yaml');
  const provider = 'oidc: {issuer: "https://id.invalid", clientId: x, roles: {viewer: ["*"]}}, externalUrl: "http://127.0.0.1:1"';
  writeFileSync(file, `web: {${provider}}\ndata: {directory: ${directory}}\n`, { mode: 0o600 });
  process.env.HVITALS_CONFIG = file;
  const store = await openAuthStore(join(directory, 'hvitals.db'), { create: true });
  await fill(store);
  const { config } = loadConfig({ cwd: directory, env: process.env });
  const access = createWebAccess({ web: config.web, store: readAuth, clock: systemClock, log: createLogger({ level: 'error' }) });
  const main = new Map(
    ofMain.map((path) => [path, async (_: unknown, response: { end(text: string): unknown }) => void response.end('main')]),
  );
  const server = createHttpServer({
    own: { get: (path) => main.get(path) ?? findApiHandler(path) ?? access.find(path) },
    pages: access.guardPages(async (_, response) => void response.end('page')),
    gate: access.gate,
    hosts: access.hosts,
    onError: (error) => {
      throw error;
    },
  });
  await listenOn(server, { host: '127.0.0.1', port: 0 });
  const address = server.address();
  return {
    base: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    store,
    async stop() {
      await stopServer(server, 0);
      await closeStore();
      await store.close();
      demandContext(false);
      rmSync(directory, { recursive: true });
    },
  };
}

async function fill(store: OpenAuthStore): Promise<void> {
  const now = Date.now();
  for (const role of [...roles, 'locked'] as const) {
    const common = { passwordHash: undefined, identity: { issuer: 'i', subject: role }, createdAt: now, loggedInAt: undefined };
    const user = { id: role, name: role, role: role === 'locked' ? 'admin' : role, disabled: false, ...common } as const;
    await store.addUser(user, by);
    const secret = role === 'locked' ? secrets.locked : secrets.session[role];
    await putSession(store, secret, role, now, now);
    if (role === 'locked') continue;
    await putToken(store, secrets.token[role], role, role);
  }
  await store.setDisabled('locked', true, by);
  await putSession(store, secrets.expired, 'admin', now - 31 * 86_400_000, now);
  await putSession(store, secrets.idle, 'admin', now - 86_400_000, now - 13 * 3_600_000);
  await putToken(store, secrets.revoked, 'gone', 'admin');
  await store.revokeToken('gone', by);
  const link = {
    id: 'wall',
    digest: digestSecret(secrets.wall),
    shown: 'hvw_',
    name: 'lobby',
    createdBy: 'test',
    createdAt: now,
  };
  await store.addWallLink({ ...link, expiresAt: undefined, usedAt: undefined }, by);
}

function putSession(store: OpenAuthStore, secret: string, userId: string, createdAt: number, seenAt: number): Promise<boolean> {
  const times = { createdAt, seenAt, address: '', userAgent: '' };
  return store.addSession({ digest: digestSecret(secret), userId, ...times }, undefined, by);
}

function putToken(store: OpenAuthStore, secret: string, name: string, role: Role): Promise<void> {
  const token = { id: name, digest: digestSecret(secret), shown: 'hv_', name, role, createdBy: 'test', createdAt: Date.now() };
  return store.addToken({ ...token, expiresAt: undefined, usedAt: undefined }, by);
}
