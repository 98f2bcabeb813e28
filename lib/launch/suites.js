import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {{ passed: number, failed: number, notes: readonly string[], lines?: readonly string[] }} Counts
 *   what a suite reports; `notes` say why something failed, `lines` name the tests that failed or passed only on the second try
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {() => Promise<Counts>} run
 * @property {boolean} [required] where it fails, the suites after it cannot run
 *
 * @typedef {object} CommandOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 * @property {number} deadlineMs the whole process group is killed then
 * @property {'inherit' | 'ignore'} [output]
 */

/**
 * Runs suites one after the other and adds up what they report. A suite that throws is one failure.
 *
 * @param {readonly Suite[]} suites
 * @param {(text: string) => void} print
 * @returns {Promise<Counts>}
 */
export async function runSuites(suites, print) {
  let passed = 0;
  let failed = 0;
  /** @type {string[]} */
  const table = [];
  /** @type {string | undefined} */
  let blockedBy;
  for (const suite of suites) {
    const started = performance.now();
    if (blockedBy === undefined) print(`\n=== ${suite.name}`);
    const counts = blockedBy === undefined ? await runOne(suite) : failure(`not run, because ${blockedBy} failed`);
    if (counts.failed > 0 && suite.required === true) blockedBy ??= suite.name;
    passed += counts.passed;
    failed += counts.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
    const notes = counts.notes.length === 0 ? '' : `: ${counts.notes.join('; ')}`;
    table.push(`${seconds} s  ${suite.name}: ${counts.passed} passed, ${counts.failed} failed${notes}`);
    table.push(...(counts.lines ?? []).map((line) => `            ${line}`));
  }
  print(`\n${table.join('\n')}\n`);
  return { passed, failed, notes: [] };
}

/** @param {Suite} suite @returns {Promise<Counts>} */
async function runOne(suite) {
  try {
    return await suite.run();
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} note @returns {Counts} */
export function failure(note) {
  return { passed: 0, failed: 1, notes: [note] };
}

/**
 * A command that counts as one test: it passes where it ends with exit code 0.
 *
 * @param {readonly string[]} command
 * @param {CommandOptions} options
 * @returns {Promise<Counts>}
 */
export async function runStep(command, options) {
  const ended = await runCommand(command, options);
  return ended === 'exit code 0' ? { passed: 1, failed: 0, notes: [] } : failure(ended);
}

/**
 * A command with a reporter that writes `{passed, failed, skipped, errors, failures, secondTries}` to the file that `HVITALS_SUMMARY`
 * names. No file, no test, a skipped test and an exit code that the counts do not explain are failures: nothing is left out in
 * silence, and a test that needed its second try is named.
 *
 * @param {readonly string[]} command
 * @param {string} summaryFile
 * @param {CommandOptions} options
 * @returns {Promise<Counts>}
 */
export async function runReporting(command, summaryFile, options) {
  mkdirSync(dirname(summaryFile), { recursive: true });
  rmSync(summaryFile, { force: true });
  const ended = await runCommand(command, { ...options, env: { ...options.env, HVITALS_SUMMARY: summaryFile } });
  if (!existsSync(summaryFile)) return failure(`it crashed before it could report (${ended})`);
  /** @type {{ passed: number, failed: number, skipped: number, errors: number, failures?: string[], secondTries?: string[] }} */
  const { passed, failed, skipped, errors, failures = [], secondTries = [] } = JSON.parse(readFileSync(summaryFile, 'utf8'));
  const notes = [];
  let more = skipped + errors;
  if (skipped > 0) notes.push(`${skipped} did not run, which counts as failed`);
  if (errors > 0) notes.push(`${errors} errors outside of tests`);
  if (passed + failed + more === 0) {
    more = 1;
    notes.push('it ran no test');
  } else if (ended !== 'exit code 0' && failed + more === 0) {
    more = 1;
    notes.push(ended);
  }
  if (secondTries.length > 0) notes.push(`${secondTries.length} passed only on the second try`);
  const lines = [
    ...failures.map((text) => `failed: ${firstLine(text)}`),
    ...secondTries.map((text) => `second try: ${firstLine(text)}`),
  ];
  return { passed, failed: failed + more, notes, lines };
}

/** @param {string} text */
function firstLine(text) {
  // Playwright and Vitest colour their messages.
  return stripVTControlCharacters(text.split('\n', 1)[0] ?? '').slice(0, 400);
}

/**
 * @param {readonly string[]} command
 * @param {CommandOptions} options
 * @returns {Promise<string>} `exit code 0`, `signal SIGKILL`, `killed after 60 s` or why it could not start
 */
function runCommand([program = '', ...args], { cwd, env, deadlineMs, output = 'inherit' }) {
  return new Promise((resolve) => {
    // A group of its own, so that a hung command goes with everything it has started.
    const group = process.platform !== 'win32';
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', output, output], detached: group });
    let late = false;
    const kill = () => {
      if (child.pid === undefined) return;
      if (group) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, deadlineMs);
    // Ctrl-C does not reach another group by itself.
    process.once('exit', kill);
    child.once('error', (error) => {
      if (child.pid === undefined) finish(error.message);
    });
    child.once('exit', (code, signal) => finish(signal === null ? `exit code ${code}` : `signal ${signal}`));
    /** @param {string} ended */
    const finish = (ended) => {
      clearTimeout(timer);
      process.off('exit', kill);
      resolve(late ? `killed after ${deadlineMs / 1000} s` : ended);
    };
  });
}
