import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildOnce, cacheRoot } from '../peers/build-once.ts';
import { findOnPath } from '../peers/find-on-path.ts';
import { runProgram } from '../peers/run-program.ts';

/** A PowerShell engine that tests can start. */
export interface PwshEngine {
  readonly executable: string;
  readonly kind: 'pwsh' | 'test-host';
}

const sources = path.join(import.meta.dirname, 'host');
const buildTimeoutMs = 240_000;
const whatToInstall =
  'Tests run the real PowerShell engine: install PowerShell 7.4 or newer (pwsh) or the .NET SDK 10 (Debian and Ubuntu: dotnet-sdk-10.0), and put it on PATH.';

let found: Promise<PwshEngine> | undefined;

/**
 * The engine that tests use: `pwsh` on PATH, else our own host, built once with the .NET SDK into `.cache/pwsh/<hash of its sources>/`.
 * Throws an error that says what to install where neither is there. Safe under parallel use by several processes.
 */
export function ensurePwsh(): Promise<PwshEngine> {
  found ??= findPwsh(process.env.PATH ?? '');
  return found;
}

/** As `ensurePwsh`, for a given search path and without memory. */
export async function findPwsh(searchPath: string, cache: string = path.join(cacheRoot, 'pwsh')): Promise<PwshEngine> {
  const pwsh = findOnPath('pwsh', searchPath);
  if (pwsh !== undefined) return { executable: pwsh, kind: 'pwsh' };
  const dotnet = findOnPath('dotnet', searchPath);
  if (dotnet === undefined) throw new Error(`Neither pwsh nor dotnet is on PATH. ${whatToInstall}`);
  const target = path.join(cache, await hashSources());
  await buildOnce(target, (folder) => publish(dotnet, folder));
  return { executable: path.join(target, 'hvitals-pwsh'), kind: 'test-host' };
}

/** First 16 hex digits of the SHA-256 over every source file's path and bytes, and over the kind of machine that they are compiled for. */
async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  const entries = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) hash.update(`${path.relative(sources, file)}\n`).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Builds into `folder`. Compiled ahead of time where the compiler for that can be restored (start-up 0.3 s instead of 0.9 s), else plain.
 * No build server is left running.
 */
async function publish(dotnet: string, folder: string): Promise<void> {
  const work = path.join(folder, 'work');
  const out = path.join(work, 'out');
  await cp(sources, path.join(work, 'host'), { recursive: true });
  const platform = process.platform === 'darwin' ? 'osx' : 'linux';
  const common = [
    'publish',
    '-c',
    'Release',
    '-r',
    `${platform}-${process.arch}`,
    '-o',
    out,
    '-nodeReuse:false',
    '-p:UseSharedCompilation=false',
  ];
  const env = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', MSBUILDDISABLENODEREUSE: '1' };
  const reports: string[] = [];
  for (const ahead of [true, false]) {
    const args = [...common, `-p:PublishReadyToRun=${ahead}`];
    const result = await runProgram(dotnet, args, { cwd: path.join(work, 'host'), env, timeoutMs: buildTimeoutMs });
    if (result.code === 0) {
      for (const name of await readdir(out)) await rename(path.join(out, name), path.join(folder, name));
      await rm(work, { recursive: true, force: true });
      return;
    }
    reports.push(result.stdout + result.stderr);
  }
  throw new Error(`The PowerShell test host could not be built with ${dotnet}. ${whatToInstall}\n${reports.join('\n')}`);
}
