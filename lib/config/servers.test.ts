import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { decideLogin } from './decide-login.ts';
import { loadConfig } from './load-config.ts';
import { readSecretFile, SecretFileError, secretFileState } from './secret-file.ts';
import { web } from './web-schema.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-servers-'));
  writeFileSync(join(cwd, 'secret'), 'hunter2\n', { mode: 0o600 });
  writeFileSync(join(cwd, 'cert.pem'), 'cert');
});
afterEach(() => rmSync(cwd, { recursive: true }));

const load = (text: string) => {
  writeFileSync(join(cwd, 'hvitals.yaml'), text);
  return loadConfig({ cwd, env: { HOME: cwd } }).config;
};

test.each([
  [{}, 'none', 'this-machine-only'],
  [{ listen: '[::1]:7480' }, 'none', 'this-machine-only'],
  [{ listen: '0.0.0.0:7480' }, 'required', 'listens-beyond-this-machine'],
  [{ listen: 'hvitals.example.com:7480' }, 'required', 'listens-beyond-this-machine'],
  [{ trustProxy: ['127.0.0.1'] }, 'required', 'behind-a-proxy'],
  [{ oidc: { issuer: 'https://id.example.com', clientId: 'x', roles: {} } }, 'required', 'has-a-provider'],
  [{ login: 'required' }, 'required', 'configured'],
  [{ login: 'none', trustProxy: ['127.0.0.1'] }, 'none', 'configured'],
])('%j: log-in is %s, %s', (given, login, reason) => {
  expect(decideLogin(web.parse(given))).toEqual({ login, reason });
});

describe('a configuration with all of it', () => {
  it('has absolute paths and defaults', () => {
    const { web, metrics } = load(`
web:
  listen: 0.0.0.0:443
  externalUrl: https://hvitals.example.com
  trustProxy: [10.0.0.0/8, "::1"]
  tls: { cert: cert.pem, key: ~/secret }
  oidc: { issuer: "https://id.example.com/realms/ops", clientId: hvitals, clientSecret: { file: secret }, roles: { admin: [root] } }
metrics: { listen: "0.0.0.0:7481", bearer: { file: secret } }
`);
    const file = join(cwd, 'secret');
    expect(web).toMatchObject({
      login: 'auto',
      sessionIdleHours: 12,
      sessionDays: 30,
      auditDays: 400,
      tls: { cert: join(cwd, 'cert.pem'), key: file },
    });
    expect(web.oidc).toMatchObject({
      clientSecret: { file },
      scopes: ['openid', 'profile'],
      nameClaim: 'preferred_username',
      roleClaim: 'groups',
      roles: { viewer: [], operator: [], admin: ['root'] },
    });
    expect(metrics).toMatchObject({ anonymous: false, bearer: { file } });
  });

  it('never shows a secret that stands where a file should be named, nor one in a file', () => {
    for (const text of [
      'metrics: { bearer: hunter2 }',
      'metrics: { bearer: [hunter2] }',
      'metrics: { bearer: { file: secret, value: hunter2 } }',
    ]) {
      expect(() => load(text)).toThrow(/^hvitals\.yaml:1: metrics\.bearer/);
      expect(() => load(text)).not.toThrow(/hunter2/);
    }
  });

  it.each(['http://127.0.0.1:9000', 'http://localhost/realm', 'http://[::1]:9000'])(
    'may have a provider on this machine without TLS, %s',
    (issuer) => {
      expect(
        load(
          `web: { externalUrl: "http://127.0.0.1:7480", oidc: { issuer: "${issuer}", clientId: x, roles: { viewer: ["*"] } } }`,
        ).web.oidc?.issuer,
      ).toBe(issuer);
    },
  );
});

describe('a file with a secret', () => {
  const file = () => join(cwd, 'secret');
  it('is read without its line end', () => {
    expect(readSecretFile({ file: file() })).toBe('hunter2');
  });

  it.each([
    ['is empty', () => writeFileSync(file(), ''), 'is empty'],
    ['is one line end', () => writeFileSync(file(), '\n'), 'in one line'],
    ['has two lines', () => writeFileSync(file(), 'hunter2\nhunter3'), 'in one line'],
    ['is no text', () => writeFileSync(file(), Buffer.from([0xff, 0xfe])), 'no UTF-8'],
    ['is too long', () => writeFileSync(file(), 'x'.repeat(70_000)), 'has 70000 bytes'],
    ['is readable by others', () => chmodSync(file(), 0o640), 'mode 0640'],
    ['is not there', () => rmSync(file()), 'ENOENT'],
  ])('that %s is refused by name and without its text', (_, spoil, message) => {
    spoil();
    expect(() => readSecretFile({ file: file() })).toThrow(SecretFileError);
    expect(() => readSecretFile({ file: file() })).toThrow(file());
    expect(() => readSecretFile({ file: file() })).toThrow(message);
    expect(() => readSecretFile({ file: file() })).not.toThrow(/hunter/);
  });

  it('has another state after each change, and none while it is gone', () => {
    const before = secretFileState({ file: file() });
    writeFileSync(file(), 'hunter3\n');
    expect(secretFileState({ file: file() })).not.toBe(before);
    rmSync(file());
    expect(secretFileState({ file: file() })).toBeUndefined();
  });
});
