import { get } from 'node:http';
import { createServer } from 'node:net';
import { LaunchError } from './say.js';

/** @typedef {{ host: string, port: number }} Listen */

/**
 * Refuses to go on where a port cannot be had, and says which configuration key moves it.
 *
 * @param {Listen} listen
 * @param {string} key such as `web.listen`
 * @returns {Promise<void>}
 */
export function checkPort({ host, port }, key) {
  const hint = `set another ${key} in hvitals.yaml`;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const reasons = new Map([
        [
          'EADDRINUSE',
          `port ${port} on ${host} is in use by another program (is hvitals running already?); stop that, or ${hint}`,
        ],
        ['EACCES', `no permission to listen on port ${port}; ${hint}`],
        ['EADDRNOTAVAIL', `${host} is no address of this machine; ${hint}`],
      ]);
      reject(new LaunchError(reasons.get(error.code ?? '') ?? `cannot listen on ${host}:${port} (${error.message}); ${hint}`));
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

/** @param {Listen} listen */
export function toUrl({ host, port }) {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/**
 * Asks a URL until it answers with a status below 400.
 *
 * @param {string} url
 * @param {{ deadlineMs: number, everyMs?: number, signal: AbortSignal }} options
 * @returns {Promise<boolean>} false when the deadline passed or `signal` aborted first
 */
export async function waitUntilReady(url, { deadlineMs, everyMs = 200, signal }) {
  const end = performance.now() + deadlineMs;
  while (performance.now() < end && !signal.aborted) {
    if (await answers(url)) return true;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return false;
}

/**
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function answers(url) {
  return new Promise((resolve) => {
    const request = get(url, { timeout: 5_000, agent: false }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    request.once('timeout', () => request.destroy());
    // Refused while the program is still starting; the caller asks again.
    request.once('error', () => resolve(false));
  });
}
