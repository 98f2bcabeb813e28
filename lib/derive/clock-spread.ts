import type { Offset } from '#lib/model/clock.ts';
import { certainSeconds } from './host-clock.ts';
import type { VmClock } from './vm-clock.ts';

/**
 * Upper ends of the steps in which clocks are counted, seconds: 1 ms, 50 ms and 1 s are the accuracies that Windows Server supports,
 * five minutes is where Kerberos refuses (hyperv-facts.md 8.1); 5 s is what the tests of Linux on Hyper-V allow (section 7).
 */
export const spreadSteps = [0.001, 0.05, 1, 5, 300] as const;

/** The offset that a clock is judged by: against NTP where known, else against the host. */
export function judgedOffset({ vsNtp, vsHost }: Pick<VmClock, 'vsNtp' | 'vsHost'>): Offset | undefined {
  return vsNtp ?? vsHost;
}

/** How many clocks are off by at most so many seconds, each counted in the first step that it fits; null for all beyond. Pure. */
export function clockSpread(offsets: Iterable<Offset>): readonly { readonly upToSeconds: number | null; readonly vms: number }[] {
  const counts = new Map<number | null, number>([...spreadSteps, null].map((step) => [step, 0]));
  for (const { seconds } of offsets) {
    const step = spreadSteps.find((upTo) => Math.abs(seconds) <= upTo) ?? null;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  return [...counts].map(([upToSeconds, vms]) => ({ upToSeconds, vms }));
}

/** Compares clocks, the one that is further off for certain first; one that nobody knows comes last. */
export function compareClocks(a: Pick<VmClock, 'vsNtp' | 'vsHost'>, b: typeof a): number {
  const [first, second] = [judgedOffset(a), judgedOffset(b)];
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
  return certainSeconds(second) - certainSeconds(first) || Math.abs(second.seconds) - Math.abs(first.seconds);
}
