import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installEndpoint } from './restricted-endpoint.ts';

/** What sessions a host has. */
export interface OfferedSessions {
  /** Command lines by subsystem. */
  readonly subsystems: Readonly<Record<string, readonly string[]>>;
  /** Folders in which sessions find modules. */
  readonly modulePath: readonly string[];
  /** Opens the restricted session; undefined where the host has none. */
  readonly boundCommand: string | undefined;
  /** Where all is kept that clients send to the subsystem `hvitals`. */
  readonly received: string;
}

/** The sessions that a host offers: by subsystem, and the one that the second key is bound to. */
export async function offerSessions(
  engine: string,
  folder: string,
  modulePath: readonly string[],
  moduleText: string | undefined,
): Promise<OfferedSessions> {
  const received = path.join(folder, 'received.log');
  const plain = [engine, '-sshs', '-NoLogo', '-NoProfile'];
  if (moduleText === undefined) {
    return { subsystems: { powershell: plain }, modulePath, boundCommand: undefined, received };
  }
  const { modules, configuration } = await installEndpoint(folder, moduleText);
  const restricted = [...plain, '-ConfigurationFile', configuration];
  return {
    // sshd starts subsystems by the shell; what comes in is kept.
    subsystems: { powershell: plain, hvitals: ['tee', '-a', received, '|', ...restricted] },
    modulePath: [...modulePath, modules],
    boundCommand: restricted.join(' '),
    received,
  };
}

/** As docs/least-privilege.md says it for the second key. */
export async function writeAuthorizedKeys(
  folder: string,
  keyFile: string,
  boundKeyFile: string,
  boundCommand: string | undefined,
): Promise<string> {
  const file = path.join(folder, 'authorized_keys');
  const own = await readFile(`${keyFile}.pub`, 'utf8');
  const bound = await readFile(`${boundKeyFile}.pub`, 'utf8');
  await writeFile(file, boundCommand === undefined ? own : `${own}restrict,command="${boundCommand}" ${bound}`);
  return file;
}
