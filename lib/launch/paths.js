import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchError } from './say.js';

/** Folder of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The pinned Node that both programs run on, as the npm package `node` unpacks it. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * Refuses a Node that is older than the bootstrap needs.
 *
 * @param {string} version such as `20.11.0`
 */
export function checkNodeVersion(version) {
  const major = Number.parseInt(version, 10);
  if (major >= 20) return;
  throw new LaunchError(
    `this is Node ${version}; hvitals needs Node 20 or newer to start (it then runs on a Node 24 of its own)`,
  );
}

/** Refuses to go on where the pinned Node is not there although the packages are. */
export function checkPinnedNode() {
  if (existsSync(pinnedNode)) return;
  throw new LaunchError(
    `${pinnedNode} is missing: the install script of the npm package "node" has not run. ` +
      'Is ignore-scripts set in an .npmrc? Remove it, delete node_modules and run npm start again',
  );
}

/**
 * Environment of everything that is started: the pinned Node and the project's own tools come first on PATH.
 * NODE_ENV is what the caller says, whatever the shell has, because it decides what npm installs and how Next builds.
 *
 * @param {'production' | undefined} nodeEnv
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(nodeEnv) {
  const { NODE_ENV: _ignored, ...rest } = process.env;
  const delimiter = process.platform === 'win32' ? ';' : ':';
  return /** @type {NodeJS.ProcessEnv} */ ({
    ...rest,
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${rest.PATH ?? ''}`,
    NEXT_TELEMETRY_DISABLED: '1',
    ...(nodeEnv === undefined ? {} : { NODE_ENV: nodeEnv }),
  });
}
