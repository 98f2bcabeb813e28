import { runTool } from './run-tool.js';

/**
 * Runs npm. Under `npm start` npm says where it is; a bare `node lib/launch/start.js` finds it on PATH.
 *
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {Parameters<typeof runTool>[3]} [options]
 */
export function runNpm(args, env, options = {}) {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') === true
    ? runTool(process.execPath, [npm, ...args], env, options)
    : runTool('npm', args, env, { ...options, shell: process.platform === 'win32' });
}
