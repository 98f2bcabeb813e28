import { spawn as spawnProcess } from 'node:child_process';

/**
 * @typedef {object} Program
 * @property {string} name for messages
 * @property {string} command
 * @property {readonly string[]} args
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [reloads] it reads its configuration again on SIGHUP
 *
 * @typedef {object} SupervisorOptions
 * @property {readonly Program[]} programs
 * @property {(text: string) => void} say
 * @property {typeof spawnProcess} [spawn]
 * @property {number} [firstDelayMs] wait before the first restart; doubles with each further one
 * @property {number} [longestDelayMs]
 * @property {number} [steadyAfterMs] a program that ran this long starts again with the first delay
 * @property {number} [killAfterMs] how long a program may take to stop
 *
 * @typedef {object} Supervisor
 * @property {Promise<number>} done resolves with our exit code once every program has ended
 * @property {(reason: string) => void} stop
 * @property {() => void} reload sends SIGHUP to the programs that take it
 */

/** With this code a program says that starting it again would not help, such as a configuration that it cannot use. */
export const exitCodeGiveUp = 2;

/**
 * Keeps programs running: one that ends is started again after a wait that doubles, each by itself. On `stop` each gets SIGTERM and,
 * if it is still there after `killAfterMs`, SIGKILL. Programs write to our own stdout and stderr, unchanged.
 *
 * @param {SupervisorOptions} options
 * @returns {Supervisor}
 */
export function supervise({
  programs,
  say,
  spawn = spawnProcess,
  firstDelayMs = 500,
  longestDelayMs = 30_000,
  steadyAfterMs = 60_000,
  killAfterMs = 5_000,
}) {
  /** @type {(code: number) => void} */
  let finish = () => undefined;
  /** @type {Promise<number>} */
  const done = new Promise((resolve) => {
    finish = resolve;
  });
  let stopping = false;
  let exitCode = 0;
  let alive = programs.length;
  /** @type {Set<{ stop: () => void, reload: () => void }>} */
  const runs = new Set();

  /** @param {string} reason */
  const stop = (reason) => {
    if (stopping) return;
    stopping = true;
    say(`stopping (${reason})`);
    for (const run of runs) run.stop();
  };
  const ended = () => {
    alive -= 1;
    if (alive === 0) finish(exitCode);
  };
  for (const program of programs) {
    const delays = { firstDelayMs, longestDelayMs, steadyAfterMs, killAfterMs };
    runs.add(
      keepRunning(program, { spawn, say, delays, isStopping: () => stopping, ended }, (reason) => {
        exitCode = exitCodeGiveUp;
        stop(reason);
      }),
    );
  }
  const reload = () => {
    for (const run of runs) run.reload();
  };
  return { done, stop, reload };
}

/**
 * Runs one program until it is told to stop.
 *
 * @param {Program} program
 * @param {{
 *   spawn: typeof spawnProcess,
 *   say: (text: string) => void,
 *   delays: { firstDelayMs: number, longestDelayMs: number, steadyAfterMs: number, killAfterMs: number },
 *   isStopping: () => boolean,
 *   ended: () => void,
 * }} context
 * @param {(reason: string) => void} giveUp
 * @returns {{ stop: () => void, reload: () => void }}
 */
function keepRunning(program, { spawn, say, delays, isStopping, ended }, giveUp) {
  let failures = 0;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;

  /** @param {{ code: number | null, how: string }} end @param {number} startedAt */
  const onEnd = ({ code, how }, startedAt) => {
    clearTimeout(timer);
    child = undefined;
    if (isStopping()) return ended();
    // Stopping reaches this program too, and counts it as ended.
    if (code === exitCodeGiveUp) return giveUp(`${program.name} says that it cannot run like this; its message stands above`);
    failures = performance.now() - startedAt >= delays.steadyAfterMs ? 1 : failures + 1;
    const waitMs = Math.min(delays.firstDelayMs * 2 ** (failures - 1), delays.longestDelayMs);
    say(`${program.name} ended (${how}); starting it again in ${waitMs / 1000} s`);
    timer = setTimeout(start, waitMs);
  };
  const start = () => {
    const startedAt = performance.now();
    const started = spawn(program.command, program.args, {
      cwd: program.cwd,
      env: program.env ?? process.env,
      stdio: ['ignore', 1, 2],
    });
    child = started;
    // A program that cannot be started emits `error` and no `exit`; one that runs emits `exit` once.
    started.once('error', (error) => {
      if (started.pid === undefined) onEnd({ code: null, how: error.message }, startedAt);
    });
    started.once('exit', (code, signal) => onEnd({ code, how: signal ?? `exit code ${code}` }, startedAt));
  };
  start();
  const stop = () => {
    clearTimeout(timer);
    const running = child;
    if (running === undefined) return ended();
    running.kill('SIGTERM');
    timer = setTimeout(() => {
      say(`${program.name} did not stop within ${delays.killAfterMs / 1000} s; killing it`);
      running.kill('SIGKILL');
    }, delays.killAfterMs);
  };
  const reload = () => {
    if (program.reloads === true) child?.kill('SIGHUP');
  };
  return { stop, reload };
}
