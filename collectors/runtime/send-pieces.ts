import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

/** Pieces go out together up to about this size: a small write costs as much as a large one. */
const groupBytes = 1_048_576;

/**
 * Sends pieces without copying them: the length is known, so they need no framing, and those of one group leave in one call to the
 * kernel. Waits where the reader is slower. Rejects where the reader goes away.
 */
export async function sendPlain(response: ServerResponse, pieces: readonly Buffer[]): Promise<void> {
  response.setHeader('Content-Length', lengthOf(pieces));
  for (const group of groups(pieces)) {
    if (response.destroyed) throw new HangUpError();
    response.cork();
    for (const piece of group) response.write(piece);
    response.uncork();
    if (response.writableNeedDrain) await drained(response);
  }
  response.end();
}

/** Resolves when the reader has taken what was written. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => () => {
      response.off('drain', onDrain);
      response.off('close', onClose);
      done();
    };
    const onDrain = settle(resolve);
    const onClose = settle(() => reject(new HangUpError()));
    response.on('drain', onDrain);
    response.on('close', onClose);
  });
}

/** Sends pieces compressed. Level 1: on a scrape, time on this machine is dearer than bytes on the wire. */
export async function sendGzip(response: ServerResponse, pieces: readonly Buffer[]): Promise<void> {
  response.setHeader('Content-Encoding', 'gzip');
  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: groupBytes / 4 });
  await pipeline(Readable.from(joined(pieces), { objectMode: false }), gzip, response);
}

/** The reader went away before it had everything. */
export class HangUpError extends Error {
  constructor() {
    super('the reader went away');
    this.name = 'HangUpError';
  }
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function* groups(pieces: readonly Buffer[]): Generator<readonly Buffer[]> {
  let group: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    group.push(piece);
    size += piece.length;
    if (size < groupBytes) continue;
    yield group;
    group = [];
    size = 0;
  }
  if (group.length > 0) yield group;
}

function* joined(pieces: readonly Buffer[]): Generator<Buffer> {
  for (const group of groups(pieces)) yield Buffer.concat(group);
}
