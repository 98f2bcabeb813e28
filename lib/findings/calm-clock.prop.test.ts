import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCalmClock } from './calm-clock.ts';
import { judgeVm } from './judge-vm.ts';
import { beaconOf, factsOf, hostClockOf, hostFactsOf } from './testdata/facts.ts';

/** Around what the rules let pass, which is 0.1 s and 1 s beyond the bounds, more often than elsewhere. */
const offset = fc
  .tuple(
    fc.constantFrom(0, 0.1, 1, 300),
    fc.oneof(fc.constantFrom(0, 0.000_01, 0.01), fc.double({ min: -0.2, max: 0.2, noNaN: true })),
    fc.boolean(),
  )
  .map(([about, by, ahead]) => (ahead ? about + by : -about - by));
const hostClock = fc.option(
  fc.tuple(offset, fc.constantFrom(0, 0, 1, 2, 3)).map(([seconds, failures]) => ({ seconds, failures })),
  { nil: undefined },
);
const beacon = fc.record({
  clock: fc.record({
    daemon: fc.constantFrom('chrony', 'ntpd', 'w32time', undefined),
    daemons: fc.constantFrom<readonly ('chrony' | 'ntpd')[]>([], ['chrony'], ['chrony', 'ntpd']),
    source: fc.constantFrom('ntp', 'refclock', 'host-ptp', 'host-service', 'local', undefined),
    synchronised: fc.constantFrom(true, true, true, false, undefined),
    offsetSeconds: offset,
    rootDispersionSeconds: fc.constantFrom(0.000_1, 0.02, 1, undefined),
    hostSamples: fc.constantFrom('never', 'large', 'every', undefined),
  }),
  rest: fc.record({
    writtenAt: offset.map((seconds) => seconds * 1_000),
    notBefore: fc.constantFrom(Date.UTC(2026, 5, 1, 12) - 60_000, undefined),
  }),
});

type Known = { readonly seconds: number; readonly failures: number } | undefined;
const atClock = (facts: ReturnType<typeof factsOf>, known: Known) => ({
  ...facts,
  hostFacts: hostFactsOf(known && hostClockOf(known.seconds), known?.failures),
});

test('while a clock is calm, a new reading of its host\u2019s clock changes nothing of what is said of the VM', () => {
  const seen = { calm: 0, other: 0, otherwise: 0 };
  fc.assert(
    fc.property(beacon, hostClock, hostClock, ({ clock, rest }, before, after) => {
      const facts = factsOf({ beacon: beaconOf(clock, rest) });
      const [first, second] = [atClock(facts, before), atClock(facts, after)];
      const [was, is] = [judgeVm(first), judgeVm(second)];
      if (isCalmClock(first) && isCalmClock(second)) {
        expect(is).toEqual(was);
        seen.calm += 1;
      } else if (JSON.stringify(is) !== JSON.stringify(was)) seen.otherwise += 1;
      else seen.other += 1;
    }),
    { numRuns: 2_000 },
  );
  // Each kind was met, so neither half of the sentence is empty.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});
