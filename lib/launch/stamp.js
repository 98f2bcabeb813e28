import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * SHA-256 over names and contents of files, and of all files below folders. What does not exist counts as absent, so that
 * removing it changes the stamp too.
 *
 * @param {string} directory
 * @param {readonly string[]} entries paths below it
 * @param {(path: string) => boolean} [wanted] which files count
 * @returns {string} hexadecimal
 */
export function stampOf(directory, entries, wanted = () => true) {
  const hash = createHash('sha256');
  for (const path of entries.flatMap((entry) => listFiles(directory, entry))) {
    if (!wanted(path)) continue;
    const content = readFileSync(join(directory, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} directory
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(directory, path) {
  const stats = statSync(join(directory, path), { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [path];
  return readdirSync(join(directory, path))
    .sort()
    .flatMap((name) => listFiles(directory, `${path}/${name}`));
}

/**
 * @param {string} file
 * @returns {string | undefined} the stamp that stands in it
 */
export function readStamp(file) {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(file, 'utf8').trim();
}
