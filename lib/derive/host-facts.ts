import { type ClockHostReading, clockHostReading } from '#lib/model/readings/clock.ts';
import { parseOnce } from '../model/parse-once.ts';
import { type Freshness, staleAfterIntervals } from './freshness.ts';
import { freshnessOf, type ScrapeInput } from './vm-parts.ts';

/** The readings that host facts are joined from, by collector. */
export interface HostReadings {
  readonly clock: ClockHostReading;
}
export type HostCollector = keyof HostReadings;

/** Readings stay the same objects until they change, so each is parsed once. */
const parsers: { readonly [Name in HostCollector]: (held: unknown) => HostReadings[Name] | undefined } = {
  clock: parseOnce(clockHostReading),
};
const hostCollectors = Object.keys(parsers) as HostCollector[];

/** One reading of a host with its own age. */
export interface HostPart<Reading> {
  readonly reading: Reading;
  readonly freshness: Freshness;
}

/** The joined facts of one host: what its collectors read about the host itself. */
export interface HostFacts {
  readonly host: string;
  readonly parts: { readonly [Name in HostCollector]?: HostPart<HostReadings[Name]> };
  /** Collectors whose stored reading does not fit its schema. */
  readonly invalid: readonly HostCollector[];
}

/** A reading as memory or the store has it: an object that stays the same until the reading changes. */
interface HeldReading {
  readonly reading: unknown;
}

/**
 * Joins what is held of a host. Pure but for a cache.
 * @param readingOf what is held of a collector; undefined, or a reading that is undefined, where nothing is
 */
export function toHostFacts(
  host: string,
  readingOf: (collector: HostCollector) => HeldReading | undefined,
  scrapeOf: (collector: HostCollector) => ScrapeInput | undefined,
): HostFacts {
  const parts: Partial<Record<HostCollector, HostPart<ClockHostReading>>> = {};
  const invalid: HostCollector[] = [];
  for (const collector of hostCollectors) {
    const held = readingOf(collector)?.reading;
    if (held === undefined) continue;
    const reading = parsers[collector](held);
    if (reading === undefined) invalid.push(collector);
    else parts[collector] = { reading, freshness: freshnessOf(scrapeOf(collector)) };
  }
  return { host, parts, invalid };
}

/** What the host's clock reading says now: a reading that several scrapes have failed to renew says nothing any more. */
export function currentClock({ parts }: HostFacts): ClockHostReading | undefined {
  const { clock } = parts;
  return clock === undefined || clock.freshness.failures >= staleAfterIntervals ? undefined : clock.reading;
}
