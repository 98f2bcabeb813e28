import { parseKvpItem } from '#lib/model/kvp-item.ts';
import type { BeaconProblem } from '#lib/model/readings/beacon.ts';
import { BeaconPairs } from './beacon-pairs.ts';

/** A beacon's items by what they are about. */
export interface BeaconItems {
  readonly beacon: BeaconPairs | undefined;
  readonly clock: BeaconPairs | undefined;
  readonly daemons: BeaconPairs | undefined;
  readonly host: BeaconPairs | undefined;
  /** In the order of their numbers. */
  readonly disks: readonly BeaconPairs[];
  readonly filesystems: readonly BeaconPairs[];
}

/** Limits of one VM: items as on the host (beacon.ps1), and UTF-16 units of a value that pass through the kernel (hyperv-facts.md 1.6). */
const mostItems = 200;
const longestValue = 1_022;
const singleKeys = new Set(['hvitals.beacon', 'hvitals.clock', 'hvitals.daemons', 'hvitals.host']);
const numberedKey = /^hvitals\.(?:disk|fs)\.(0|[1-9]\d{0,8})$/;
/** Disks and filesystems, each. */
const mostNumbered = 32;

/**
 * Sorts a VM's item texts by key. Texts that are no items, unknown keys and values beyond the limits are passed over and named in
 * `problems`; of a key that comes twice the last one counts. Never throws.
 */
export function readBeaconItems(texts: readonly unknown[], cut: boolean, problems: Set<BeaconProblem>): BeaconItems {
  const values = new Map<string, string>();
  if (cut || texts.length > mostItems) problems.add('too-many-items');
  for (const text of texts.slice(0, mostItems)) {
    const item = typeof text === 'string' ? parseKvpItem(text) : undefined;
    if (item === undefined) problems.add('malformed-value');
    else hold(values, item.key.trim(), item.value, problems);
  }
  const one = (key: string) => toPairs(values.get(key), problems);
  const all = (word: 'disk' | 'fs') =>
    Array.from({ length: mostNumbered }, (_, at) => one(`hvitals.${word}.${at}`)).filter((pairs) => pairs !== undefined);
  return {
    beacon: one('hvitals.beacon'),
    clock: one('hvitals.clock'),
    daemons: one('hvitals.daemons'),
    host: one('hvitals.host'),
    disks: all('disk'),
    filesystems: all('fs'),
  };
}

function hold(values: Map<string, string>, key: string, value: string, problems: Set<BeaconProblem>): void {
  const number = numberedKey.exec(key)?.[1];
  if (number === undefined && !singleKeys.has(key)) problems.add('unknown-key');
  else if (number !== undefined && Number(number) >= mostNumbered) problems.add('too-many-items');
  // A cut value could end in the middle of a number, so nothing of it is taken.
  else if (value.length > longestValue) problems.add('value-too-long');
  else {
    if (values.has(key)) problems.add('duplicate-key');
    values.set(key, value);
  }
}

function toPairs(value: string | undefined, problems: Set<BeaconProblem>): BeaconPairs | undefined {
  return value === undefined ? undefined : new BeaconPairs(value.trim(), problems);
}
