/** Progress for people goes to stderr, so that stdout carries the programs' JSON log lines and nothing else. */

/** @param {string} text */
export function say(text) {
  process.stderr.write(`hvitals: ${text}\n`);
}

/** An error whose message is meant for the person at the terminal; no stack is shown for it. */
export class LaunchError extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'LaunchError';
    this.exitCode = exitCode;
  }
}

/**
 * Runs a main function and ends the process with its exit code; the only place where launch errors are caught.
 *
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof LaunchError) {
      say(error.message);
      process.exitCode = error.exitCode;
      return;
    }
    say(`unexpected error: ${error instanceof Error ? error.stack : String(error)}`);
    process.exitCode = 70;
  }
}
