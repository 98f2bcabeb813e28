import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensurePeer } from '../peers/ensure-peer.ts';
import { runProgram } from '../peers/run-program.ts';
import { beaconScript, makeGuest, readGuest } from './guest-tree.ts';
import { shellCommand, shellNames } from './shells.ts';

const guests = (await readdir(path.join(import.meta.dirname, 'testdata')))
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'hvitals-beacon-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Lines of `--print` as key → value. */
function parsePrinted(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .trimEnd()
      .split('\n')
      .map((line) => {
        const tab = line.indexOf('\t');
        return [line.slice(0, tab), line.slice(tab + 1)];
      }),
  );
}

async function print(shell: readonly [string, ...string[]], env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const [file, ...args] = shell;
  const result = await runProgram(file, [...args, beaconScript, '--print'], { env, timeoutMs: 20_000 });
  expect(result.stderr).toBe('');
  expect(result.code).toBe(0);
  return parsePrinted(result.stdout);
}

test('there are guests of every kind', () => {
  expect(guests.length).toBeGreaterThanOrEqual(8);
});

describe.each(guests)('%s', (name) => {
  test.each(shellNames)('prints what the guest is, in %s', async (shell) => {
    const guest = await readGuest(name);
    const { 'hvitals.beacon': own, ...items } = await print(await shellCommand(shell), await makeGuest(root, guest));
    expect(items).toEqual(guest.expect);
    const system = name.includes('freebsd') ? 'freebsd' : 'linux';
    expect(own).toMatch(
      new RegExp(`^v=1;script=\\d+\\.\\d+\\.\\d+;os=${system};interval=30;seq=1;at=\\d{10}(\\.\\d{1,6})?;up=\\d+(\\.\\d+)?;$`),
    );
    for (const value of Object.values(items)) {
      expect(value.length).toBeLessThanOrEqual(1_000);
      expect(value).toMatch(/^([a-z]+=[\x20-\x24\x26-\x3a\x3c\x3e-\x7e%]*;)+$/);
    }
    expect(await readdir(path.join(root, 'run'))).toEqual([]);
    expect((await readdir(path.join(root, 'pool'))).filter((file) => file !== '.kvp_pool_3')).toEqual([]);
  });

  test("prints the same with the awk of FreeBSD and with busybox's", async () => {
    const guest = await readGuest(name);
    const env = await makeGuest(root, guest);
    for (const awk of ['original-awk', 'busybox'] as const) {
      await symlink(await ensurePeer(awk), path.join(root, 'bin/awk'));
      const { 'hvitals.beacon': _, ...items } = await print(await shellCommand('dash'), env);
      expect(items, awk).toEqual(guest.expect);
      await rm(path.join(root, 'bin/awk'));
    }
  });
});

test('shellcheck has nothing to say', async () => {
  const result = await runProgram(await ensurePeer('shellcheck'), ['-s', 'sh', '-S', 'style', beaconScript], {
    timeoutMs: 60_000,
  });
  expect(result.stdout).toBe('');
  expect(result.code).toBe(0);
});

test.each([
  ['--version', 0, /^\d+\.\d+\.\d+\n$/],
  ['--help', 0, /install[\s\S]*uninstall[\s\S]*run/],
  ['--frobnicate', 2, /^$/],
] as const)('%s ends with %d', async (option, code, text) => {
  const result = await runProgram(await ensurePeer('dash'), [beaconScript, option], { timeoutMs: 10_000 });
  expect(result.code).toBe(code);
  expect(result.stdout).toMatch(text);
});
