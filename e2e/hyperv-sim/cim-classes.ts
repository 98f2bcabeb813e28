import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SimulatedHost } from '../../collectors/transport/simulated/scenario.ts';

/** A CIM value in a state file. `since` counts milliseconds from that moment (UTC ms), so that uptimes go on while the file stands. */
export type CimValue = null | boolean | number | string | readonly number[] | readonly string[] | { readonly since: number };

/** One instance; properties that are missing are null on the host, as for a real instance. */
export type CimRow = Readonly<Record<string, CimValue>>;

const classes = z.record(
  z.string(),
  z.object({
    namespace: z.string(),
    properties: z.record(z.string(), z.string()),
    notInServer2019: z.array(z.string()).optional(),
  }),
);
const file = z.object({ classes });

function load(name: string): z.infer<typeof classes> {
  return file.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8'))).classes;
}

/** Every class that the simulated host knows, by its exact name: names and types from live systems, and additions from cim-facts.md. */
export const cimClasses = { ...load('cim-classes.json'), ...load('cim-classes.additions.json') };

/**
 * Throws where a row has a property that its class does not have on this build, or stands in a class that does not exist:
 * the simulated host must not be richer than a real one.
 */
export function assertRealProperties(rows: Readonly<Record<string, readonly CimRow[]>>, build: SimulatedHost['build']): void {
  for (const [name, list] of Object.entries(rows)) {
    const known = cimClasses[name];
    if (known === undefined) throw new Error(`The simulated host has rows of the class ${name}, which does not exist.`);
    const absent = new Set(build === 'server2019' ? known.notInServer2019 : []);
    for (const property of new Set(list.flatMap((row) => Object.keys(row)))) {
      if (!Object.hasOwn(known.properties, property) || absent.has(property)) {
        throw new Error(`The simulated host was told a property that ${name} does not have on ${build}: ${property}.`);
      }
    }
  }
}
