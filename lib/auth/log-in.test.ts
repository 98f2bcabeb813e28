import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../log.ts';
import type { Role } from '../model/role.ts';
import type { Doer } from '../store/auth-store.ts';
import { openAuthStore } from '../store/sqlite-auth.ts';
import { authenticate } from './authenticate.ts';
import { readCredentials } from './credentials.ts';
import { csrfToken } from './csrf.ts';
import { logIn } from './log-in.ts';
import { LogInLimiter } from './log-in-limiter.ts';
import { PasswordDesk } from './password-desk.ts';
import { createSecret, digestSecret, shownPart } from './secret.ts';
import { toSessionLimits } from './session.ts';

const cost = { logN: 4, r: 8, p: 1 };
const start = 1_800_000_000_000;
const hour = 3_600_000;
const limits = toSessionLimits({ sessionIdleHours: 12, sessionDays: 30 });
const by: Doer = { actor: { kind: 'cli', id: '', name: 'root' }, address: '', at: start };
const password = 'four unrelated words';

let folder = '';
let store: Awaited<ReturnType<typeof openAuthStore>>;
let desk: PasswordDesk;
let limiter: LogInLimiter;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hvitals-log-in-'));
  store = await openAuthStore(join(folder, 'hvitals.db'), { create: true });
  desk = new PasswordDesk({ cost });
  limiter = new LogInLimiter();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const addUser = async (name: string, role: Role = 'operator') => {
  const common = { id: `id-${name}`, name, role, disabled: false, identity: undefined, createdAt: start, loggedInAt: undefined };
  return store.addUser({ ...common, passwordHash: await desk.hash(password) }, by);
};
const tryIn = (name: string, given: string, parts: { now?: number; address?: string; earlierDigest?: string } = {}) =>
  logIn(
    { store, desk, limiter },
    { name, password: given },
    { address: '192.0.2.1', userAgent: 'Firefox', now: start, ...parts },
  );
const logInAs = async (name: string, parts: Parameters<typeof tryIn>[2] = {}): Promise<string> => {
  const result = await tryIn(name, password, parts);
  if (result.kind !== 'in') throw new Error(`refused: ${result.reason}`);
  return result.sessionSecret;
};
const who = (headers: Parameters<typeof readCredentials>[0], now = start) =>
  authenticate(readCredentials(headers, false), { store, limits, now, onError: (error) => expect.fail(String(error)) });
const withSession = (secret: string) => ({ cookie: `hvitals_session=${secret}` });
const refusals = async () =>
  (await store.listAudit({ limit: 50, outcome: 'refused' })).map(
    ({ reason, target, address }) => `${reason} ${target} ${address}`,
  );

describe('log-in', () => {
  it('says that there are no users before anything else', async () => {
    expect(await tryIn('ann', password)).toEqual({ kind: 'refused', reason: 'no-users' });
  });

  it('gives a session by which its user is known', async () => {
    await addUser('Ann');
    const secret = await logInAs('ANN');
    expect(await who(withSession(secret))).toEqual({
      kind: 'recognised',
      principal: {
        kind: 'user',
        userId: 'id-Ann',
        name: 'Ann',
        role: 'operator',
        sessionDigest: digestSecret(secret),
        csrfToken: csrfToken(secret),
      },
    });
    expect(await store.findUser('ann')).toMatchObject({ loggedInAt: start });
  });

  it('answers the same to a wrong name, a wrong password and a disabled user, and the audit knows which', async () => {
    await addUser('Ann');
    await addUser('Ben');
    await store.setDisabled('id-Ben', true, by);
    const wrong = { kind: 'refused', reason: 'wrong' };
    expect(await tryIn('nobody', password)).toEqual(wrong);
    expect(await tryIn('Ann', 'something else here')).toEqual(wrong);
    expect(await tryIn('Ben', password)).toEqual(wrong);
    expect(await tryIn('my secret, typed in the wrong field', password)).toEqual(wrong);
    expect(await refusals()).toEqual([
      'unknown-user  192.0.2.1',
      'disabled Ben 192.0.2.1',
      'wrong-password Ann 192.0.2.1',
      'unknown-user  192.0.2.1',
    ]);
  });

  it('is slowed down after failures, also with the right password, and the audit tells of a wait once', async () => {
    await addUser('Ann');
    for (let index = 0; index < 5; index++) await tryIn('Ann', 'something else here', { address: `192.0.2.${index}` });
    for (let index = 0; index < 3; index++)
      expect(await tryIn('Ann', password)).toEqual({ kind: 'refused', reason: 'wait', seconds: 1 });
    expect((await refusals()).filter((line) => line.startsWith('wait'))).toEqual(['wait-name Ann 192.0.2.1']);
    expect((await tryIn('Ann', password, { now: start + 1_000 })).kind).toBe('in');
  });

  it('that finds no free place to hash counts for nothing', async () => {
    await addUser('Ann');
    desk = new PasswordDesk({ cost, atOnce: 1, waiting: 0 });
    const [one, two] = await Promise.all([tryIn('Ann', password), tryIn('Ann', password)]);
    expect([one.kind, two]).toEqual(['in', { kind: 'refused', reason: 'busy' }]);
    expect(limiter.sizes()).toMatchObject({ name: 0, address: 0 });
  });

  it('makes a hash anew that was made with less than what is used now', async () => {
    await addUser('Ann');
    desk = new PasswordDesk({ cost: { ...cost, logN: 5 } });
    await logInAs('Ann');
    expect((await store.findUser('Ann'))?.passwordHash).toContain('$ln=5,');
    await logInAs('Ann');
  });

  it('ends the session that the browser had, and never takes up one that it brought', async () => {
    await addUser('Ann');
    const first = await logInAs('Ann');
    const second = await logInAs('Ann', { earlierDigest: digestSecret(first) });
    expect(second).not.toBe(first);
    expect(await who(withSession(first))).toEqual({ kind: 'unrecognised', reason: 'unknown' });
    expect(await who(withSession(second))).toMatchObject({ kind: 'recognised' });
  });
});

describe('a session', () => {
  let secret = '';
  beforeEach(async () => {
    await addUser('Ann');
    await addUser('Root', 'admin');
    secret = await logInAs('Ann');
  });

  it('lasts while it is used, and at most 30 days', async () => {
    for (let now = start; now < start + limits.lifeMs; now += 11 * hour)
      expect(await who(withSession(secret), now)).toMatchObject({ kind: 'recognised' });
    expect(await who(withSession(secret), start + limits.lifeMs - 1)).toMatchObject({ kind: 'recognised' });
    expect(await who(withSession(secret), start + limits.lifeMs)).toEqual({ kind: 'unrecognised', reason: 'expired' });
  });

  it('ends after 12 hours without a request', async () => {
    expect(await who(withSession(secret), start + 12 * hour)).toEqual({ kind: 'unrecognised', reason: 'idle' });
  });

  it('follows its user: a new role at once, and an end with the password, the user, or the right to log in', async () => {
    await store.setRole('id-Ann', 'viewer', by);
    expect(await who(withSession(secret))).toMatchObject({ principal: { role: 'viewer' } });
    await store.setPassword('id-Ann', await desk.hash('another four words'), by);
    expect(await who(withSession(secret))).toMatchObject({ kind: 'unrecognised' });
  });
});

describe('tokens and wall links', () => {
  const give = async (expiresAt?: number) => {
    const [token, link] = [createSecret('token'), createSecret('wall-link')];
    const common = { createdBy: 'Ann', createdAt: start, expiresAt, usedAt: undefined };
    await store.addToken(
      { ...common, id: 't', digest: digestSecret(token), shown: shownPart(token), name: 'grafana', role: 'viewer' },
      by,
    );
    await store.addWallLink({ ...common, id: 'w', digest: digestSecret(link), shown: shownPart(link), name: 'NOC' }, by);
    return { token: { authorization: `Bearer ${token}` }, link: { cookie: `hvitals_wall=${link}` } };
  };

  it('say who they are, and when they were used last', async () => {
    const { token, link } = await give();
    expect(await who(token)).toEqual({
      kind: 'recognised',
      principal: { kind: 'token', tokenId: 't', name: 'grafana', role: 'viewer' },
    });
    expect(await who(link)).toEqual({ kind: 'recognised', principal: { kind: 'wall-link', linkId: 'w', name: 'NOC' } });
    await who(token, start + 59_000);
    expect((await store.listTokens())[0]?.usedAt).toBe(start);
    await who(token, start + 60_000);
    expect((await store.listTokens())[0]?.usedAt).toBe(start + 60_000);
    expect((await store.listWallLinks())[0]?.usedAt).toBe(start);
  });

  it('hold until they run out or are revoked', async () => {
    const { token, link } = await give(start + hour);
    expect(await who(token, start + hour - 1)).toMatchObject({ kind: 'recognised' });
    expect(await who(token, start + hour)).toEqual({ kind: 'unrecognised', reason: 'expired' });
    expect(await who(link, start + hour)).toEqual({ kind: 'unrecognised', reason: 'expired' });
    await store.revokeToken('t', by);
    expect(await who(token)).toEqual({ kind: 'unrecognised', reason: 'unknown' });
  });

  it('of a wall go on where a session of the same browser has ended', async () => {
    await addUser('Ann');
    const secret = await logInAs('Ann');
    const { link } = await give();
    const both = { cookie: `hvitals_session=${secret}; ${link.cookie}` };
    expect(await who(both)).toMatchObject({ principal: { kind: 'user' } });
    expect(await who(both, start + 13 * hour)).toMatchObject({ principal: { kind: 'wall-link' } });
  });
});

it('no password and no secret stands in the store, its log, the audit, or a line of the log', async () => {
  await addUser('Ann', 'admin');
  const session = await logInAs('Ann');
  await tryIn('Ann', 'a wrong password here');
  await tryIn('a wrong password here', password);
  const token = createSecret('token');
  await store.addToken(
    {
      id: 't',
      digest: digestSecret(token),
      shown: shownPart(token),
      name: 'x',
      role: 'admin',
      createdBy: 'Ann',
      createdAt: start,
      expiresAt: undefined,
      usedAt: undefined,
    },
    by,
  );
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', stream: { write: (line) => void lines.push(line) } });
  log.info(
    { who: await who(withSession(session)), audit: await store.listAudit({ limit: 50 }), users: await store.listUsers() },
    'all',
  );
  // The principal's CSRF token is for the page; it does not give the session away.
  const files = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')));
  const everything = [...files, ...lines].join('\n');
  expect(everything).toContain(digestSecret(session));
  for (const secret of [password, 'a wrong password here', session, session.slice(4), token, token.slice(9)])
    expect(everything).not.toContain(secret);
});
