import { randomUUID } from 'node:crypto';
import { rename, utimes, writeFile } from 'node:fs/promises';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';
import { assertRealProperties } from './cim-classes.ts';
import type { KvpRendering } from './component-rows.ts';
import { eventRows } from './event-rows.ts';
import { toFileAnswers } from './storage-rows.ts';
import { registryTexts } from './time-rows.ts';
import { type CimRows, toCimRows } from './to-cim-rows.ts';

/** A host that is in no cluster has no such namespace (cim-facts.md 10.3). */
const clusterNamespaces = ['root/mscluster', 'root/hypervcluster/v2'];

/**
 * Writes what the simulated CIM cmdlets answer for this host, as one file that is replaced as a whole. `now` (UTC milliseconds) is the
 * simulated moment at which it is written; uptimes go on from there with real time. Throws where a row would have a property
 * that its class does not have.
 */
export async function writeSimulatedState(
  host: SimulatedHost,
  file: string,
  now: number,
  options: { readonly kvpRendering?: KvpRendering } = {},
): Promise<void> {
  const rows = toCimRows(host, now, options.kvpRendering);
  assertRealProperties(rows, host.build);
  await writeRows(host, rows, file, now);
}

/** Writes rows as they are, unchecked: for tests that plant a violation. */
export async function writeRows(host: SimulatedHost, rows: CimRows, file: string, now: number): Promise<void> {
  const absent = host.setup.cluster === undefined ? clusterNamespaces : [];
  const faults = { ...host.faults, missingNamespaces: [...host.faults.missingNamespaces, ...absent] };
  const state = {
    v: 1,
    build: host.build,
    writtenAt: now,
    faults,
    rows,
    registry: registryTexts(host),
    files: toFileAnswers(host),
    clockOffsetMs: host.clockOffsetMs,
    events: eventRows(host),
  };
  const temporary = `${file}.${randomUUID()}.tmp`;
  await writeFile(temporary, JSON.stringify(state), { mode: 0o600 });
  // The file's time is the real moment that `now` stands for; two writes within one tick of the file system's clock still differ by length or time.
  const real = new Date();
  await utimes(temporary, real, real);
  await rename(temporary, file);
}
