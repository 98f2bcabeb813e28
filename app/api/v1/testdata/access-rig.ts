import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { createAccessGate } from '#app/_server/access-gate.ts';
import { findApiHandler } from '#app/_server/api-handlers.ts';
import { auditNotes } from '#app/_server/audit-notes.ts';
import { createHttpServer, listenOn, stopServer } from '#app/_server/http-server.ts';
import { setPasswordParts } from '#app/_server/password-parts.ts';
import { demandContext } from '#app/_server/request-context.ts';
import { closeStore, readAuth } from '#app/_server/store-access.ts';
import { csrfToken } from '#lib/auth/csrf.ts';
import { beginSession } from '#lib/auth/log-in.ts';
import { LogInLimiter } from '#lib/auth/log-in-limiter.ts';
import { PasswordDesk } from '#lib/auth/password-desk.ts';
import { toSessionLimits } from '#lib/auth/session.ts';
import type { Role } from '#lib/model/role.ts';
import type { StoredUser } from '#lib/store/auth-store.ts';
import { openStore } from '#lib/store/open-store.ts';

/** The moment at which these tests stand; UTC milliseconds. */
export const now = Date.UTC(2026, 10, 23, 8);
export const goodPassword = 'four unrelated words here';

/** Somebody who sends requests. */
export type Sender = Readonly<Record<string, string>>;
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** The app's server that asks who everybody is, on a real store, anew for each test of the file. The date stands still. */
export function accessRig() {
  let folder = '';
  let base = '';
  const desk = new PasswordDesk({ cost: { logN: 4, r: 8, p: 1 } });
  let server: ReturnType<typeof createHttpServer> | undefined;
  async function start(isOpen: boolean) {
    if (server !== undefined) await stopServer(server, 0);
    demandContext(!isOpen);
    const gate = createAccessGate({
      ...{ store: readAuth, limits: toSessionLimits({ sessionIdleHours: 12, sessionDays: 7 }), trusts: () => false },
      ...{ notes: auditNotes(), now: Date.now, onError: () => undefined },
    });
    const common = { own: { get: findApiHandler }, pages: async () => undefined, onError: () => undefined };
    server = createHttpServer({ ...common, ...(!isOpen && { gate }) });
    await listenOn(server, { host: '127.0.0.1', port: 0 });
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api/v1`;
  }
  beforeEach(async () => {
    vi.useFakeTimers({ now, toFake: ['Date'] });
    folder = mkdtempSync(join(tmpdir(), 'hvitals-access-'));
    writeFileSync(join(folder, 'hvitals.yaml'), `data: { directory: ${join(folder, 'data')} }\n`);
    vi.stubEnv('HVITALS_CONFIG', join(folder, 'hvitals.yaml'));
    await (await openStore({ file: join(folder, 'data', 'hvitals.db'), mode: 'collectors' })).close();
    setPasswordParts({ desk, limiter: new LogInLimiter() });
    await start(false);
  });
  afterEach(async () => {
    if (server !== undefined) await stopServer(server, 0);
    demandContext(false);
    await closeStore();
    vi.useRealTimers();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const by = { actor: { kind: 'cli', id: '', name: 'root' }, address: '', at: now } as const;
  async function addUser(name: string, role: Role, parts: Partial<StoredUser> = {}): Promise<StoredUser> {
    const passwordHash = await desk.hash(goodPassword);
    const user: StoredUser = {
      ...{ id: randomUUID(), name, role, disabled: false, passwordHash, identity: undefined, createdAt: now },
      ...{ loggedInAt: undefined, ...parts },
    };
    await (await readAuth()).addUser(user, by);
    return user;
  }
  return {
    addUser,
    /** From now on nobody is asked who they are. */
    openUp: () => start(true),
    store: readAuth,
    /** A browser in which this user has logged in. */
    async logIn(user: StoredUser, userAgent = 'Firefox'): Promise<Sender> {
      const secret = await beginSession(await readAuth(), user, { address: '127.0.0.1', userAgent, now: Date.now() });
      return { cookie: `hvitals_session=${secret}`, 'x-hvitals-csrf': csrfToken(secret ?? '') };
    },
    async ask(sender: Sender, path: string, headers: Sender = {}): Promise<Answer> {
      return toAnswer(await fetch(`${base}${path}`, { headers: { ...sender, ...headers } }));
    },
    async send(sender: Sender, method: string, path: string, body: object = {}): Promise<Answer> {
      const headers = { ...sender, 'content-type': 'application/json', 'x-hvitals-request': '1' };
      return toAnswer(await fetch(`${base}${path}`, { method, headers, body: JSON.stringify(body) }));
    },
    /** The audit in short, newest first. */
    async audit(): Promise<readonly string[]> {
      return (await (await readAuth()).listAudit({ limit: 100 })).map(({ actor, action, target, outcome, reason }) =>
        [actor.name, action, target, outcome, reason].filter((part) => part !== '').join(' '),
      );
    },
  };
}

async function toAnswer(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}
