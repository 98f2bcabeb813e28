import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../peers/build-once.ts';

export const beaconScript = path.join(repositoryRoot, 'public/beacon/hvitals-beacon.sh');

/** A guest as the beacon sees one: files and links below a root, and what commands answer to which arguments. */
export interface Guest {
  readonly about: string;
  readonly files: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Pool number → its items. */
  readonly pools?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Items that the beacon must publish; its own, with times, aside. */
  readonly expect: Readonly<Record<string, string>>;
}

const recordBytes = 2_560;

export async function readGuest(name: string): Promise<Guest> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, 'testdata', `${name}.json`), 'utf8')) as Guest;
}

/** One record of a pool file: key[512] and value[2048], padded with NUL. */
export function toRecord(key: string, value: string): Buffer {
  const record = Buffer.alloc(recordBytes);
  record.write(key, 0);
  record.write(value, 512);
  return record;
}

/** Keys and values of a pool file, in its order. Throws where it does not hold whole records. */
export function parsePool(file: Buffer): readonly (readonly [string, string])[] {
  if (file.length % recordBytes !== 0) throw new Error(`A pool file of ${file.length} bytes holds no whole records.`);
  const text = (from: number, to: number) => {
    const end = file.indexOf(0, from);
    return file.toString('utf8', from, end < 0 || end > to ? to : end);
  };
  return Array.from({ length: file.length / recordBytes }, (_, index) => {
    const start = index * recordBytes;
    return [text(start, start + 512), text(start + 512, start + recordBytes)] as const;
  });
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** A command that answers known arguments and fails on all others. */
function toCommand(answers: Readonly<Record<string, string>>): string {
  const cases = Object.entries(answers).map(([args, output]) => `${quote(args)}) printf '%s' ${quote(output)} ;;`);
  return `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\n*) echo "unexpected: $*" >&2; exit 1 ;;\nesac\n`;
}

/** Lays a guest out below `root` and gives the environment in which the beacon sees it. */
export async function makeGuest(
  root: string,
  guest: Pick<Guest, 'files' | 'links' | 'commands' | 'pools'>,
): Promise<NodeJS.ProcessEnv> {
  for (const folder of ['bin', 'pool', 'run', 'sys/block', 'proc', 'etc'])
    await mkdir(path.join(root, folder), { recursive: true });
  for (const [name, content] of Object.entries(guest.files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  for (const [name, target] of Object.entries(guest.links)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await symlink(path.join(root, target), path.join(root, name));
  }
  for (const [name, answers] of Object.entries(guest.commands)) await addCommand(root, name, toCommand(answers));
  for (const [number, items] of Object.entries(guest.pools ?? {})) {
    const records = Object.entries(items).map(([key, value]) => toRecord(key, value));
    await writeFile(path.join(root, `pool/.kvp_pool_${number}`), Buffer.concat(records));
  }
  return {
    NODE_ENV: 'test',
    PATH: `${path.join(root, 'bin')}:${process.env.PATH ?? ''}`,
    HVITALS_POOL_DIR: path.join(root, 'pool'),
    HVITALS_RUN_DIR: path.join(root, 'run'),
    HVITALS_SYS: path.join(root, 'sys'),
    HVITALS_PROC: path.join(root, 'proc'),
    HVITALS_ETC: path.join(root, 'etc'),
    // Places that only install and uninstall touch.
    HVITALS_SBIN: path.join(root, 'sbin'),
    HVITALS_SYSTEMD_DIR: path.join(root, 'units'),
    HVITALS_SYSTEMD_RUN: path.join(root, 'systemd'),
    HVITALS_CRON_DIR: path.join(root, 'cron.d'),
  };
}

/** Puts a shell script on the guest's PATH, before all others of its name. */
export async function addCommand(root: string, name: string, text: string): Promise<void> {
  await writeFile(path.join(root, 'bin', name), text);
  await chmod(path.join(root, 'bin', name), 0o755);
}
