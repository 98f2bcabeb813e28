/**
 * SIGTERM, SIGINT or SIGHUP stops everything cleanly. A terminal's Ctrl-C can arrive twice, once more through npm, so a second
 * signal changes nothing; what does not stop is killed soon anyway.
 *
 * @param {import('./supervisor.js').Supervisor} supervisor
 */
export function stopOnSignals(supervisor) {
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
    process.on(signal, () => supervisor.stop(signal));
  }
}
