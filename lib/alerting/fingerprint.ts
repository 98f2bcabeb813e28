import type { Labels } from './matcher.ts';

const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const mask = 0xffffffffffffffffn;
const encoder = new TextEncoder();

/**
 * Names a set of labels for ever: 64-bit FNV-1a over sorted names and values, as Alertmanager has it, so that the same alert has the same
 * name in both. 16 hex digits. Source: prometheus/common, model.LabelSet.Fingerprint.
 */
export function toFingerprint(labels: Labels): string {
  let hash = offset;
  const add = (byte: number) => {
    hash = ((hash ^ BigInt(byte)) * prime) & mask;
  };
  for (const name of Object.keys(labels).sort()) {
    for (const byte of encoder.encode(name)) add(byte);
    add(255);
    for (const byte of encoder.encode(labels[name] ?? '')) add(byte);
    add(255);
  }
  return hash.toString(16).padStart(16, '0');
}
