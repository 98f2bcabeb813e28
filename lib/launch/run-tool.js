import { spawn } from 'node:child_process';
import { root } from './paths.js';

/**
 * Runs a program to its end, its output straight to ours.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {{ shell?: boolean, stdio?: import('node:child_process').StdioOptions, cwd?: string }} [options]
 * @returns {Promise<{ ok: boolean, ended: string }>} `ended` says how: `exit code 1`, `signal SIGKILL` or why it could not start.
 */
export function runTool(command, args, env, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env,
      shell: options.shell ?? false,
      // Output of tools is progress, so it goes to stderr like ours.
      stdio: options.stdio ?? ['ignore', 2, 2],
    });
    child.once('error', (error) => resolve({ ok: false, ended: error.message }));
    child.once('exit', (code, signal) =>
      resolve({ ok: code === 0, ended: signal === null ? `exit code ${code}` : `signal ${signal}` }),
    );
  });
}
