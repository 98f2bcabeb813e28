import { LaunchError } from './say.js';

const reasons = new Map([
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOTDIR', 'a file is in the way'],
  ['EEXIST', 'a file is in the way'],
]);

/**
 * A failed write in words, where the reason is one that a person can mend; any other error comes back as it is.
 *
 * @param {unknown} error
 * @param {string} path
 */
export function explainWriteError(error, path) {
  const reason = error instanceof Error && 'code' in error ? reasons.get(String(error.code)) : undefined;
  if (reason === undefined) return error;
  return new LaunchError(`cannot write ${path}: ${reason}. Run it as a user who may write there`);
}
