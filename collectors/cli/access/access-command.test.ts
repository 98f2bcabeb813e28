import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authenticate } from '#lib/auth/authenticate.ts';
import { readCredentials } from '#lib/auth/credentials.ts';
import { logIn } from '#lib/auth/log-in.ts';
import { LogInLimiter } from '#lib/auth/log-in-limiter.ts';
import { PasswordDesk } from '#lib/auth/password-desk.ts';
import { toSessionLimits } from '#lib/auth/session.ts';
import { openStore } from '#lib/store/open-store.ts';
import { openAuthStore } from '#lib/store/sqlite-auth.ts';
import { type Ended, runHvitalsWith } from '../testdata/run-hvitals.ts';
import { runAccess } from './access-command.ts';
import { readAccessArguments } from './read-access-arguments.ts';

const password = 'four unrelated words';
let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-access-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** The command without the start of two programs. */
async function hvitals(line: string, input = ''): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runAccess({
    args: line.split(' '),
    print: (text) => out.push(`${text}\n`),
    tell: (text) => err.push(text),
    input: new PassThrough().end(input),
    cwd,
    env: {},
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}
/** As a person runs it. */
const reallyHvitals = (line: string, input = '') => runHvitalsWith(cwd, input, line.split(' '));
const addAnn = () => hvitals('user add Ann --role admin --password-stdin', `${password}\n`);
const file = () => join(cwd, 'data', 'hvitals.db');
const openAuth = () => openAuthStore(file(), { create: false });

describe('arguments', () => {
  it.each([
    ['user', 'user wants to know what to do'],
    ['user destroy ann', 'user cannot "destroy"'],
    ['user add --role admin', 'something is missing'],
    ['user add ann', 'a role is needed, one of viewer, operator, admin'],
    ['user add ann --role root', 'a role is needed, one of viewer, operator, admin'],
    ['user add ann --role admin hunter2', 'there is more than belongs here; a password is never an argument'],
    ['user add ann --role admin --password hunter2', "Unknown option '--password'"],
    ['user add -- <b> --role', 'there is more than belongs here; a password is never an argument'],
    ['user add a/b --role admin', 'NAME must be a name of 1 to 64 letters'],
    ['user passwd ann --role admin', '--role does not belong here'],
    ['user list ann', 'there is more than belongs here'],
    ['token add grafana --role viewer --password-stdin', '--password-stdin does not belong here'],
    ['token add grafana --role viewer --days 0', '--days must be a whole number'],
    ['wall-link add noc --role viewer', '--role does not belong here'],
    ['token revoke', 'something is missing'],
  ])('%s: %s', (line, reason) => {
    const read = readAccessArguments(line.split(' '));
    expect(read).toMatchObject({ kind: 'wrong', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  it('are told with the usage and exit code 2', async () => {
    expect(await reallyHvitals('user nonsense')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('hvitals user add NAME'),
    });
    expect(await hvitals('token --help')).toMatchObject({ code: 0, stdout: expect.stringContaining('hvitals token revoke ID') });
  });
});

describe('hvitals user', () => {
  it('adds the first user before the first start, in a store that only its owner reads, and the collectors start on it', async () => {
    expect((await hvitals('user list')).stdout).toContain('There are no users');
    const { code, stdout, stderr } = await reallyHvitals('user add Ann --role admin --password-stdin', `${password}\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Ann is added, with the role admin\nNobody is asked to log in yet/);
    expect([file(), join(cwd, 'data')].map((path) => statSync(path).mode & 0o077)).toEqual([0, 0]);
    await (await openStore({ file: file(), mode: 'collectors' })).close();
    expect((await hvitals('user list')).stdout.split('\n')).toEqual([
      'NAME  ROLE   STATE       BY        LAST LOG-IN',
      'Ann   admin  may log in  password  —',
      '',
    ]);
  });

  it('works while the collectors run; who was added logs in, and each change is in the audit', async () => {
    const running = await openStore({ file: file(), mode: 'collectors' });
    const before = await running.revision();
    await addAnn();
    await hvitals('user add Ben --role viewer --password-stdin', 'another four words here');
    expect((await hvitals('user role BEN operator')).stdout).toBe('Ben has the role operator from the next request on\n');
    expect((await hvitals('user disable Ben')).stdout).toContain('Ben is disabled');
    expect(await running.revision()).toBe(before + 4);
    await running.close();

    const store = await openAuth();
    const parts = { store, desk: new PasswordDesk(), limiter: new LogInLimiter() };
    const from = { address: '::1', userAgent: '', now: 1_800_000_000_000 };
    expect((await logIn(parts, { name: 'ann', password }, from)).kind).toBe('in');
    expect(await logIn(parts, { name: 'ben', password: 'another four words here' }, from)).toEqual({
      kind: 'refused',
      reason: 'wrong',
    });
    const audit = (await store.listAudit({ limit: 20 })).filter(({ actor }) => actor.kind === 'cli').sort((a, b) => a.id - b.id);
    expect(audit.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'user.add Ann',
      'user.add Ben',
      'user.role Ben',
      'user.disable Ben',
    ]);
    expect(audit.every(({ actor }) => actor.name === userInfo().username)).toBe(true);
    await store.close();
  });

  it('refuses a name that is there, a password that is too easy, and no terminal, and changes nothing', async () => {
    await addAnn();
    expect(await hvitals('user add ANN --role viewer --password-stdin', password)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is a user Ann already'),
    });
    expect(await hvitals('user add Ben --role viewer --password-stdin', 'password1234')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('tried first'),
    });
    expect(await hvitals('user add Ben --role viewer --password-stdin', 'two lines that\nare long enough')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('control characters'),
    });
    expect(await hvitals('user add Ben --role viewer')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--password-stdin'),
    });
    expect((await hvitals('user list')).stdout.split('\n')).toHaveLength(3);
  });

  it('does not take the last admin away, and says how to go on', async () => {
    await addAnn();
    for (const line of ['user remove Ann', 'user role Ann viewer', 'user disable Ann']) {
      expect(await hvitals(line)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Ann is the last admin who may log in; make another one first'),
      });
    }
    expect(await hvitals('user remove Eve')).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no user Eve') });
  });

  it('sets another password', async () => {
    await addAnn();
    const store = await openAuth();
    const hash = (await store.findUser('ann'))?.passwordHash;
    expect((await hvitals('user passwd ann --password-stdin', 'another four words here')).stdout).toContain(
      'all sessions of Ann have ended',
    );
    const changed = (await store.findUser('ann'))?.passwordHash;
    expect(changed).not.toBe(hash);
    expect(await new PasswordDesk().check('another four words here', changed)).toMatchObject({ right: true });
    await store.close();
  });
});

describe('hvitals token and wall-link', () => {
  const who = async (headers: Parameters<typeof readCredentials>[0]) => {
    const store = await openAuth();
    const limits = toSessionLimits({ sessionIdleHours: 12, sessionDays: 30 });
    const found = await authenticate(readCredentials(headers, false), {
      store,
      limits,
      now: Date.now(),
      onError: () => undefined,
    });
    await store.close();
    return found;
  };

  it('give a token that is printed once, alone on standard output, and holds until it is revoked', async () => {
    await addAnn();
    const { stdout, stderr } = await hvitals('token add grafana --role viewer --days 30');
    const token = stdout.trim();
    expect(token).toMatch(/^hv_[\w-]{43}$/);
    expect(stderr).toMatch(
      /^It is shown this once, and holds until \d{4}-\d\d-\d\d \d\d:\d\d UTC; "hvitals token revoke [0-9a-f]{10}" ends it\.\n$/,
    );
    expect(await who({ authorization: `Bearer ${token}` })).toMatchObject({
      principal: { kind: 'token', name: 'grafana', role: 'viewer' },
    });
    const list = (await hvitals('token list')).stdout;
    expect(list).toContain(`${token.slice(0, 8)}…`);
    expect(list).not.toContain(token.slice(0, 12));
    const id = /^([0-9a-f]{10}) /m.exec(list)?.[1] ?? '';
    expect(await hvitals(`token revoke ${token}`)).toMatchObject({ code: 1, stderr: expect.not.stringContaining(token) });
    expect((await hvitals(`token revoke ${id}`)).code).toBe(0);
    expect(await who({ authorization: `Bearer ${token}` })).toEqual({ kind: 'unrecognised', reason: 'unknown' });
    expect((await hvitals('token list')).stdout).toBe('There are no tokens\n');
  });

  it('give an address of the wall that is as browsers reach the app', async () => {
    writeFileSync(join(cwd, 'hvitals.yaml'), 'web: { externalUrl: "https://hvitals.example.com" }\n');
    const { stdout } = await hvitals('wall-link add NOC');
    const secret = /^https:\/\/hvitals\.example\.com\/wall-link\/(hvw_[\w-]{43})\n$/.exec(stdout)?.[1] ?? '';
    expect(await who({ cookie: `hvitals_wall=${secret}` })).toMatchObject({ principal: { kind: 'wall-link', name: 'NOC' } });
    expect((await hvitals('wall-link list')).stdout).toMatch(/NOC {2}.* never {2}/);
  });
});

it('no password and no secret stands in any file afterwards, and the passwords in no output', async () => {
  const outputs = [
    await addAnn(),
    await hvitals('user passwd Ann --password-stdin', 'another four words here'),
    await hvitals('user list'),
  ];
  const token = (await hvitals('token add x --role admin')).stdout.trim();
  const files = readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(files.join('\n')).toContain('$scrypt$v=1$ln=17,r=8,p=1$');
  for (const secret of [password, 'another four words here', token, token.slice(9)]) {
    expect(files.some((text) => text.includes(secret))).toBe(false);
    expect(outputs.some(({ stdout, stderr }) => `${stdout}${stderr}`.includes(secret))).toBe(false);
  }
});

it('a broken configuration or store is named, and no store is made', async () => {
  writeFileSync(join(cwd, 'hvitals.yaml'), 'log: { level: loud }\n');
  expect(await hvitals('user list')).toMatchObject({ code: 1, stderr: expect.stringContaining('hvitals.yaml:1: log.level') });
  expect(existsSync(join(cwd, 'data'))).toBe(false);
  writeFileSync(join(cwd, 'hvitals.yaml'), '');
  writeFileSync(join(cwd, 'data'), 'a file where the folder belongs');
  expect(await hvitals('user list')).toMatchObject({ code: 1, stderr: expect.stringContaining('data') });
});
