import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOnce, repositoryRoot } from './build-once.ts';
import { ensurePeer, findPeer } from './ensure-peer.ts';
import { peers } from './peers.ts';
import { runProgram } from './run-program.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hvitals-peers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('finding a peer', () => {
  test('a program on the search path wins', async () => {
    await writeFile(path.join(folder, 'promtool'), '#!/bin/sh\n');
    await chmod(path.join(folder, 'promtool'), 0o755);
    expect(await findPeer('promtool', { searchPath: folder })).toBe(path.join(folder, 'promtool'));
  });

  test('what cannot be had is named, with its purpose and what to install', async () => {
    await expect(findPeer('dotnet', { searchPath: '/nowhere' })).rejects.toThrow(
      /dotnet is not to be had \(building the PowerShell test host.*install the \.NET SDK 10/,
    );
  });

  test('sshd unpacked from its packages starts, twice at once from one unpacking', async () => {
    const options = { searchPath: '/nowhere', cache: path.join(folder, 'cache') };
    const [one, two] = await Promise.all([findPeer('sshd', options), findPeer('sshd', options)]);
    expect(two).toBe(one);
    const result = await runProgram(one, ['-V'], { timeoutMs: 10_000 });
    expect(result.stdout + result.stderr).toContain('OpenSSH');
    expect((await readdir(options.cache)).filter((name) => /\.(tmp|lock)$/.test(name))).toEqual([]);
  }, 120_000);

  test('prometheus, promtool and chromium are there and say their versions', async () => {
    for (const name of ['prometheus', 'promtool', 'chromium'] as const) {
      const result = await runProgram(await ensurePeer(name), ['--version'], { timeoutMs: 30_000 });
      expect(result.code, `${name} --version: ${result.stderr}`).toBe(0);
      expect((result.stdout + result.stderr).toLowerCase()).toContain(name);
    }
  }, 300_000);
});

describe('building once', () => {
  test('many callers run one build and all see its result', async () => {
    const target = path.join(folder, 'built');
    let builds = 0;
    const build = async (work: string) => {
      builds += 1;
      await writeFile(path.join(work, 'result'), 'whole');
    };
    await Promise.all(Array.from({ length: 5 }, () => buildOnce(target, build)));
    expect(builds).toBe(1);
    expect(await readFile(path.join(target, 'result'), 'utf8')).toBe('whole');
  });

  test('a failed build leaves nothing behind and the next one may try again', async () => {
    const target = path.join(folder, 'second-try');
    await expect(buildOnce(target, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(existsSync(target)).toBe(false);
    await buildOnce(target, (work) => writeFile(path.join(work, 'result'), 'whole'));
    expect((await readdir(folder)).filter((name) => name.startsWith('second-try'))).toEqual(['second-try']);
  });

  test('the lock of a process that died is taken over', async () => {
    const target = path.join(folder, 'abandoned');
    const dead = await runProgram(process.execPath, ['-p', 'process.pid'], { timeoutMs: 10_000 });
    await writeFile(`${target}.lock`, dead.stdout.trim());
    await buildOnce(target, (work) => writeFile(path.join(work, 'result'), 'whole'), { deadlineMs: 2_000 });
    expect(existsSync(path.join(target, 'result'))).toBe(true);
  });

  test('waiting for a builder that lives ends at the deadline', async () => {
    const target = path.join(folder, 'busy');
    await writeFile(`${target}.lock`, String(process.pid));
    await expect(buildOnce(target, () => Promise.resolve(), { deadlineMs: 150 })).rejects.toThrow(/Gave up waiting/);
  });
});

/** Part of every Debian system; nothing to provide. */
const systemTools = ['apt-get', 'dpkg', 'id', 'ldd', 'unshare', 'useradd'];

/** Programs that a source text starts by a literal name. */
function spawnedNames(text: string): readonly string[] {
  return [
    ...text.matchAll(/\b(?:spawn|spawnSync|exec|execSync|execFile|execFileSync|runProgram)\(\s*['"`]([^'"`$]+)['"`]/g),
  ].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}

describe('the declared list', () => {
  test('a planted program is seen', () => {
    expect(spawnedNames(`spawn('redis-server', [])`)).toEqual(['redis-server']);
  });

  test('every program that test code starts by name is in it', async () => {
    const declared = new Set([...Object.keys(peers), ...systemTools]);
    const entries = await readdir(path.join(repositoryRoot, 'e2e'), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
    const strangers: string[] = [];
    for (const entry of files) {
      const file = path.join(entry.parentPath, entry.name);
      if (file === import.meta.filename) continue;
      strangers.push(...spawnedNames(await readFile(file, 'utf8')).filter((name) => !declared.has(name)));
    }
    expect(strangers).toEqual([]);
  });
});
