import { isStale } from '#lib/derive/freshness.ts';
import { type PowerStrip, powerStrip, type StripMark } from '#lib/derive/power-strip.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import type { ApiVmPower } from '#lib/model/api/vm-power.ts';
import { powerRanges } from '#lib/model/power-range.ts';

export type Strip = PowerStrip<ApiEvent, ApiMigration>;
export type Mark = StripMark<ApiEvent, ApiMigration>;

/** The strip of the span that ends at `now` (UTC milliseconds). Pure. */
export function toStrip({ range, events, migrations, gaps, knownFrom, present }: ApiVmPower, now: number): Strip {
  const { host, hereSince, state, since, provenSince, changedAt, freshness, watched } = present;
  const read = { readAt: freshness.readAt ?? 0, stale: freshness.readAt === null || isStale(freshness, now) };
  return powerStrip(
    {
      events,
      migrations,
      gaps,
      knownFrom: knownFrom ?? undefined,
      power: { ...read, value: state ?? undefined, since: since ?? undefined, provenSince, changedAt, watched },
      // hvitals itself sees a VM turn up on another host, whatever the logs say.
      host: { ...read, value: host, since: undefined, provenSince: hereSince, changedAt: hereSince, watched: true },
    },
    { from: now - powerRanges[range], to: now },
  );
}
