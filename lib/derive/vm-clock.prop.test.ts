import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beaconOf, factsOf, hostClockOf, readAt } from '../findings/testdata/facts.ts';
import type { Offset } from '../model/clock.ts';
import { vmClock } from './vm-clock.ts';

const seconds = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
/** What is true in a made-up world, and what each side may say of it. */
const world = fc.record({
  /** Clocks against true time. */
  guest: fc.oneof(seconds(0.01), seconds(60), seconds(100_000)),
  host: fc.oneof(seconds(0.01), seconds(1_000)),
  hostKnown: fc.boolean(),
  source: fc.constantFrom('ntp', 'refclock', 'host-ptp', 'host-service', undefined),
  synchronised: fc.boolean(),
  /** Where within its bound a daemon's and a server's word lies. */
  daemonError: fc.double({ min: -1, max: 1, noNaN: true }),
  hostError: fc.double({ min: -1, max: 1, noNaN: true }),
  dispersion: fc.double({ min: 0.000_01, max: 2, noNaN: true }),
  delay: fc.double({ min: 0, max: 0.5, noNaN: true }),
  /** The poll before, and the write between the two, in seconds before the last poll; what is written arrives a little later. */
  pollAgo: fc.double({ min: 1, max: 300, noNaN: true }),
  writtenPart: fc.double({ min: 0, max: 1, noNaN: true }),
  late: fc.double({ min: 0, max: 4.9, noNaN: true }),
});

function factsIn(one: typeof world extends fc.Arbitrary<infer World> ? World : never) {
  const followsHost = one.source === 'host-ptp' || one.source === 'host-service';
  const bound = one.dispersion + one.delay / 2;
  const truth = followsHost ? one.guest - one.host : one.guest;
  // By the host's clock; what was written before the last poll but one may have been on its way at that poll.
  const notBefore = readAt - one.pollAgo * 1_000;
  const writtenByHost = notBefore - one.late * 1_000 + one.writtenPart * (one.pollAgo + one.late) * 1_000;
  const beacon = beaconOf(
    {
      source: one.source,
      synchronised: one.synchronised,
      offsetSeconds: truth + one.daemonError * bound,
      rootDispersionSeconds: one.dispersion,
      rootDelaySeconds: one.delay,
    },
    { seenAt: readAt, notBefore },
  );
  const written = writtenByHost + (one.guest - one.host) * 1_000;
  const hostClock = hostClockOf(one.host + one.hostError * 0.01);
  return factsOf({ beacon: { ...beacon, writtenAt: written } as typeof beacon, ...(one.hostKnown ? { hostClock } : {}) });
}

const covers = (offset: Offset | undefined, truth: number) =>
  offset === undefined || Math.abs(offset.seconds - truth) <= offset.boundSeconds + 1e-6;

test('whatever is true, every offset that is given covers it, and no honest daemon is disproved', () => {
  fc.assert(
    fc.property(world, (one) => {
      const clock = vmClock(factsIn(one));
      expect(clock).toBeDefined();
      expect(covers(clock?.vsNtp, one.guest)).toBe(true);
      expect(covers(clock?.vsHost, one.guest - one.host)).toBe(true);
      expect(clock?.disproved).toBeUndefined();
      expect(clock?.vsHost !== undefined || one.source === 'ntp' || one.source === 'refclock').toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('equal facts give equal clocks', () => {
  fc.assert(fc.property(world, (one) => void expect(vmClock(factsIn(one))).toEqual(vmClock(factsIn(one)))));
});

test('a daemon that lies by more than both bounds is left out, and its claim is told', () => {
  const lying = factsOf({ beacon: beaconOf({}, { writtenAt: 600_000 }), hostClock: hostClockOf(0) });
  const clock = vmClock(lying);
  expect(clock).toMatchObject({ basis: 'timestamp', disproved: { seconds: expect.closeTo(0, 2) } });
  expect(covers(clock?.vsNtp, 600)).toBe(true);
});

test('the first read of a beacon proves nothing, and a host’s clock that several scrapes did not renew adds nothing', () => {
  const first = vmClock(factsOf({ beacon: beaconOf({ daemon: undefined, source: undefined }, { notBefore: undefined }) }));
  expect(first).toMatchObject({ vsHost: undefined, vsNtp: undefined, basis: undefined });
  const facts = factsOf({ beacon: beaconOf({}), hostClock: hostClockOf(3) });
  const { clock } = facts.hostFacts.parts;
  if (clock === undefined) throw new Error('the host has a clock');
  const frozen = { ...clock, freshness: { ...clock.freshness, failures: 3 } };
  expect(vmClock({ ...facts, hostFacts: { ...facts.hostFacts, parts: { clock: frozen } } })?.vsHost).toBeUndefined();
});
