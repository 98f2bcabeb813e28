import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One of the scripts that guests download, as the beacon page shows it. */
export interface BeaconScript {
  readonly file: string;
  readonly version: string;
  /** SHA-256 in hex, over the bytes that are served. */
  readonly sha256: string;
  readonly bytes: number;
}

interface Holder {
  [key]?: string;
}

// Next bundles its pages elsewhere, so that they do not know where the repository lies: the server says it, once per process.
const key = Symbol.for('hvitals.app.publicFolder');

/** Where the files that people download lie. Called when the server starts. */
export function setPublicFolder(folder: string): void {
  (globalThis as Holder)[key] = folder;
}

/** Both scripts, read from the files themselves. Throws where they are not there. */
export async function readBeaconScripts(): Promise<{ readonly shell: BeaconScript; readonly powershell: BeaconScript }> {
  const folder = (globalThis as Holder)[key];
  if (folder === undefined) throw new Error('The folder of downloads was not set.');
  const [shell, powershell] = await Promise.all([
    read(folder, 'hvitals-beacon.sh', /^version=(\S+)$/m),
    read(folder, 'hvitals-beacon.ps1', /^\$beaconVersion = '([^']+)'\s*$/m),
  ]);
  return { shell, powershell };
}

async function read(folder: string, file: string, version: RegExp): Promise<BeaconScript> {
  const content = await readFile(join(folder, 'beacon', file));
  const found = version.exec(content.toString('utf8'))?.[1];
  if (found === undefined) throw new Error(`${file} names no version.`);
  return { file, version: found, sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}
