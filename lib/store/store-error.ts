/** What went wrong with the store, as one word. */
export type StoreErrorCode =
  | 'full'
  | 'read-only'
  | 'corrupt'
  | 'locked'
  | 'newer-schema'
  | 'older-schema'
  | 'missing'
  | 'cannot-open'
  | 'closed'
  | 'replaced'
  | 'failed';

const advice: Readonly<Record<StoreErrorCode, string>> = {
  full: 'Free space on the disk of the data folder; nothing of this write was stored, and the next one tries again.',
  'read-only': 'Give the user that runs hvitals write access to the data folder and every file in it.',
  corrupt: 'Stop hvitals, move the file and its -wal and -shm files away, and restore a backup or start with an empty store.',
  locked: 'Another program holds the file for longer than the busy timeout: end it, or wait until it is done.',
  'newer-schema': 'A newer hvitals has written this file: start that version, or move the file away.',
  'older-schema': 'Start the collectors of this version once: they bring the file up to date.',
  missing: 'Start the collectors: they create the file.',
  'cannot-open': 'Check that the data folder exists and that the user that runs hvitals may read and write it.',
  closed: 'The store was closed before this call; this is a fault in hvitals.',
  replaced:
    'The collectors end and start anew on what stands at the path now; to keep the data, stop hvitals, put the file back and start.',
  failed: 'Look at the cause; where it names the disk, check the disk.',
};

// The app's server and Next's bundles each have a copy of this class, and one store between them: an error of either is a StoreError.
const brand = Symbol.for('hvitals.StoreError');

/** A failed call of the store. `code` says what happened, `file` where, `advice` what to do about it. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly file: string;
  readonly advice: string;
  readonly [brand] = true;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value;
  }
  constructor(code: StoreErrorCode, file: string, fact: string, options?: ErrorOptions) {
    super(`store ${file}: ${fact}. ${advice[code]}`, options);
    this.name = 'StoreError';
    this.code = code;
    this.file = file;
    this.advice = advice[code];
  }
}

/** Primary result codes of SQLite (sqlite.org/rescode.html); the extended code's low byte is the primary one. */
const byResultCode: Readonly<Record<number, StoreErrorCode>> = {
  5: 'locked',
  6: 'locked',
  8: 'read-only',
  11: 'corrupt',
  13: 'full',
  14: 'cannot-open',
  26: 'corrupt',
};

/** Turns whatever node:sqlite threw into a StoreError that names the file; a StoreError passes unchanged. */
export function toStoreError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return new StoreError('failed', file, String(error));
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (code === 'ERR_INVALID_STATE') return new StoreError('closed', file, error.message, { cause: error });
  const known = typeof errcode === 'number' ? byResultCode[errcode & 0xff] : undefined;
  return new StoreError(known ?? 'failed', file, error.message, { cause: error });
}
