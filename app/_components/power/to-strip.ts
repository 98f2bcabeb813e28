import { isStale } from '#lib/derive/freshness.ts';
import { type PowerStrip, powerStrip, type StripMark } from '#lib/derive/power-strip.ts';
import type { ApiEvent } from '#lib/model/api/events.ts';
import type { ApiMigration } from '#lib/model/api/migrations.ts';
import type { ApiVmPower } from '#lib/model/api/vm-power.ts';
import { powerRanges } from '#lib/model/power-range.ts';

export type Strip = PowerStrip<ApiEvent, ApiMigration>;
export type Mark = StripMark<ApiEvent, ApiMigration>;

/** The strip moves on in steps of so long, so that it is not drawn anew each second. */
const stepMs = 30_000;

/** The end of the strip at `now` (UTC milliseconds): up to a step later. Pure. */
export function stripEnd(now: number): number {
  return Math.ceil(now / stepMs) * stepMs;
}

/** Whether what was read last is too old to hold at `now`. Pure. */
export function isUnread({ present: { freshness } }: ApiVmPower, now: number): boolean {
  return freshness.readAt === null || isStale(freshness, now);
}

/** The strip of the span that ends at `to` (UTC milliseconds); `stale`: what was read last does not hold now. Pure. */
export function toStrip({ range, events, migrations, gaps, knownFrom, present }: ApiVmPower, to: number, stale: boolean): Strip {
  const { host, hereSince, state, since, provenSince, changedAt, freshness, watched } = present;
  const read = { readAt: freshness.readAt ?? 0, stale };
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
    { from: to - powerRanges[range], to },
  );
}
