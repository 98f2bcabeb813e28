import fc from 'fast-check';
import { beaconOf, hostClockOf } from '#lib/findings/testdata/facts.ts';

/** When the histories begin, UTC milliseconds. */
export const start = Date.UTC(2026, 10, 23, 7, 40);

const startedAt = fc.constantFrom(new Date(start - 3_600_000).toISOString(), new Date(start + 60_000).toISOString());
/** Of a guest whose verdict moves with its host's clock alone. */
const sampled = beaconOf({ daemon: 'ntpd', daemons: ['ntpd'], hostSamples: 'large' }, { system: 'freebsd' });

/** Readings of each collector, few of them, so that histories come back to what they were. */
export const readingOf: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  vm: fc.record({
    name: fc.constant('web-01'),
    kind: fc.constantFrom('realized', 'realized', 'realized', 'planned', 'replica'),
    state: fc.constantFrom(2, 2, 2, 3),
    operationalStatus: fc.constant([2]),
    startedAt,
  }),
  heartbeat: fc.record({ enabled: fc.constant(true), primary: fc.constantFrom(2, 2, 12, 13), everInContact: fc.constant(true) }),
  'integration-services': fc
    .record({ enabled: fc.boolean(), primary: fc.constantFrom(2, 12) })
    .map((shutdown) => ({ services: { shutdown } })),
  beacon: fc.constantFrom<unknown>(
    { present: false, problems: [] },
    beaconOf({}),
    beaconOf({ source: 'host-ptp', offsetSeconds: 0.000_01 }),
    beaconOf({ offsetSeconds: 3 }, { writtenAt: 3_000 }),
    sampled,
    beaconOf({ daemon: undefined, daemons: [], source: undefined, synchronised: undefined, offsetSeconds: undefined }),
  ),
  kvp: fc.constantFrom(2, 12).map((primary) => ({ enabled: true, primary, intrinsic: [], guest: [], host: [], problems: [] })),
};

/** A host's clock: right, off by what only FreeBSD minds, off by what nobody may be; each in two ways that say the same. */
export const clockReading = fc.constantFrom(0, 0.000_1, 0.5, 0.500_1, 40, 41).map(hostClockOf);

/** A guest that runs and is as it should be, and whose kernel samples its host's clock. */
export const settled = {
  vm: {
    name: 'web-01',
    kind: 'realized',
    state: 2,
    operationalStatus: [2],
    startedAt: new Date(start - 3_600_000).toISOString(),
  },
  heartbeat: { enabled: true, primary: 2, everInContact: true },
  'integration-services': { services: { shutdown: { enabled: true, primary: 2 } } },
  kvp: { enabled: true, primary: 2, intrinsic: [], guest: [], host: [], problems: [] },
  beacon: sampled,
};
