import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { addCommand, beaconScript, makeGuest, parsePool, readGuest, toRecord } from './guest-tree.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hvitals-install-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (name: string) => path.join(root, name);
const logTo = (name: string) => `#!/bin/sh\necho "$*" >>'${at(name)}'\n`;
const beacon = async (command: string, env: NodeJS.ProcessEnv) =>
  runProgram(await ensurePeer('dash'), [beaconScript, command], { env, timeoutMs: 30_000 });
const poolKeys = async () => parsePool(await readFile(at('pool/.kvp_pool_1'))).map(([key]) => key);

test('with systemd: a timer every 30 seconds, and all of it goes again', async () => {
  const env = await makeGuest(root, await readGuest('synthetic-debian-ntpsec'));
  await mkdir(at('units'));
  await mkdir(at('systemd'));
  await addCommand(root, 'systemctl', logTo('systemctl.log'));
  await writeFile(at('pool/.kvp_pool_1'), toRecord('other', '1'));

  expect(await beacon('install', env)).toEqual({
    code: 0,
    stdout: `Installed ${at('sbin/hvitals-beacon.sh')}; it writes every 30 seconds.\n`,
    stderr: '',
  });
  expect(await readFile(at('sbin/hvitals-beacon.sh'), 'utf8')).toBe(await readFile(beaconScript, 'utf8'));
  expect((await stat(at('sbin/hvitals-beacon.sh'))).mode & 0o777).toBe(0o755);
  expect(await readFile(at('units/hvitals-beacon.service'), 'utf8')).toContain(`ExecStart=${at('sbin/hvitals-beacon.sh')} run`);
  expect(await readFile(at('units/hvitals-beacon.timer'), 'utf8')).toContain('OnUnitActiveSec=30s');
  expect(await readFile(at('systemctl.log'), 'utf8')).toBe('daemon-reload\nenable --now hvitals-beacon.timer\n');
  expect(existsSync(at('cron.d/hvitals-beacon'))).toBe(false);
  expect(await poolKeys()).toContain('hvitals.beacon');

  expect((await beacon('uninstall', env)).code).toBe(0);
  expect(await poolKeys()).toEqual(['other']);
  for (const gone of ['sbin/hvitals-beacon.sh', 'units/hvitals-beacon.service', 'units/hvitals-beacon.timer'])
    expect(existsSync(at(gone)), gone).toBe(false);
  expect(await readFile(at('systemctl.log'), 'utf8')).toContain('disable --now hvitals-beacon.timer');

  // Installed again before the next start of the guest, the sequence goes on.
  await beacon('install', env);
  expect((await readFile(at('pool/.kvp_pool_1'), 'latin1')).match(/seq=(\d+)/)?.[1]).toBe('2');
});

test.each(['synthetic-debian-ntpsec', 'synthetic-freebsd-ntpd'])('with cron: twice a minute (%s)', async (name) => {
  const env = await makeGuest(root, await readGuest(name));
  await mkdir(at('cron.d'));
  expect((await beacon('install', env)).code).toBe(0);
  const script = at('sbin/hvitals-beacon.sh');
  expect(await readFile(at('cron.d/hvitals-beacon'), 'utf8')).toContain(
    `* * * * * root ${script} run; sleep 30; ${script} run >/dev/null 2>&1\n`,
  );
  expect((await beacon('uninstall', env)).code).toBe(0);
  expect(existsSync(at('cron.d/hvitals-beacon'))).toBe(false);
  expect(await poolKeys()).toEqual([]);
});

test('with a crontab alone: its other lines stay', async () => {
  const env = await makeGuest(root, await readGuest('synthetic-debian-ntpsec'));
  await writeFile(at('crontab.txt'), '0 3 * * * backup\n');
  await addCommand(
    root,
    'crontab',
    `#!/bin/sh\ncase $1 in -l) cat '${at('crontab.txt')}' ;; -) cat >'${at('new.txt')}' && mv '${at('new.txt')}' '${at('crontab.txt')}' ;; esac\n`,
  );
  expect((await beacon('install', env)).code).toBe(0);
  expect((await beacon('install', env)).code).toBe(0);
  const lines = (await readFile(at('crontab.txt'), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe('0 3 * * * backup');
  expect((await beacon('uninstall', env)).code).toBe(0);
  expect(await readFile(at('crontab.txt'), 'utf8')).toBe('0 3 * * * backup\n');
});

test('a script that is piped into sh cannot install itself, and says so', async () => {
  const env = await makeGuest(root, await readGuest('synthetic-debian-ntpsec'));
  const input = await readFile(beaconScript, 'utf8');
  const result = await runProgram(await ensurePeer('dash'), ['-s', 'install'], { env, input, timeoutMs: 10_000 });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/save this script to a file first/);
});
