import type { Sample } from '../../lib/series/sample.ts';

/** How long the condition of half of the rules must hold. */
export const forMs = 2_000;
const series = 2_000;

/** What decides how a series turns, from its number alone. */
function turnsOf(index: number): { readonly periodMs: number; readonly highMs: number; readonly shiftMs: number } {
  const hash = (Math.imul(index + 1, 2_654_435_761) >>> 0) / 2 ** 32;
  const periodMs = 9_000 + Math.floor(hash * 21_000);
  return { periodMs, highMs: Math.floor(periodMs * (0.45 + 0.3 * ((hash * 97) % 1))), shiftMs: Math.floor(hash * 1e7) };
}

/** Whether the series is above the threshold of its rule at `at` (UTC milliseconds): the same in each life of the program. Pure. */
export function isHigh(index: number, at: number): boolean {
  const { periodMs, highMs, shiftMs } = turnsOf(index);
  return (at + shiftMs) % periodMs < highMs;
}

/** The series of the storm: half are watched by a rule without `for`, half by one with it. */
export const stormVms: readonly string[] = Array.from(
  { length: series },
  (_, index) => `${index % 2 === 0 ? 'swift' : 'patient'}-${index}`,
);

/** The samples of the storm at one moment. */
export function stormSamples(at: number): readonly Sample[] {
  return stormVms.map((vm, index) => ({
    metric: 'hvitals_vm_state',
    labels: { vm_id: vm, vm },
    value: isHigh(index, at) ? 9 : 2,
  }));
}

/** The rules of the storm. */
export const stormRules = `rules:
- { name: Swift, series: hvitals_vm_state, where: ['vm_id=~"swift-.*"'], op: '>', threshold: 5, severity: critical, summary: odd }
- { name: Patient, series: hvitals_vm_state, where: ['vm_id=~"patient-.*"'], op: '>', threshold: 5, for: ${forMs / 1_000}s, severity: warning, summary: odd }
`;
