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
const numberedKey = /^hvitals\.(disk|fs)\.(0|[1-9]\d{0,8})$/;
/** Disks and filesystems, each. */
const mostNumbered = 32;

/**
 * Sorts a VM's item texts by key. Texts that are no items, unknown keys and values beyond the limits are passed over and named in
 * `problems`; of a key that comes twice the last one counts. Never throws.
 */
export function readBeaconItems(texts: readonly unknown[], cut: boolean, problems: Set<BeaconProblem>): BeaconItems {
  const values: Values = { single: new Map(), disk: new Map(), fs: new Map() };
  if (cut || texts.length > mostItems) problems.add('too-many-items');
  for (const text of texts.slice(0, mostItems)) {
    const item = typeof text === 'string' ? parseKvpItem(text) : undefined;
    if (item === undefined) problems.add('malformed-value');
    else hold(values, item.key.trim(), item.value, problems);
  }
  const one = (key: string) => toPairs(values.single.get(key), problems);
  const all = (numbered: ReadonlyMap<number, string>) =>
    [...numbered].sort(([a], [b]) => a - b).map(([, value]) => new BeaconPairs(value.trim(), problems));
  return {
    beacon: one('hvitals.beacon'),
    clock: one('hvitals.clock'),
    daemons: one('hvitals.daemons'),
    host: one('hvitals.host'),
    disks: all(values.disk),
    filesystems: all(values.fs),
  };
}

/** Values by key, and those of numbered keys by number. */
interface Values {
  readonly single: Map<string, string>;
  readonly disk: Map<number, string>;
  readonly fs: Map<number, string>;
}

function hold(values: Values, key: string, value: string, problems: Set<BeaconProblem>): void {
  if (singleKeys.has(key)) {
    put(values.single, key, value, problems);
    return;
  }
  const [, word, digits] = numberedKey.exec(key) ?? [];
  const number = Number(digits);
  if (digits === undefined) problems.add('unknown-key');
  else if (number >= mostNumbered) problems.add('too-many-items');
  else put(word === 'disk' ? values.disk : values.fs, number, value, problems);
}

function put<Key>(values: Map<Key, string>, key: Key, value: string, problems: Set<BeaconProblem>): void {
  // A cut value could end in the middle of a number, so nothing of it is taken.
  if (value.length > longestValue) {
    problems.add('value-too-long');
    return;
  }
  if (values.has(key)) problems.add('duplicate-key');
  values.set(key, value);
}

function toPairs(value: string | undefined, problems: Set<BeaconProblem>): BeaconPairs | undefined {
  return value === undefined ? undefined : new BeaconPairs(value.trim(), problems);
}
