import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../peers/run-program.ts';
import { beaconScript, makeGuest, parsePool, readGuest, toRecord } from './guest-tree.ts';
import { type ShellName, shellCommand, shellNames } from './shells.ts';

let root: string;
let env: NodeJS.ProcessEnv;
let pool: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hvitals-pool-'));
  env = await makeGuest(root, await readGuest('synthetic-debian-chrony-ptp'));
  pool = path.join(root, 'pool/.kvp_pool_1');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A record of somebody else with bytes that no text has. */
function odd(key: string): Buffer {
  const record = toRecord(key, '');
  for (let index = 512; index < record.length; index += 1) record[index] = (index * 7) % 256;
  return record;
}

async function run(command: string, name: ShellName = 'dash') {
  const [file, ...args] = await shellCommand(name);
  return runProgram(file, [...args, beaconScript, command], { env, timeoutMs: 30_000 });
}
const keys = async () => parsePool(await readFile(pool)).map(([key]) => key);
const readValue = async (key: string) => Object.fromEntries(parsePool(await readFile(pool)))[key];
const sequence = async () => Number(/seq=(\d+)/.exec((await readValue('hvitals.beacon')) ?? '')?.[1]);

describe('writing the pool', () => {
  test.each(shellNames)('%s replaces our records and copies those of others byte for byte', async (name) => {
    const others = [odd('CLOUD_INIT|1'), odd('CLOUD_INIT|1'), odd('hvitals'), odd('xhvitals.clock'), odd('')];
    const [first, second, ...rest] = others;
    if (first === undefined || second === undefined) throw new Error('no records');
    await writeFile(
      pool,
      Buffer.concat([first, toRecord('hvitals.disk.9', 'dev=gone;'), second, ...rest, toRecord('hvitals.clock', 'old')]),
    );
    for (const count of [1, 2]) {
      const result = await run('run', name);
      expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
      const file = await readFile(pool);
      expect(file.subarray(0, others.length * 2_560).equals(Buffer.concat(others))).toBe(true);
      const own = parsePool(file.subarray(others.length * 2_560)).map(([key]) => key);
      expect(own).toEqual([
        'hvitals.clock',
        ...[0, 1, 2].map((n) => `hvitals.disk.${n}`),
        ...[0, 1, 2].map((n) => `hvitals.fs.${n}`),
        'hvitals.daemons',
        'hvitals.host',
        'hvitals.beacon',
      ]);
      expect(await sequence()).toBe(count);
    }
  });

  test('padding is NUL to the last byte', async () => {
    await run('run');
    const file = await readFile(pool);
    for (let start = 0; start < file.length; start += 2_560) {
      for (const [from, to] of [
        [start, start + 512],
        [start + 512, start + 2_560],
      ] as const) {
        const part = file.subarray(from, to);
        expect(part.subarray(part.indexOf(0)).every((byte) => byte === 0)).toBe(true);
      }
    }
  });

  test('owner and mode stay, and a reader that has the old file open sees it whole', async () => {
    await writeFile(pool, toRecord('other', '1'));
    await chmod(pool, 0o640);
    const before = await stat(pool);
    await run('run');
    const after = await stat(pool);
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    expect(after.ino).not.toBe(before.ino);
  });

  test('a pool that holds no whole records is left alone, with a word', async () => {
    const damaged = Buffer.alloc(2_561, 1);
    await writeFile(pool, damaged);
    const result = await run('run');
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/has 2561 bytes, which is no multiple of 2560: left alone/);
    expect((await readFile(pool)).equals(damaged)).toBe(true);
  });

  test('without a KVP daemon it says what to install', async () => {
    await rm(path.join(root, 'pool'), { recursive: true });
    const result = await run('run');
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/install and start the KVP daemon/);
  });

  test('keys that got lost are written again, and the sequence goes on', async () => {
    await run('run');
    await writeFile(pool, toRecord('other', '1'));
    await run('run');
    expect(await keys()).toEqual(expect.arrayContaining(['other', 'hvitals.clock', 'hvitals.beacon']));
    expect(await sequence()).toBe(2);
  });

  test('a damaged counter does not go back', async () => {
    await run('run');
    await writeFile(path.join(root, 'run/sequence'), 'x\n');
    await run('run');
    expect(await sequence()).toBe(86_401);
  });

  test('what another program appends to the file that was replaced is carried over', async () => {
    await writeFile(pool, toRecord('early', '1'));
    await run('run');
    const [old] = (await readdir(path.join(root, 'pool'))).filter((name) => name.startsWith('.hvitals-beacon.old.'));
    // The late program's descriptor is that of the old file.
    await appendFile(path.join(root, 'pool', old ?? ''), toRecord('late', '2'));
    await run('run');
    await run('run');
    expect((await keys()).filter((key) => !key.startsWith('hvitals.'))).toEqual(['early', 'late']);
  });

  test('a second run at the same time writes nothing', async () => {
    const holder = spawn(
      'bash',
      ['-c', 'exec 8>"$0" && flock -x 8 && echo locked && exec sleep 60', path.join(root, 'run/lock')],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    const result = await run('run');
    holder.kill('SIGKILL');
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/another run has not ended yet/);
  });
});

describe('killed in the middle, beside a program that appends by rename', () => {
  test('the file always holds whole records, and nobody loses a key', async () => {
    await writeFile(pool, Buffer.concat([toRecord('fixed', 'here'), odd('odd')]));
    const [dash] = await shellCommand('dash');
    const kills = 24;
    const startedAt = performance.now();
    await run('run');
    const tookMs = performance.now() - startedAt;
    let appended = 0;
    let killed = 0;
    for (let round = 0; round < kills; round += 1) {
      const child = spawn(dash, [beaconScript, 'run'], { env, stdio: 'ignore', detached: true });
      const closed = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
      // Moments from its first to its last one.
      const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), (round / kills) * tookMs);
      const looks = lookUntil(closed);
      if ((await closed) === 'SIGKILL') killed += 1;
      clearTimeout(timer);
      for (const file of await looks) {
        const seen = parsePool(file).map(([key]) => key);
        expect(seen.filter((key) => key.startsWith('foreign.'))).toHaveLength(appended);
        expect(seen.filter((key) => key === 'fixed' || key === 'odd')).toHaveLength(2);
      }
      await append(`foreign.${appended}`);
      appended += 1;
    }
    expect(killed).toBeGreaterThan(kills / 4);
    const last = await run('run');
    expect(last).toEqual({ code: 0, stdout: '', stderr: '' });
    const names = await keys();
    expect(names.filter((key) => key.startsWith('foreign.'))).toHaveLength(kills);
    expect(names.filter((key) => key === 'hvitals.beacon')).toHaveLength(1);
    const left = (await readdir(path.join(root, 'pool'))).filter(
      (name) => !/^\.kvp_pool_[13]$|^\.hvitals-beacon\.old\./.test(name),
    );
    expect(left).toEqual([]);
  });

  test('a program that renames while the beacon builds wins, and the beacon builds again', async () => {
    await writeFile(pool, toRecord('fixed', 'here'));
    // The awk that pads the beacon's records runs after the pool was copied: at that moment another program replaces the pool, once.
    const replace = `: >'${root}/trapped'; cp '${pool}' '${pool}.x'; cat '${root}/foreign' >>'${pool}.x'; mv '${pool}.x' '${pool}'`;
    await writeFile(path.join(root, 'foreign'), toRecord('foreign', 'during'));
    await writeFile(
      path.join(root, 'bin/awk'),
      `#!/bin/sh\ncase "$*" in *2048*) [ -e '${root}/trapped' ] || { ${replace}; } ;; esac\nexec /usr/bin/awk "$@"\n`,
    );
    await chmod(path.join(root, 'bin/awk'), 0o755);
    const result = await run('run');
    expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(path.join(root, 'trapped'))).toBe(true);
    expect((await keys()).filter((key) => !key.startsWith('hvitals.'))).toEqual(['fixed', 'foreign']);
    expect((await keys()).at(-1)).toBe('hvitals.beacon');
  });

  /** Reads the pool again and again until the run has ended; gives what was seen. */
  async function lookUntil(closed: Promise<unknown>): Promise<readonly Buffer[]> {
    const seen: Buffer[] = [];
    let over = false;
    void closed.then(() => {
      over = true;
    });
    do seen.push(await readFile(pool));
    while (!over);
    return seen;
  }

  async function append(key: string): Promise<void> {
    await writeFile(`${pool}.foreign`, Buffer.concat([await readFile(pool), toRecord(key, 'x')]));
    await rename(`${pool}.foreign`, pool);
  }
});

describe('while others hold the lock of cloud-init', () => {
  test('nobody loses a record that is appended under flock', async () => {
    await writeFile(pool, toRecord('fixed', 'here'));
    await writeFile(path.join(root, 'record'), toRecord('foreign', 'x'));
    // As cloud-init does: open, lock, append in place.
    const writer = runProgram(
      'bash',
      ['-c', 'for i in $(seq 40); do { flock -x 7; cat "$1/record" >&7; } 7>>"$1/pool/.kvp_pool_1"; done', 'bash', root],
      { timeoutMs: 60_000 },
    );
    for (let round = 0; round < 8; round += 1) expect((await run('run')).code).toBe(0);
    expect((await writer).code).toBe(0);
    await run('run');
    expect((await keys()).filter((key) => key === 'foreign')).toHaveLength(40);
  });
});
