import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildOnce, cacheRoot } from './build-once.ts';
import { findOnPath, isExecutable } from './find-on-path.ts';
import { type PeerName, type PeerSource, peerOf } from './peers.ts';
import { runProgram } from './run-program.ts';

/** Daemons lie in folders that an ordinary user's PATH often lacks. */
const systemFolders = '/usr/local/sbin:/usr/sbin:/sbin';
const aptTimeoutMs = 240_000;

export interface PeerOptions {
  /** Where to look first; colon-separated folders. */
  readonly searchPath?: string;
  /** Folder for what is unpacked. */
  readonly cache?: string;
}

const found = new Map<PeerName, Promise<string>>();

/**
 * The path of a program that tests start. Taken from PATH, else unpacked from Debian packages into `.cache/peers/`, else (chromium, ssh)
 * installed where we are root. Throws an error that names the program, what it is for, and what to install. Safe under parallel use.
 */
export function ensurePeer(name: PeerName): Promise<string> {
  const known = found.get(name) ?? findPeer(name);
  found.set(name, known);
  return known;
}

/** As `ensurePeer`, without memory and with places of one's own. */
export async function findPeer(name: PeerName, options: PeerOptions = {}): Promise<string> {
  const peer = peerOf(name);
  const searchPath = options.searchPath ?? `${process.env.PATH ?? ''}:${systemFolders}`;
  const installed = firstOnPath(peer.commands, searchPath);
  if (installed !== undefined) return installed;
  try {
    return await provide(name, peer.source, options.cache ?? path.join(cacheRoot, 'peers'));
  } catch (error) {
    const advice = peer.source.kind === 'own' ? peer.source.advice : `install the package ${peer.source.packages[0]}`;
    throw new Error(
      `${name} is not to be had (${peer.purpose}): ${advice}. ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

function firstOnPath(commands: readonly string[], searchPath: string): string | undefined {
  return commands.map((command) => findOnPath(command, searchPath)).find((file) => file !== undefined);
}

async function provide(name: PeerName, source: PeerSource, cache: string): Promise<string> {
  switch (source.kind) {
    case 'own':
      throw new Error('It is not on PATH.');
    case 'install':
      return install(name, source.packages);
    case 'unpack': {
      const key = createHash('sha256')
        .update(`${process.arch} ${source.packages.join(' ')}`)
        .digest('hex')
        .slice(0, 12);
      const folder = path.join(cache, `${source.packages[0]}-${key}`);
      await buildOnce(folder, (work) => unpack(source.packages, work));
      return runnable(name, folder, source.file);
    }
  }
}

/** Installs packages: the last resort, for programs that do not run from an unpacked folder. Playwright's own browser stands in for chromium. */
async function install(name: PeerName, packages: readonly string[]): Promise<string> {
  const reasons: string[] = [];
  if (process.getuid?.() === 0) {
    const result = await withPackageLists(() => apt(['install', '-y', '--no-install-recommends', ...packages]));
    const file = firstOnPath(peerOf(name).commands, `${process.env.PATH ?? ''}:/usr/bin:/usr/sbin`);
    if (file !== undefined) return file;
    reasons.push(result);
  } else reasons.push('Only root can install packages.');
  if (name === 'chromium') {
    const { chromium } = await import('@playwright/test');
    if (isExecutable(chromium.executablePath())) return chromium.executablePath();
    const cli = path.join(import.meta.dirname, '../../node_modules/@playwright/test/cli.js');
    const result = await runProgram(process.execPath, [cli, 'install', 'chromium'], { timeoutMs: aptTimeoutMs });
    if (isExecutable(chromium.executablePath())) return chromium.executablePath();
    reasons.push(result.stdout + result.stderr);
  }
  throw new Error(reasons.join('\n'));
}

/** Downloads packages and unpacks them: no root is needed and nothing is installed on the machine. */
async function unpack(packages: readonly string[], folder: string): Promise<void> {
  const downloads = path.join(folder, 'packages');
  await mkdir(downloads);
  for (const name of packages) {
    const report = await withPackageLists(() => apt(['download', name], downloads));
    if (report !== '') throw new Error(`apt-get download ${name} failed: ${report}`);
  }
  for (const file of await readdir(downloads)) {
    const result = await runProgram('dpkg', ['-x', path.join(downloads, file), folder], { timeoutMs: aptTimeoutMs });
    if (result.code !== 0) throw new Error(`dpkg -x ${file} failed: ${result.stderr}`);
  }
}

/** Runs a step again after renewing the package lists where it failed: a fresh machine has none. Gives the last complaint, '' where it went well. */
async function withPackageLists(step: () => Promise<string>): Promise<string> {
  const first = await step();
  if (first === '') return '';
  const renewed = await apt(['update']);
  return renewed === '' ? step() : `${first}\n${renewed}`;
}

/** '' where apt-get went well, else what it said. */
async function apt(args: readonly string[], cwd?: string): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = await runProgram('apt-get', ['-q', ...args], {
    timeoutMs: aptTimeoutMs,
    env,
    ...(cwd === undefined ? {} : { cwd }),
  });
  return result.code === 0 ? '' : result.stdout + result.stderr;
}

/**
 * The unpacked program, behind a small script that adds the unpacked libraries to the search path where the machine lacks some of them.
 * Fails where libraries are missing even so.
 */
async function runnable(name: string, folder: string, file: string): Promise<string> {
  const program = path.join(folder, file);
  if (!isExecutable(program)) throw new Error(`The packages hold no ${file}.`);
  if ((await missingLibraries(program, '')).length === 0) return program;
  const libraries = await libraryFolders(folder);
  const missing = await missingLibraries(program, libraries);
  if (missing.length > 0) throw new Error(`It lacks libraries: ${missing.join(', ')}.`);
  const script = path.join(folder, `run-${name}`);
  await buildOnce(`${script}.d`, async (work) => {
    await writeFile(
      path.join(work, name),
      `#!/bin/sh\nLD_LIBRARY_PATH='${libraries}'\nexport LD_LIBRARY_PATH\nexec '${program}' "$@"\n`,
    );
    await chmod(path.join(work, name), 0o755);
  });
  return path.join(`${script}.d`, name);
}

async function missingLibraries(program: string, libraries: string): Promise<readonly string[]> {
  const env = { ...process.env, LD_LIBRARY_PATH: libraries };
  const { stdout } = await runProgram('ldd', [program], { timeoutMs: 30_000, env });
  return stdout
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? line);
}

/** Folders below `folder` that hold shared libraries, colon-separated. */
async function libraryFolders(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const folders = entries.filter((entry) => /\.so(\.|$)/.test(entry.name)).map((entry) => entry.parentPath);
  return [...new Set(folders)].join(':');
}
