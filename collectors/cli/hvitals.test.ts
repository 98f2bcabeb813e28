import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from '#lib/store/lock-data-folder.ts';
import { openStore } from '#lib/store/open-store.ts';
import { runHvitals } from './testdata/run-hvitals.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-cli-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const hvitals = (...args: readonly string[]) => runHvitals(cwd, ...args);
const configure = (text: string) => writeFileSync(join(cwd, 'hvitals.yaml'), text);

describe('hvitals', () => {
  it.each([
    [['nonsense'], 'hvitals: unknown command nonsense'],
    [[], 'hvitals: a command is missing'],
    [['doctor', '--loud'], "hvitals: Unknown option '--loud'"],
    [['check-config', 'extra'], 'hvitals: unexpected argument extra'],
  ])('%j is refused with exit code 2 and the usage', async (args, message) => {
    const { code, stdout, stderr } = await hvitals(...args);
    expect({ code, stdout, said: stderr.startsWith(message), usage: stderr.includes('hvitals check-config') }).toEqual({
      code: 2,
      stdout: '',
      said: true,
      usage: true,
    });
  });

  it('--help prints the usage and ends with 0', async () => {
    expect(await hvitals('--help')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('hvitals check-config', () => {
  it('prints ok and what the file means', async () => {
    configure(
      'targets:\n  - { name: hv01, transport: winrm, address: hv01.example.com, labels: { site: oslo } }\n  - { name: hv02, transport: local }\n',
    );
    const { code, stdout } = await hvitals('check-config');
    expect(code).toBe(0);
    expect(stdout.replaceAll(cwd, '<dir>').split('\n')).toEqual([
      'ok: <dir>/hvitals.yaml',
      '  2 hosts',
      '  hv01  winrm hv01.example.com  site="oslo"',
      '  hv02  local',
      '  web app on 127.0.0.1:7480, metrics on 127.0.0.1:7481, data in <dir>/data',
      '',
    ]);
  });

  it('prints the mistakes and ends with 1', async () => {
    configure('targts: []\n');
    expect(await hvitals('check-config')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('hvitals.yaml:1: targts: unknown key; did you mean "targets"?'),
    });
  });

  it('checks the files of alert rules too', async () => {
    configure("alerting: { ruleFiles: ['*.rules.yaml'] }\n");
    const rule = "- { name: Odd, series: hvitals_vm_state, op: '>', threshold: 9, severity: info, summary: odd }\n";
    writeFileSync(join(cwd, 'a.rules.yaml'), `rules:\n${rule}`);
    expect((await hvitals('check-config')).stdout).toMatch(/^ {2}\d+ alert rules, with 1 file of your own$/m);
    writeFileSync(join(cwd, 'b.rules.yaml'), `rules:\n${rule}${rule.replace('Odd', 'Odder').replace('state', 'stat')}`);
    const { code, stdout } = await hvitals('check-config');
    expect([code, ...stdout.split('\n')]).toEqual([
      1,
      'b.rules.yaml:2: rules[0].name: Odd is the name of another rule already, in a.rules.yaml line 2',
      expect.stringMatching(
        /^b.rules.yaml:3: rules\[1\]\.series: unknown metric; did you mean "hvitals_vm_state"\? valid here: /,
      ),
      '',
    ]);
  });

  it('takes the file from --config, and says when it is not there', async () => {
    expect(await hvitals('check-config', '--config', 'absent.yaml')).toMatchObject({
      code: 1,
      stdout: 'absent.yaml: no such file; HVITALS_CONFIG names it\n',
    });
  });

  it('says that there is no file and what is shown then', async () => {
    const { code, stdout } = await hvitals('check-config');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok: no hvitals.yaml here; defaults hold\n {2}no targets, .*demo fleet of 6 invented hosts/);
  });
});

describe('hvitals doctor', () => {
  it('tries every host of the demo fleet, and only the ones that are named', async () => {
    const { code, stdout } = await hvitals('doctor', 'hv02', 'hv03');
    expect(stdout).toMatch(/^ok {4}hv02: its clock is 0\.\d\d s (ahead of|behind) this machine's, give or take 0\.\d\d s$/m);
    expect(stdout).toContain('ok    hv03: its account may read Hyper-V');
    expect(stdout).not.toContain('hv01');
    expect(code).toBe(0);
  });

  it('refuses a host that is no target', async () => {
    expect(await hvitals('doctor', 'hv99')).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('no target is named hv99'),
    });
  });

  it('names a broken configuration', async () => {
    configure('log: { level: loud }\n');
    expect(await hvitals('doctor')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^fail {2}Configuration: hvitals.yaml:1: log.level/),
    });
  });

  it('says what to do where PowerShell is not there, and does not blame the hosts', async () => {
    configure('targets: [{ name: hv01, transport: local }]\npowershell: { executable: ./absent }\n');
    const { code, stdout } = await hvitals('doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail {2}PowerShell: .*absent was not found\n {6}→ Install PowerShell 7\.4 or newer/m);
    expect(stdout).not.toContain('hv01:');
  });

  it('says what a program that is no PowerShell answered', async () => {
    configure('targets: [{ name: hv01, transport: local }]\npowershell: { executable: /bin/true }\n');
    const { code, stdout } = await hvitals('doctor');
    expect(code).toBe(1);
    expect(stdout).toContain('/bin/true does not run: it answered ""');
  });

  it('tells a store in use from one that is at rest, and makes no file of its own', async () => {
    const folder = join(cwd, 'data');
    mkdirSync(folder);
    await (await openStore({ file: join(folder, 'hvitals.db'), mode: 'collectors' })).close();
    const before = readdirSync(folder);
    expect((await hvitals('doctor', 'hv02')).stdout).toMatch(
      /^ok {4}Store: no collectors hold the data folder\nok {4}Store: its version fits/m,
    );
    // SQLite itself keeps its -wal and -shm files after a reader.
    expect(readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(before);
    const lock = await lockDataFolder(folder);
    expect((await hvitals('doctor', 'hv02')).stdout).toContain(`the collectors are running (the process with pid ${process.pid}`);
    await lock.release();
  });

  it('does not make the data folder', async () => {
    const { stdout } = await hvitals('doctor', 'hv02');
    expect(stdout).toMatch(/^ok {4}Store: .*data does not exist yet; the first start makes it$/m);
    expect(existsSync(join(cwd, 'data'))).toBe(false);
  });

  it('names a store that cannot be read, and what to do', async () => {
    mkdirSync(join(cwd, 'data'));
    writeFileSync(join(cwd, 'data', 'hvitals.db'), 'this is no database, and it is long enough to be taken for one');
    const { code, stdout } = await hvitals('doctor', 'hv02');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail {2}Store: .*\n {6}→ Stop hvitals, move the file/m);
  });

  it('names a data folder that cannot be used', async () => {
    writeFileSync(join(cwd, 'data'), 'a file where the folder belongs');
    const { code, stdout } = await hvitals('doctor', 'hv02');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail {2}Store: .*data cannot be written \(ENOTDIR\)/m);
  });
});
