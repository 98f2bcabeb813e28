import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPinnedNode, root, toolEnvironment } from './paths.js';
import { runNpm } from './run-npm.js';
import { LaunchError, say } from './say.js';
import { readStamp, stampOf } from './stamp.js';
import { explainWriteError } from './write-error.js';

const stampFile = join(root, 'node_modules', '.hvitals-stamp');

/** Makes node_modules fit package-lock.json: `npm ci` where it does not. Throws LaunchError. */
export async function ensureInstalled() {
  const stamp = stampOf(root, ['package.json', 'package-lock.json']);
  if (readStamp(stampFile) !== stamp) {
    if (!installedFits(root)) await install();
    checkPinnedNode();
    try {
      writeFileSync(stampFile, stamp);
    } catch (error) {
      throw explainWriteError(error, stampFile);
    }
  }
  checkPinnedNode();
}

/**
 * True where a person has run `npm ci` already: npm's own list of what it installed has every version of the lock file.
 * Optional packages are binaries for other platforms and may be absent.
 *
 * @param {string} directory
 */
export function installedFits(directory) {
  const installed = readPackages(join(directory, 'node_modules', '.package-lock.json'));
  const wanted = readPackages(join(directory, 'package-lock.json'));
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? optional === true : found.version === version && existsSync(join(directory, path));
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

async function install() {
  const started = Date.now();
  say('installing packages (npm ci)');
  // Its warnings are about the Node at hand, on which nothing of this will run.
  const args = ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'];
  const { ok, ended } = await runNpm(args, toolEnvironment(undefined));
  if (!ok) {
    throw new LaunchError(
      `npm ci failed (${ended}); its messages stand above. It needs a package registry, and the right to write in ${root}`,
    );
  }
  say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
