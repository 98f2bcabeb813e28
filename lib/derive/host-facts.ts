import type { ZodType } from 'zod';
import { type ClockHostReading, clockHostReading } from '#lib/model/readings/clock.ts';
import { type Freshness, staleAfterIntervals } from './freshness.ts';
import { freshnessOf, type ScrapeInput } from './vm-parts.ts';

/** The readings that host facts are joined from, by collector. */
export interface HostReadings {
  readonly clock: ClockHostReading;
}
export type HostCollector = keyof HostReadings;

const schemas: { readonly [Name in HostCollector]: ZodType<HostReadings[Name]> } = { clock: clockHostReading };
const hostCollectors = Object.keys(schemas) as HostCollector[];

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

/** Readings stay the same objects until they change, so each is parsed once. */
const parsed = new WeakMap<object, ClockHostReading | null>();

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
    const reading = parseHostReading(collector, held);
    if (reading === undefined) invalid.push(collector);
    else parts[collector] = { reading, freshness: freshnessOf(scrapeOf(collector)) };
  }
  return { host, parts, invalid };
}

function parseHostReading(collector: HostCollector, held: unknown): ClockHostReading | undefined {
  if (typeof held !== 'object' || held === null) return undefined;
  const known = parsed.get(held);
  if (known !== undefined) return known ?? undefined;
  const result = schemas[collector].safeParse(held);
  parsed.set(held, result.success ? result.data : null);
  return result.success ? result.data : undefined;
}

/** What the host's clock reading says now: a reading that several scrapes have failed to renew says nothing any more. */
export function currentClock({ parts }: HostFacts): ClockHostReading | undefined {
  const { clock } = parts;
  return clock === undefined || clock.freshness.failures >= staleAfterIntervals ? undefined : clock.reading;
}
