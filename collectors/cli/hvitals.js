#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkNodeVersion, pinnedNode, root, toolEnvironment } from '../../lib/launch/paths.js';
import { LaunchError, runMain } from '../../lib/launch/say.js';

/** `hvitals`: runs on any Node from 20 on, and hands over to the pinned Node, which can run TypeScript. */
async function main() {
  checkNodeVersion(process.versions.node);
  const args = process.argv.slice(2);
  // `start` is the one command that installs the pinned Node; it runs on the Node at hand.
  if (args[0] === 'start') return run(process.execPath, [join(root, 'lib', 'launch', 'start.js'), ...args.slice(1)]);
  if (!existsSync(pinnedNode))
    throw new LaunchError('the packages are not installed yet; run `hvitals start` or `npm start` once', 2);
  return run(pinnedNode, [join(root, 'collectors', 'cli', 'hvitals.ts'), ...args]);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: toolEnvironment('production'), stdio: 'inherit' });
    // The child ends by itself on Ctrl-C, which its group gets; a SIGTERM reaches only us and is passed on.
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

await runMain(main);
