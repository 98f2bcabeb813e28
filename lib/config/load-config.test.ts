import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';

const testdata = join(import.meta.dirname, 'testdata');
const cases = readdirSync(testdata)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-config-'));
  writeKey('good.key', 0o600);
  writeKey('open.key', 0o644);
});

afterEach(() => rmSync(cwd, { recursive: true }));

function writeKey(name: string, mode: number): void {
  writeFileSync(join(cwd, name), 'key');
  chmodSync(join(cwd, name), mode);
}

function failure(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError');
}

describe('a broken configuration file', () => {
  it.each(cases)('%s is refused with the message written beside it', (name) => {
    cpSync(join(testdata, `${name}.yaml`), join(cwd, 'hvitals.yaml'));
    const { message } = failure(() => loadConfig({ cwd, env: {} }));
    expect(`${message.replaceAll(cwd, '<dir>')}\n`).toBe(readFileSync(join(testdata, `${name}.txt`), 'utf8'));
  });

  it('that HVITALS_CONFIG names and that does not exist is an error, not the demo fleet', () => {
    const { message } = failure(() => loadConfig({ cwd, env: { HVITALS_CONFIG: 'else.yaml' } }));
    expect(message).toBe('else.yaml: no such file; HVITALS_CONFIG names it');
  });

  it('that is a folder is named with the reason', () => {
    mkdirSync(join(cwd, 'hvitals.yaml'));
    expect(failure(() => loadConfig({ cwd, env: {} })).message).toBe('hvitals.yaml: cannot be read (EISDIR)');
  });

  it('carries its problems as facts', () => {
    writeFileSync(join(cwd, 'hvitals.yaml'), '\n\nlog: { level: loud }\n');
    const error = failure(() => loadConfig({ cwd, env: {} }));
    expect(error.problems.map(({ path, line }) => ({ path, line }))).toEqual([{ path: ['log', 'level'], line: 3 }]);
  });
});

describe('a good configuration file', () => {
  const text = `
targets:
  - name: hv01
    transport: ssh
    address: hv01.example.com
    user: hvitals
    keyFile: ~/good.key
    labels: { site: berlin }
  - { name: hv02, transport: winrm, address: hv02.example.com }
collectors:
  kvp: { intervalSeconds: 120 }
metrics: { listen: '0.0.0.0:7481', anonymous: true }
`;

  it('comes with defaults, absolute paths and its source', () => {
    mkdirSync(join(cwd, 'sub'));
    writeFileSync(join(cwd, 'sub', 'site.yaml'), text);
    const { config, source } = loadConfig({ cwd, env: { HVITALS_CONFIG: 'sub/site.yaml', HOME: cwd } });
    expect(source).toBe(join(cwd, 'sub', 'site.yaml'));
    expect(config.targets[0]).toMatchObject({
      port: 22,
      subsystem: 'powershell',
      keyFile: join(cwd, 'good.key'),
      restricted: false,
    });
    expect(config.data.directory).toBe(join(cwd, 'sub', 'data'));
    expect(config.web.listen).toBe('127.0.0.1:7480');
  });

  it('is frozen to its leaves', () => {
    writeFileSync(join(cwd, 'hvitals.yaml'), text);
    const { config } = loadConfig({ cwd, env: { HOME: cwd } });
    expect(() => Object.assign(config.targets[0]?.labels ?? {}, { site: 'oslo' })).toThrow(TypeError);
    expect(() => Object.assign(config.collectors.kvp ?? {}, { enabled: false })).toThrow(TypeError);
  });

  it('may be missing or empty: then all defaults hold, and source says which', () => {
    expect(loadConfig({ cwd, env: {} })).toMatchObject({ source: undefined, config: { targets: [], demo: { hosts: 6 } } });
    writeFileSync(join(cwd, 'hvitals.yaml'), '# nothing yet\n');
    expect(loadConfig({ cwd, env: {} })).toMatchObject({ source: join(cwd, 'hvitals.yaml'), config: { targets: [] } });
  });
});

describe('receivers of notifications', () => {
  it('come with defaults, and with secrets as absolute paths of files that only their owner reads', () => {
    writeFileSync(
      join(cwd, 'hvitals.yaml'),
      `notify:
  externalUrl: https://hvitals.example.com/ops
  deadMansSwitch: { url: 'https://hc.example.com/1' }
  receivers:
    - { name: am, kind: alertmanager, url: 'http://127.0.0.1:9093', basicAuth: { user: a, password: { file: good.key } } }
    - { name: hook, kind: webhook, url: 'https://hooks.example.com', hmac: { file: ~/good.key }, match: ['severity=~"critical|warning"'] }
    - { name: mail, kind: email, smtp: { host: mail.example.com, user: a, password: { file: good.key } }, from: a@example.com, to: [b@example.com] }
`,
    );
    const { notify } = loadConfig({ cwd, env: { HOME: cwd } }).config;
    const file = join(cwd, 'good.key');
    expect(notify).toMatchObject({ deadMansSwitch: { everySeconds: 60 }, externalUrl: 'https://hvitals.example.com/ops' });
    expect(notify.receivers).toMatchObject([
      { match: [], watchdog: true, basicAuth: { password: { file } } },
      { match: ['severity=~"critical|warning"'], hmac: { file } },
      { smtp: { port: 587, secure: false, password: { file } }, groupWaitSeconds: 10 },
    ]);
  });

  it('never show a secret that stands where a file should be named', () => {
    writeFileSync(
      join(cwd, 'hvitals.yaml'),
      'notify: { receivers: [{ name: a, kind: webhook, url: "http://x", hmac: hunter2 }] }\n',
    );
    expect(failure(() => loadConfig({ cwd, env: {} })).message).not.toContain('hunter2');
  });
});
