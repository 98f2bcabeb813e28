/**
 * SIGTERM or SIGINT stops everything cleanly. A terminal's Ctrl-C can arrive twice, once more through npm, so a second signal changes
 * nothing; what does not stop is killed soon anyway. SIGHUP is the end of a terminal where there is one, and else asks for a reload.
 *
 * @param {import('./supervisor.js').Supervisor} supervisor
 */
export function stopOnSignals(supervisor) {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) process.on(signal, () => supervisor.stop(signal));
  const atTerminal = process.stdin.isTTY;
  process.on('SIGHUP', () => (atTerminal ? supervisor.stop('SIGHUP') : supervisor.reload()));
}
