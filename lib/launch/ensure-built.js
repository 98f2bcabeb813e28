import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinnedNode, root, toolEnvironment } from './paths.js';
import { runTool } from './run-tool.js';
import { LaunchError, say } from './say.js';
import { readStamp, stampOf } from './stamp.js';
import { explainWriteError } from './write-error.js';

const sources = [
  'app',
  'lib',
  'public',
  'next.config.js',
  'postcss.config.mjs',
  'postcss.config.js',
  'tsconfig.json',
  'package-lock.json',
];

/**
 * Builds the web app where its sources changed since the last good build. A failed build leaves the last good one in place, because
 * the collectors' work must not wait for a page; without one it throws LaunchError.
 *
 * @param {{ directory?: string, build?: () => Promise<{ ok: boolean, ended: string }> }} [options] for tests
 * @returns {Promise<'unchanged' | 'built' | 'kept-old'>}
 */
export async function ensureBuilt({ directory = root, build = runNextBuild } = {}) {
  const output = join(directory, '.next');
  const stampFile = join(output, 'hvitals-stamp');
  const previous = join(directory, '.cache', 'next-previous');
  const stamp = stampOf(directory, sources, (path) => !path.endsWith('.test.ts'));
  if (readStamp(stampFile) === stamp) return 'unchanged';
  const started = Date.now();
  say('building the web app (next build)');
  // Next empties its folder before it builds, so the good build is put aside. What has no stamp was never finished, and is not kept.
  try {
    if (existsSync(stampFile)) moveFolder(output, previous);
    const { ok, ended } = await build();
    if (!ok) return restore(output, previous, ended);
    writeFileSync(stampFile, stamp);
    rmSync(previous, { recursive: true, force: true });
  } catch (error) {
    throw explainWriteError(error, output);
  }
  say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return 'built';
}

/**
 * @param {string} output
 * @param {string} previous
 * @param {string} ended
 * @returns {'kept-old'}
 */
function restore(output, previous, ended) {
  if (!existsSync(previous)) {
    throw new LaunchError(
      `the build of the web app failed (${ended}); its messages stand above. There is no older build to show instead`,
    );
  }
  moveFolder(previous, output);
  say(`the build of the web app failed (${ended}); its messages stand above. The pages come from the last good build`);
  return 'kept-old';
}

/**
 * @param {string} from
 * @param {string} to
 */
function moveFolder(from, to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

function runNextBuild() {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  return runTool(pinnedNode, [next, 'build'], toolEnvironment('production'));
}
